/*
 * report_tests - the member `tests` of report.json (DESIGN section 8), written and read.
 */
#ifndef IO_REPORT_TESTS_H
#define IO_REPORT_TESTS_H

#include <jansson.h>

#include "core/result.h"

/* A new reference; null where nothing is known of the tests. */
json_t *report_tests_value(const struct tests_summary *tests);

/* Fills a zeroed summary from the member, which may be missing. */
void report_tests_read(const json_t *value, struct tests_summary *tests);

#endif
