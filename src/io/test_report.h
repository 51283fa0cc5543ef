/*
 * test_report - the tests in any report that a runner writes.
 *
 * The kinds are rows of a table, told apart by a file's first bytes: JUnit XML, and where
 * that is not to be had dotnet's TRX, the JSON of jest, mocha, rspec, dart and `go test -json`,
 * TAP, GNU parallel's joblog, ninja's log, prove's state file, parallel_tests' runtime log,
 * automake's .trs files, and what stestr, gtest-parallel, minitest -v, unittest --durations and
 * cargo test print.
 */
#ifndef IO_TEST_REPORT_H
#define IO_TEST_REPORT_H

#include "base/error.h"
#include "base/strvec.h"
#include "core/test_table.h"

/*
 * Adds the tests of one report; sentences about damage are appended to `warnings`. -1 with
 * STATUS_USAGE when the file cannot be read, is empty, is no report or holds no test.
 */
int test_report_read(const char *path, struct test_table *table, struct strvec *warnings,
	struct error *error);

/*
 * Reads several reports: one that fails is a warning as long as another holds a test. -1 with
 * STATUS_USAGE when none does; the sentence is that of the first.
 */
int test_report_read_all(const struct strvec *paths, struct test_table *table,
	struct strvec *warnings, struct error *error);

#endif
