/*
 * Graham's schedules: a given order of tests, each to the worker that is free first, the
 * lowest of several. O(n log N), with the sort of `lpt` O(n log n).
 */
#include "config.h"

#include "core/schedule_run.h"

#include <stdlib.h>

#include "base/memory.h"

struct length {
	double seconds;
	size_t position;
};

static void
all_free(struct run *run)
{
	for (size_t i = 0; i < run->workers && i < run->tests; i++)
		events_push(&run->events, (struct event){0, i, (uint32_t)i});
}

static void
give_to_first_free(struct run *run, size_t test)
{
	struct event free_first = events_pop(&run->events);

	free_first.time_s = run_start(run, test, free_first.worker, free_first.time_s);
	events_push(&run->events, free_first);
}

void
run_list(struct run *run)
{
	all_free(run);
	for (size_t i = 0; i < run->tests; i++)
		give_to_first_free(run, run_test(run, i));
}

/* Longest first, equal ones in order. */
static int
compare_lengths(const void *left, const void *right)
{
	const struct length *one = left, *other = right;

	if (one->seconds > other->seconds || one->seconds < other->seconds)
		return one->seconds > other->seconds ? -1 : 1;
	return one->position < other->position ? -1 : 1;
}

size_t *
schedule_longest_first(const struct test_table *tests)
{
	struct length *lengths = xcalloc(tests->count + 1, sizeof *lengths);
	size_t *order = xcalloc(tests->count + 1, sizeof *order);

	for (size_t i = 0; i < tests->count; i++)
		lengths[i] = (struct length){tests->tests[i].seconds, i};
	qsort(lengths, tests->count, sizeof *lengths, compare_lengths);
	for (size_t i = 0; i < tests->count; i++)
		order[i] = lengths[i].position;
	free(lengths);
	return order;
}

/* `first` changes nothing here: the longest are first already. */
void
run_lpt(struct run *run)
{
	size_t *own = NULL;
	const size_t *order = run->arg->longest_first;

	if (order == NULL)
		order = own = schedule_longest_first(run->arg->tests);
	all_free(run);
	for (size_t i = 0; i < run->tests; i++)
		give_to_first_free(run, order[i]);
	free(own);
}
