#include "config.h"

#include "core/tests_summary.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define CANDIDATES	   10 /* of the longest tests, tried at the front of a large suite */
#define CANDIDATES_OF_MANY 2 /* each try takes as long as a schedule */
#define EVERY_TEST	   100 /* a suite up to this size has all its tests tried */
#define NOTEWORTHY	   3 /* tests to start first, per schedule */
#define WORTH_WHILE	   0.01 /* of the makespan: a large suite with less to gain is left alone */
#define SAME		   1e-9 /* relative: rounding of sums */

/* The longest tests, longest first, equal ones in order. */
struct candidates {
	size_t tests[EVERY_TEST];
	size_t count;
};

static bool
is_longer(const struct test_table *tests, size_t one, size_t other)
{
	return tests->tests[one].seconds > tests->tests[other].seconds;
}

static void
find_candidates(const struct test_table *tests, struct candidates *candidates)
{
	size_t most = tests->count <= EVERY_TEST ? EVERY_TEST
		: tests->count <= TESTS_LISTED	 ? CANDIDATES
						 : CANDIDATES_OF_MANY;

	candidates->count = 0;
	for (size_t i = 0; i < tests->count; i++) {
		size_t at = candidates->count;

		while (at > 0 && is_longer(tests, i, candidates->tests[at - 1]))
			at--;
		if (at == most)
			continue;
		if (candidates->count < most)
			candidates->count++;
		memmove(&candidates->tests[at + 1], &candidates->tests[at],
			(candidates->count - at - 1) * sizeof *candidates->tests);
		candidates->tests[at] = i;
	}
}

static int
compare_starts(const void *left, const void *right)
{
	const struct test_start *one = left, *other = right;

	if (one->saves_s > other->saves_s || one->saves_s < other->saves_s)
		return one->saves_s > other->saves_s ? -1 : 1;
	return one->workers - other->workers;
}

/* Keeps the first `most` of those from `start` on. */
static void
keep_best(struct tests_summary *summary, size_t start, size_t most)
{
	size_t found = summary->start_count - start;

	if (found == 0)
		return;
	qsort(summary->starts + start, found, sizeof *summary->starts, compare_starts);
	for (; found > most; found--)
		free(summary->starts[--summary->start_count].name);
}

/* Tries the candidates at the front of one schedule. No test saves more than the bound leaves. */
static void
find_starts(const struct schedule_arg *arg, const struct schedule *schedule,
	const struct candidates *candidates, struct tests_summary *summary)
{
	double least_s = SAME * schedule->makespan_s;
	double gain_s = schedule->makespan_s - schedule->lower_bound_s;
	size_t start = summary->start_count;
	struct schedule_arg moved = *arg;

	if (arg->tests->count > TESTS_LISTED)
		least_s = WORTH_WHILE * schedule->makespan_s;
	if (gain_s <= least_s || scheduler_sorts(arg->scheduler))
		return;
	moved.assignments = false;
	for (size_t i = 0; i < candidates->count; i++) {
		struct schedule better;

		moved.first = candidates->tests[i];
		schedule_run(&moved, &better);
		double saves_s = schedule->makespan_s - better.makespan_s;
		if (saves_s <= least_s)
			continue;
		summary->starts = xreallocarray(
			summary->starts, summary->start_count + 1, sizeof *summary->starts);
		summary->starts[summary->start_count++] = (struct test_start){
			.name = xstrdup(arg->tests->tests[moved.first].name),
			.scheduler = schedule->scheduler,
			.workers = schedule->workers,
			.saves_s = saves_s,
		};
		if (gain_s - saves_s <= least_s)
			break; /* nothing saves more */
	}
	keep_best(summary, start, NOTEWORTHY);
}

static void
fill_schedules(const struct tests_summary_arg *arg, struct tests_summary *summary)
{
	struct candidates candidates;
	size_t *longest_first = schedule_longest_first(arg->tests);

	find_candidates(arg->tests, &candidates);
	summary->schedules = xcalloc(
		arg->scheduler_count * arg->worker_count + 1, sizeof *summary->schedules);
	for (size_t i = 0; i < arg->scheduler_count * arg->worker_count; i++) {
		struct schedule *schedule = &summary->schedules[summary->schedule_count++];
		struct schedule_arg one = {
			.tests = arg->tests,
			.scheduler = arg->schedulers[i / arg->worker_count],
			.workers = arg->workers[i % arg->worker_count],
			.max_chunk = arg->max_chunk,
			.keep_order = arg->keep_order,
			.assignments = arg->assignments && arg->tests->count <= TESTS_LISTED,
			.longest_first = longest_first,
			.first = SCHEDULE_NONE,
		};

		schedule_run(&one, schedule);
		find_starts(&one, schedule, &candidates, summary);
	}
	keep_best(summary, 0, SIZE_MAX);
	free(longest_first);
}

static void
fill_durations(const struct test_table *tests, struct tests_summary *summary)
{
	if (tests->count > TESTS_LISTED)
		return;
	summary->durations = xcalloc(tests->count + 1, sizeof *summary->durations);
	for (; summary->duration_count < tests->count; summary->duration_count++) {
		const struct test *test = &tests->tests[summary->duration_count];

		summary->durations[summary->duration_count] =
			(struct test_time){xstrdup(test->name), test->seconds};
	}
}

static double
next_longest(const struct test_table *tests, size_t longest)
{
	double next = 0;

	for (size_t i = 0; i < tests->count; i++)
		if (i != longest && tests->tests[i].seconds > next)
			next = tests->tests[i].seconds;
	return next;
}

static int
as_count(size_t count)
{
	return count > INT_MAX ? INT_MAX : (int)count;
}

void
tests_summary_fill(const struct tests_summary_arg *arg, struct tests_summary *summary)
{
	size_t longest = test_table_longest(arg->tests);

	summary->known = true;
	summary->tests = as_count(arg->tests->count);
	summary->unknown = as_count(test_table_unknown(arg->tests));
	summary->total_s = test_table_total_s(arg->tests);
	summary->longest = (struct test_time){
		xstrdup(arg->tests->tests[longest].name), arg->tests->tests[longest].seconds};
	summary->next_longest_s = next_longest(arg->tests, longest);
	summary->useful_workers = test_table_useful_workers(arg->tests);
	fill_durations(arg->tests, summary);
	fill_schedules(arg, summary);
}

const struct schedule *
tests_summary_best(const struct tests_summary *summary)
{
	const struct schedule *best = NULL;

	for (size_t i = 0; i < summary->schedule_count; i++) {
		const struct schedule *one = &summary->schedules[i];
		double limit = best != NULL ? best->makespan_s : 0;

		if (best == NULL || one->makespan_s < limit * (1 - SAME) ||
			(one->makespan_s <= limit * (1 + SAME) && one->workers < best->workers))
			best = one;
	}
	return best;
}
