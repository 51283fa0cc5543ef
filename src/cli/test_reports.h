/*
 * test_reports - the tests inside the command, from each run's own report to the result.
 *
 * cmd_run calls restore before the first trial. The session calls begin before a trial is
 * started and end when it came back; cmd_run calls fill when all are measured. A report that is
 * missing, older than its run or damaged is a warning: measuring goes on. The struct is
 * test_reports_new()'s.
 */
#ifndef CLI_TEST_REPORTS_H
#define CLI_TEST_REPORTS_H

#include "base/error.h"
#include "cli/measurement.h"
#include "core/measurer.h"
#include "core/result.h"

struct test_reports;

struct test_reports *test_reports_new(const struct measurement *measurement);
void test_reports_free(struct test_reports *reports);

/*
 * Takes up the tests, and the warnings about their reports, of the runs that a resumed measurement
 * has already.
 */
void test_reports_restore(struct test_reports *reports);

/* Gives the trial a folder for its report (trial->report_dir), where there is one to be had. */
void test_reports_begin(struct test_reports *reports, struct trial *trial);

/* Reads the report: sets tests and failed_tests of the outcome's observation. */
void test_reports_end(struct test_reports *reports, struct outcome *outcome);

/* Fills what the tests tell into the analyses, which are complete otherwise, and writes
 * tests.csv into result->directory. -1 with STATUS_INTERNAL. */
int test_reports_fill(
	const struct test_reports *reports, struct result *result, struct error *error);

#endif
