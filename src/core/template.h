/*
 * template - texts in which {n} stands for the worker count.
 *
 * {n} and {workers} are the count, {n-1} one less (the last of N when they are numbered from
 * 0). In the runners table {dir} is a folder of one run alone and {file} a report in it.
 */
#ifndef CORE_TEMPLATE_H
#define CORE_TEMPLATE_H

#include <stdbool.h>

#include "base/strvec.h"

#define REPORT_NAME   "report.xml" /* {file} is {dir}/report.xml, */
#define REPORT_CONFIG "config" /* {config} is {dir}/config */

/* Whether the text depends on the count: one of the above, or the variable PTBENCH_WORKERS,
 * which every run has. */
bool template_has_count(const char *text);

/* The text with the count in it, and the folder unless `dir` is NULL; the caller frees it. */
char *template_expand(const char *text, int workers, const char *dir);

/* Every item of the list so. */
void template_expand_all(struct strvec *list, int workers, const char *dir);

/* The text with every `placeholder` replaced; the caller frees it. */
char *text_replace(const char *text, const char *placeholder, const char *replacement);

#endif
