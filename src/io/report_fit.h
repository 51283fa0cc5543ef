/*
 * report_fit - the member `fit` of report.json, written and read.
 */
#ifndef IO_REPORT_FIT_H
#define IO_REPORT_FIT_H

#include "core/result.h"
#include "io/json_reader.h"

/* A new reference. */
json_t *report_fit_value(const struct fit *fit);

/* Fills a fit without contents; the caller releases it. Where the reader fails, its laws may be
 * NULL. */
void report_fit_read(struct json_reader *reader, const json_t *value, struct fit *fit);

#endif
