/*
 * findings - what the runs of a measurement tell about each test: its time and its result at
 * every count.
 *
 * A test is the same in two runs when file, name and occurrence are: the second of two equal
 * names in one run is the second in every run. A warm-up tells results, and times where no other
 * run does. The struct is findings_new()'s.
 */
#ifndef CORE_FINDINGS_H
#define CORE_FINDINGS_H

#include "core/observation.h"
#include "core/test_table.h"

struct findings;

struct findings *findings_new(void);
void findings_free(struct findings *findings);

/* Adds the tests of one run; the table is borrowed for the call. */
void findings_add(struct findings *findings, enum mode mode, int workers, bool warmup,
	const struct test_table *tests);

/* Whether any run had a test. */
bool findings_any(const struct findings *findings);

/*
 * The tests at one form and count, in order of first appearance, with their median times:
 * empty when there was no such run. The caller releases the table, whose texts are borrowed
 * from the findings.
 */
void findings_tests(
	const struct findings *findings, enum mode mode, int workers, struct test_table *table);

/* One test at one form and count: a row of tests.csv. */
struct findings_row {
	const char *name;
	enum mode mode;
	int workers;
	int runs;
	int failed;
	double seconds; /* median; NAN when unknown */
};

typedef void findings_visit(void *context, const struct findings_row *row);

/* Test by test, the sequential form first, then by count. */
void findings_each(const struct findings *findings, findings_visit *visit, void *context);

typedef void findings_run_visit(void *context, enum mode mode, int workers, int tests);

/* Run by run, the sequential form first, then by count: how many tests each had. */
void findings_runs(const struct findings *findings, findings_run_visit *visit, void *context);

#endif
