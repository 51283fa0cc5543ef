/*
 * Certified answers: the seven watcher tests, Graham's worst case, xdist's own rules worked
 * by hand, and properties that hold for every schedule.
 */
#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/schedule.h"

static void
add_test(struct test_table *table, const char *class_name, const char *name, double seconds)
{
	struct test_case one = {"", class_name, name, seconds, false, TEST_PASSED, 0};

	test_table_add(table, &one);
}

/* Tests t0, t1, .. of these durations, all in class `class_name`. */
static void
add_tests(struct test_table *table, const char *class_name, const double *seconds, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char name[32];

		snprintf(name, sizeof name, "t%zu", table->count);
		add_test(table, class_name, name, seconds[i]);
	}
}

static struct schedule
run(const struct test_table *table, const char *scheduler, int workers)
{
	struct schedule_arg arg = {
		.tests = table,
		.scheduler = scheduler_find(scheduler),
		.workers = workers,
		.max_chunk = SIZE_MAX,
		.assignments = true,
		.first = SCHEDULE_NONE,
	};
	struct schedule schedule;

	schedule_run(&arg, &schedule);
	return schedule;
}

static double
makespan(const struct test_table *table, const char *scheduler, int workers)
{
	struct schedule schedule = run(table, scheduler, workers);

	schedule_release(&schedule);
	return schedule.makespan_s;
}

/* "0 3 | 1 2": who runs what. */
static const char *
who(const struct schedule *schedule, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (int i = 0; i < schedule->workers; i++) {
		const struct assignment *one = &schedule->assignments[i];

		used += (size_t)snprintf(text + used, size - used, "%s", i > 0 ? "|" : "");
		for (size_t j = 0; j < one->count; j++)
			used += (size_t)snprintf(text + used, size - used, "%s%zu",
				j > 0 ? " " : "", one->tests[j]);
	}
	return text;
}

static void
check_who(
	const struct test_table *table, const char *scheduler, int workers, const char *wanted)
{
	struct schedule schedule = run(table, scheduler, workers);
	char text[1000];

	ASSERT_TEXT(who(&schedule, text, sizeof text), wanted);
	if (strcmp(text, wanted) != 0)
		printf("\n%s: %s, not %s\n", scheduler, text, wanted);
	schedule_release(&schedule);
}

static void
test_watcher(void)
{
	static const double seconds[] = {3.0, 3.0, 0.5, 0.01, 6.4, 6.0, 3.5};
	struct test_table table = TEST_TABLE_INIT;

	add_tests(&table, "watcher", seconds, 7);
	ASSERT_NEAR(makespan(&table, "lpt", 4), 6.4, 1e-12);
	ASSERT_NEAR(makespan(&table, "list", 4), 6.5, 1e-12);
	CU_ASSERT_EQUAL(test_table_useful_workers(&table), 4);
	CU_ASSERT_EQUAL(test_table_longest(&table), 4);

	struct schedule schedule = run(&table, "lpt", 4);
	ASSERT_NEAR(schedule.lower_bound_s, 6.4, 1e-12);
	CU_ASSERT_EQUAL(schedule.workers_used, 4);
	schedule_release(&schedule);
	test_table_release(&table);
}

/* Graham 1969: LPT's worst case is 4/3 - 1/(3m): here m = 3, makespan 11 and not 9. */
static void
test_graham(void)
{
	static const double seconds[] = {5, 5, 4, 4, 3, 3, 3};
	struct test_table table = TEST_TABLE_INIT;

	add_tests(&table, "g", seconds, 7);
	ASSERT_NEAR(makespan(&table, "lpt", 3), 11, 1e-12);
	ASSERT_NEAR(makespan(&table, "static-lpt", 3), 11, 1e-12);
	check_who(&table, "lpt", 3, "0 4 6|1 5|2 3");
	check_who(&table, "list", 3, "0 4 6|1 5|2 3");
	test_table_release(&table);
}

/*
 * Eight tests on two nodes: first 2 each (8 // 2 // 4 is less), then one whenever a node would
 * wait. At 4 s both nodes end a test; that of node 0 was started first and gets the last one.
 */
static void
test_load(void)
{
	static const double slow[] = {4, 1, 1, 1, 1, 1, 1, 1};
	struct test_table table = TEST_TABLE_INIT;

	add_tests(&table, "m", slow, 8);
	check_who(&table, "load", 2, "0 1 7|2 3 4 5 6");
	ASSERT_NEAR(makespan(&table, "load", 2), 6, 1e-12);
	test_table_release(&table);
}

/* Fewer than two tests a node are dealt round one by one; worksteal gives the rest to the last. */
static void
test_load_few(void)
{
	static const double seconds[] = {1, 1, 1, 1, 1};
	struct test_table table = TEST_TABLE_INIT;

	add_tests(&table, "m", seconds, 5);
	check_who(&table, "load", 3, "0 3|1 4|2");
	check_who(&table, "worksteal", 8, "|||0|1|2|3|4");
	test_table_release(&table);
}

/* Each node has a block; when node 1 holds its last test it steals half of the longest queue. */
static void
test_worksteal(void)
{
	static const double seconds[] = {8, 1, 1, 1, 1, 1, 1, 1, 1, 1};
	struct test_table table = TEST_TABLE_INIT;

	add_tests(&table, "m", seconds, 10);
	check_who(&table, "worksteal", 2, "0 1|5 6 7 8 9 3 4 2");
	test_table_release(&table);
}

/* The class with most tests goes first; a node with more than two tests left gets no class. */
static void
test_scope(void)
{
	static const double ones[] = {1, 1, 1, 1};
	struct test_table table = TEST_TABLE_INIT;

	add_tests(&table, "pkg.test_a.TestX", ones, 1);
	add_tests(&table, "pkg.test_a.TestY", ones, 4);
	add_tests(&table, "pkg.test_b.TestZ", ones, 2);
	check_who(&table, "loadscope", 2, "1 2 3 4|5 6 0");
	check_who(&table, "loadfile", 2, "0 1 2 3 4|5 6");

	struct schedule_arg arg = {
		.tests = &table,
		.scheduler = scheduler_find("loadscope"),
		.workers = 2,
		.max_chunk = SIZE_MAX,
		.keep_order = true,
		.assignments = true,
		.first = SCHEDULE_NONE,
	};
	struct schedule schedule;
	char text[100];
	schedule_run(&arg, &schedule);
	ASSERT_TEXT(who(&schedule, text, sizeof text), "0 5 6|1 2 3 4");
	schedule_release(&schedule);
	test_table_release(&table);
}

static void
test_group(void)
{
	struct test_table table = TEST_TABLE_INIT;

	add_test(&table, "m", "a@one", 1);
	add_test(&table, "m", "b[x@two]", 1);
	add_test(&table, "m", "c[x@y]@one", 1);
	add_test(&table, "n", "d", 1);
	add_test(&table, "n", "e", 1);
	check_who(&table, "loadgroup", 4, "0 2|1|3|4");
	test_table_release(&table);
}

/* "One 10 s test last" of the scheduler facts: 15 s, and 10 s when it comes first. */
static void
test_first(void)
{
	struct test_table table = TEST_TABLE_INIT;
	double quarter = 0.25;

	for (int i = 0; i < 80; i++)
		add_tests(&table, "m", &quarter, 1);
	add_test(&table, "m", "slow", 10);
	struct schedule_arg arg = {
		.tests = &table,
		.scheduler = scheduler_find("list"),
		.workers = 4,
		.max_chunk = SIZE_MAX,
		.first = SCHEDULE_NONE,
	};
	struct schedule schedule;
	schedule_run(&arg, &schedule);
	ASSERT_NEAR(schedule.makespan_s, 15, 1e-12);
	arg.first = 80;
	schedule_run(&arg, &schedule);
	ASSERT_NEAR(schedule.makespan_s, 10, 1e-12);
	test_table_release(&table);
}

/* Every test runs once, no schedule beats the bound, none is longer than the sum. */
static void
check_properties(const struct test_table *table, const char *name, int workers)
{
	struct schedule schedule = run(table, name, workers);
	int *seen = calloc(table->count + 1, sizeof *seen);
	double longest = 0;
	int used = 0;

	for (int i = 0; i < workers; i++) {
		double sum = 0;
		for (size_t j = 0; j < schedule.assignments[i].count; j++) {
			seen[schedule.assignments[i].tests[j]]++;
			sum += table->tests[schedule.assignments[i].tests[j]].seconds;
		}
		longest = sum > longest ? sum : longest;
		used += schedule.assignments[i].count > 0;
	}
	for (size_t i = 0; i < table->count; i++)
		CU_ASSERT_EQUAL(seen[i], 1);
	ASSERT_NEAR(schedule.makespan_s, longest, 1e-9);
	CU_ASSERT_EQUAL(schedule.workers_used, used);
	CU_ASSERT(schedule.makespan_s >= schedule.lower_bound_s * (1 - 1e-9));
	CU_ASSERT(schedule.makespan_s <= test_table_total_s(table) * (1 + 1e-9));
	free(seen);
	schedule_release(&schedule);
}

static void
test_properties(void)
{
	static const int counts[] = {1, 2, 3, 7, 64, 1000};
	unsigned state = 1;

	for (size_t tests = 0; tests < 400; tests = tests * 2 + 1) {
		struct test_table table = TEST_TABLE_INIT;
		for (size_t i = 0; i < tests; i++) {
			char class_name[32];
			state = state * 1664525 + 1013904223;
			double seconds =
				(state >> 16) % 50 == 0 ? 5.0 : (state >> 16) % 100 / 1e3;
			snprintf(class_name, sizeof class_name, "test_%u.C%u", (state >> 8) % 5,
				(state >> 12) % 3);
			add_tests(&table, class_name, &seconds, 1);
		}
		for (size_t s = 0; scheduler_at(s) != NULL; s++)
			for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
				check_properties(
					&table, scheduler_name(scheduler_at(s)), counts[c]);
		test_table_release(&table);
	}
}

SUITE(schedule, {"worksteal steals half", test_worksteal},
	{"units by class and file", test_scope}, {"groups at the end of the name", test_group},
	{"the slow test first", test_first}, {"what holds for every schedule", test_properties},
	{"the seven watcher tests", test_watcher}, {"Graham's worst case", test_graham},
	{"load sends two at a time", test_load}, {"load deals few tests", test_load_few});
