/*
 * tests_csv - tests.csv: one row per test, form and count.
 */
#ifndef IO_TESTS_CSV_H
#define IO_TESTS_CSV_H

#include "base/strbuf.h"
#include "core/findings.h"

void tests_csv_header(struct strbuf *text);
void tests_csv_rows(const char *suite, const struct findings *findings, struct strbuf *text);

#endif
