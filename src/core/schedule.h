/*
 * schedule - who runs which test when: makespans of known durations.
 *
 * The schedulers are rows of a table. `list` and `lpt` are Graham's (SIAM J. Appl. Math. 17,
 * 1969): the next test, or the next longest, to the worker that is free first. The others are
 * pytest-xdist's, see schedule_xdist.c. No start-up and no latency: makespans are those of
 * the tests alone. A schedule owns its assignment; schedule_release() frees it.
 */
#ifndef CORE_SCHEDULE_H
#define CORE_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/test_table.h"

/* The tests of one worker, in the order in which it runs them: indices into the suite. */
struct assignment {
	size_t *tests;
	size_t count;
};

struct schedule {
	const char *scheduler; /* a name of the table, static */
	int workers;
	double makespan_s;
	double lower_bound_s; /* max(total/N, longest) */
	int workers_used;
	struct assignment *assignments; /* one per worker; NULL when not asked for */
};

struct scheduler;

#define SCHEDULE_NONE SIZE_MAX

struct schedule_arg {
	const struct test_table *tests;
	const struct scheduler *scheduler;
	int workers; /* at least 1 */
	size_t max_chunk; /* --maxschedchunk of `load`, at least 1; SIZE_MAX for no limit */
	bool keep_order; /* --no-loadscope-reorder, and xdist before 3.5.0 */
	bool assignments; /* whether the schedule is to say who runs what */
	const size_t *longest_first; /* schedule_longest_first(), which `lpt` needs; or NULL */
	size_t first; /* this test is moved to the front; SCHEDULE_NONE: none is */
};

/* The scheduler of that name, or NULL; the n-th of the table, or NULL after the last. */
const struct scheduler *scheduler_find(const char *name);
const struct scheduler *scheduler_at(size_t n);
const char *scheduler_name(const struct scheduler *scheduler);

/* Whether it starts the longest test first, whatever the order of the tests. */
bool scheduler_sorts(const struct scheduler *scheduler);

/* The tests from the longest to the shortest, equal ones in order; the caller frees it. */
size_t *schedule_longest_first(const struct test_table *tests);

void schedule_run(const struct schedule_arg *arg, struct schedule *schedule);
void schedule_release(struct schedule *schedule);

#endif
