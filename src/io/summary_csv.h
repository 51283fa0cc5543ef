/*
 * summary_csv - summary.csv: one row per suite, form and count; the total has an empty suite.
 */
#ifndef IO_SUMMARY_CSV_H
#define IO_SUMMARY_CSV_H

#include "base/strbuf.h"
#include "core/result.h"

void summary_csv_write(const struct result *result, struct strbuf *text);

#endif
