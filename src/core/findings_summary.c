#include "config.h"

#include "core/findings_summary.h"

#include <stdlib.h>

#include "base/memory.h"

#define SLOWER_RATIO 1.5 /* of the medians: a test that is this much longer is named */
#define SLOWER_S     0.05 /* and by at least this much */
#define SLOWER_MOST  100 /* tests in the list */
#define ABSENT	     (-1)

/* What is gathered of one test while its rows come by. */
struct gathering {
	const char *name; /* its rows have this very pointer */
	int sequential_runs;
	int sequential_failed;
	double sequential_s;
	int runs;
	int failed;
	int *workers; /* counts at which it failed */
	size_t worker_count;
	size_t worker_capacity;
	int slowest_workers;
	double slowest_s;
};

struct summarising {
	struct gathering one;
	int sequential_tests; /* how many the sequential form had at most, or ABSENT */
	struct tests_summary *summary;
};

static struct test_finding *
add_finding(struct test_finding **findings, size_t *count, const char *name)
{
	*findings = xreallocarray(*findings, *count + 1, sizeof **findings);
	(*findings)[*count] = (struct test_finding){
		.name = xstrdup(name), .sequential_s = UNKNOWN, .parallel_s = UNKNOWN};
	return &(*findings)[(*count)++];
}

static void
judge_slower(const struct gathering *one, struct tests_summary *summary)
{
	if (!(one->slowest_s >= SLOWER_RATIO * one->sequential_s) ||
		!(one->slowest_s - one->sequential_s >= SLOWER_S))
		return;

	struct test_finding *slower =
		add_finding(&summary->slower, &summary->slower_count, one->name);
	slower->smallest_workers = one->slowest_workers;
	slower->sequential_s = one->sequential_s;
	slower->parallel_s = one->slowest_s;
}

/* Judges the test whose rows have all come by. */
static void
judge(struct summarising *all)
{
	struct gathering *one = &all->one;
	struct tests_summary *summary = all->summary;

	/* What is there only when it fails (a parent, a file that cannot be read) did not fail
	 * sequentially when it was not there. */
	if (one->name == NULL || all->sequential_tests == ABSENT)
		return;
	if (one->sequential_failed == 0 && one->failed > 0) {
		struct test_finding *unsafe =
			add_finding(&summary->unsafe, &summary->unsafe_count, one->name);

		unsafe->smallest_workers = one->workers[0];
		unsafe->workers = one->workers;
		unsafe->worker_count = one->worker_count;
		one->workers = NULL;
	} else if (one->sequential_failed > 0 &&
		one->sequential_failed + one->failed < one->sequential_runs + one->runs) {
		add_finding(&summary->flaky, &summary->flaky_count, one->name);
	}
	judge_slower(one, summary);
}

static void
begin_test(struct summarising *all, const char *name)
{
	judge(all);
	free(all->one.workers);
	all->one = (struct gathering){.name = name, .sequential_s = UNKNOWN, .slowest_s = 0};
}

static void
gather(void *context, const struct findings_row *row)
{
	struct summarising *all = context;
	struct gathering *one = &all->one;

	if (one->name != row->name)
		begin_test(all, row->name);
	if (row->mode == MODE_SEQ) {
		one->sequential_runs += row->runs;
		one->sequential_failed += row->failed;
		one->sequential_s = row->seconds;
		return;
	}
	one->runs += row->runs;
	one->failed += row->failed;
	if (row->failed > 0) {
		ARRAY_GROW(one->workers, one->worker_count, one->worker_capacity);
		one->workers[one->worker_count++] = row->workers;
	}
	if (row->seconds > one->slowest_s) {
		one->slowest_s = row->seconds;
		one->slowest_workers = row->workers;
	}
}

/* The most worker-seconds lost first. */
static int
compare_slower(const void *left, const void *right)
{
	const struct test_finding *one = left, *other = right;
	double first = one->parallel_s - one->sequential_s;
	double second = other->parallel_s - other->sequential_s;

	return (first < second) - (first > second);
}

static void
trim_slower(struct tests_summary *summary)
{
	if (summary->slower_count > 0)
		qsort(summary->slower, summary->slower_count, sizeof *summary->slower,
			compare_slower);
	while (summary->slower_count > SLOWER_MOST)
		free(summary->slower[--summary->slower_count].name);
}

/*
 * Counts with a run that had more or fewer tests than the sequential runs, which come first; one
 * such run of each count is told of.
 */
static void
compare_run(void *context, enum mode mode, int workers, int tests)
{
	struct summarising *all = context;
	struct tests_summary *summary = all->summary;
	size_t last = summary->count_count;

	if (mode == MODE_SEQ && tests > all->sequential_tests)
		all->sequential_tests = tests;
	if (mode == MODE_SEQ || all->sequential_tests == ABSENT ||
		tests == all->sequential_tests ||
		(last > 0 && summary->counts[last - 1].workers == workers))
		return;
	summary->counts = xreallocarray(
		summary->counts, summary->count_count + 1, sizeof *summary->counts);
	summary->counts[summary->count_count++] = (struct test_count){workers, tests};
}

void
findings_summarise(const struct findings *findings, struct tests_summary *summary)
{
	struct summarising all = {.sequential_tests = ABSENT, .summary = summary};

	findings_runs(findings, compare_run, &all);
	findings_each(findings, gather, &all);
	begin_test(&all, NULL);
	trim_slower(summary);
}
