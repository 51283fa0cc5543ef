/*
 * schedule - who runs which test when: makespans of known durations.
 *
 * (Graham 1969 for list and LPT; xdist's schedulers follow its source, see the .c.)
 * A schedule owns its assignment; schedule_release() frees it.
 */
#ifndef CORE_SCHEDULE_H
#define CORE_SCHEDULE_H

#include <stddef.h>

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

void schedule_release(struct schedule *schedule);

#endif
