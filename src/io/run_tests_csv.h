/*
 * run_tests_csv - the tests of one run, kept beside its log, so that --resume still has them.
 *
 * `file,class,name,seconds,result`: a row per test as the run's reports had it. An empty time
 * is unknown.
 */
#ifndef IO_RUN_TESTS_CSV_H
#define IO_RUN_TESTS_CSV_H

#include "base/error.h"
#include "core/test_table.h"

/* Where the tests of the run with that log are kept; the caller frees it. */
char *run_tests_path(const char *log);

/* -1 with STATUS_INTERNAL. */
int run_tests_write(const char *path, const struct test_table *tests, struct error *error);

/* Adds the tests to an empty table, the same as were written; -1 with STATUS_USAGE. */
int run_tests_read(const char *path, struct test_table *tests, struct error *error);

#endif
