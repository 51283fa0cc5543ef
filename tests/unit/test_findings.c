#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "core/findings.h"
#include "core/findings_summary.h"
#include "core/result.h"

static void
add(struct test_table *table, const char *name, double seconds, enum test_result result)
{
	struct test_case one = {"", "t", name, seconds, false, result, 0};

	test_table_add(table, &one);
}

static void
add_run(struct findings *findings, enum mode mode, int workers, const double *seconds,
	const char *results)
{
	static const char *const names[] = {"a", "b", "c", "d"};
	struct test_table table = TEST_TABLE_INIT;

	for (size_t i = 0; results[i] != '\0'; i++)
		if (results[i] != '-')
			add(&table, names[i], seconds[i],
				results[i] == 'f' ? TEST_FAILED : TEST_PASSED);
	findings_add(findings, mode, workers, false, &table);
	test_table_release(&table);
}

/* a is safe, b fails at 4 and 8, c flakes everywhere, d fails always. */
static void
test_results(void)
{
	static const double seconds[] = {1, 1, 1, 1};
	struct findings *findings = findings_new();
	struct analysis analysis;

	analysis_init(&analysis);
	add_run(findings, MODE_PAR, 8, seconds, "pfpf");
	add_run(findings, MODE_SEQ, 1, seconds, "ppff");
	add_run(findings, MODE_PAR, 2, seconds, "ppff");
	add_run(findings, MODE_PAR, 4, seconds, "pfff");
	add_run(findings, MODE_PAR, 4, seconds, "pppf");
	findings_summarise(findings, &analysis.tests);
	CU_ASSERT_EQUAL(analysis.tests.unsafe_count, 1);
	ASSERT_TEXT(analysis.tests.unsafe[0].name, "t::b");
	CU_ASSERT_EQUAL(analysis.tests.unsafe[0].smallest_workers, 4);
	CU_ASSERT_EQUAL(analysis.tests.unsafe[0].worker_count, 2);
	CU_ASSERT_EQUAL(analysis.tests.unsafe[0].workers[1], 8);
	CU_ASSERT_EQUAL(analysis.tests.flaky_count, 1);
	ASSERT_TEXT(analysis.tests.flaky[0].name, "t::c");
	CU_ASSERT_EQUAL(analysis.tests.count_count, 0);
	CU_ASSERT_EQUAL(analysis.tests.slower_count, 0);
	analysis_release(&analysis);
	findings_free(findings);
}

static void
test_times(void)
{
	static const double sequential[] = {1, 1, 1};
	static const double again[] = {3, 1, 1};
	static const double parallel[] = {1.2, 3.5, 1};
	struct findings *findings = findings_new();
	struct analysis analysis;
	struct test_table table;

	analysis_init(&analysis);
	add_run(findings, MODE_SEQ, 1, sequential, "ppp");
	add_run(findings, MODE_SEQ, 1, again, "ppp");
	add_run(findings, MODE_SEQ, 1, sequential, "ppp");
	add_run(findings, MODE_PAR, 8, parallel, "pp-");
	findings_summarise(findings, &analysis.tests);
	CU_ASSERT_EQUAL(analysis.tests.slower_count, 1);
	ASSERT_TEXT(analysis.tests.slower[0].name, "t::b");
	CU_ASSERT_EQUAL(analysis.tests.slower[0].smallest_workers, 8);
	ASSERT_NEAR(analysis.tests.slower[0].parallel_s, 3.5, 1e-12);
	CU_ASSERT_EQUAL(analysis.tests.count_count, 1);
	CU_ASSERT_EQUAL(analysis.tests.counts[0].workers, 8);
	CU_ASSERT_EQUAL(analysis.tests.counts[0].tests, 2);

	findings_tests(findings, MODE_SEQ, 1, &table);
	CU_ASSERT_EQUAL(table.count, 3);
	ASSERT_NEAR(table.tests[0].seconds, 1, 1e-12);
	test_table_release(&table);
	findings_tests(findings, MODE_PAR, 4, &table);
	CU_ASSERT_EQUAL(table.count, 0);
	test_table_release(&table);
	analysis_release(&analysis);
	findings_free(findings);
}

/* p is a parent that fails by itself at 4 workers: there only then. */
static void
test_parent(void)
{
	static const enum test_result results[] = {TEST_PASSED, TEST_PASSED, TEST_FAILED};
	static const int workers[] = {1, 2, 4};
	struct findings *findings = findings_new();
	struct analysis analysis;

	analysis_init(&analysis);
	for (size_t i = 0; i < 3; i++) {
		struct test_table table = TEST_TABLE_INIT;

		add(&table, "p/x", 1, TEST_PASSED);
		add(&table, "p", 1, results[i]);
		test_table_end_report(&table);
		findings_add(findings, i == 0 ? MODE_SEQ : MODE_PAR, workers[i], false, &table);
		test_table_release(&table);
	}
	findings_summarise(findings, &analysis.tests);
	CU_ASSERT_EQUAL_FATAL(analysis.tests.unsafe_count, 1);
	ASSERT_TEXT(analysis.tests.unsafe[0].name, "t::p");
	CU_ASSERT_EQUAL(analysis.tests.unsafe[0].smallest_workers, 4);
	CU_ASSERT_EQUAL(analysis.tests.slower_count, 0);
	CU_ASSERT_EQUAL(analysis.tests.count_count, 0);
	analysis_release(&analysis);
	findings_free(findings);
}

/* Two runs of 4 workers lack tests, which is one thing to tell; without a sequential run, none. */
static void
test_counts(void)
{
	static const double seconds[] = {1, 1, 1};
	static const char *const results[] = {"ppp", "pp-", "p--"};

	for (size_t told = 0; told < 2; told++) {
		struct findings *findings = findings_new();
		struct analysis analysis;

		analysis_init(&analysis);
		if (told == 1)
			add_run(findings, MODE_SEQ, 1, seconds, "ppp");
		for (size_t i = 0; i < 3; i++)
			add_run(findings, MODE_PAR, 4, seconds, results[i]);
		add_run(findings, MODE_PAR, 8, seconds, "ppf");
		findings_summarise(findings, &analysis.tests);
		CU_ASSERT_EQUAL_FATAL(analysis.tests.count_count, told);
		CU_ASSERT_EQUAL(analysis.tests.unsafe_count, told);
		for (size_t i = 0; i < analysis.tests.count_count; i++) {
			CU_ASSERT_EQUAL(analysis.tests.counts[i].workers, 4);
			CU_ASSERT_EQUAL(analysis.tests.counts[i].tests, 2);
		}
		analysis_release(&analysis);
		findings_free(findings);
	}
}

struct rows {
	int count;
	int runs;
	int failed;
};

static void
count_row(void *context, const struct findings_row *row)
{
	struct rows *rows = context;

	rows->count++;
	rows->runs += row->runs;
	rows->failed += row->failed;
}

/* Two reports of one run may both have a test of that name: first is first, second is second. */
static void
test_equal_names(void)
{
	struct findings *findings = findings_new();
	struct test_table table = TEST_TABLE_INIT;
	struct rows rows = {0};

	add(&table, "x", 1, TEST_PASSED);
	test_table_end_report(&table);
	add(&table, "x", 2, TEST_FAILED);
	test_table_end_report(&table);
	for (int i = 0; i < 3; i++)
		findings_add(findings, MODE_SEQ, 1, false, &table);
	findings_each(findings, count_row, &rows);
	CU_ASSERT_EQUAL(rows.count, 2);
	CU_ASSERT_EQUAL(rows.runs, 6);
	CU_ASSERT_EQUAL(rows.failed, 3);
	test_table_release(&table);
	findings_free(findings);
}

SUITE(findings, {"results at every count", test_results}, {"times at every count", test_times},
	{"tests at every count", test_counts}, {"equal names", test_equal_names},
	{"a parent that fails by itself", test_parent});
