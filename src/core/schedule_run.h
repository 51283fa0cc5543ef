/*
 * schedule_run - what the schedulers share: the order of the tests, the events of the
 * workers and the log of who started what. For schedule*.c alone.
 */
#ifndef CORE_SCHEDULE_RUN_H
#define CORE_SCHEDULE_RUN_H

#include "core/schedule.h"

/* A worker that will be free; earlier times first, then lower ranks. */
struct event {
	double time_s;
	uint64_t rank;
	uint32_t worker;
};

/* A binary heap; at most one event per worker. */
struct events {
	struct event *heap;
	size_t count;
};

struct started {
	uint32_t test;
	uint32_t worker;
};

struct run {
	const struct schedule_arg *arg;
	size_t tests; /* how many */
	size_t workers; /* how many */
	struct events events;
	double makespan_s;
	bool *used; /* a worker that ran a test */
	struct started
		*started; /* every test in the order of its start; NULL when not asked for */
	size_t started_count;
};

void events_push(struct events *events, struct event event);
struct event events_pop(struct events *events);

/* The test at a position of the order in which the suite is collected. */
static inline size_t
run_test(const struct run *run, size_t position)
{
	size_t first = run->arg->first;

	if (first == SCHEDULE_NONE || position > first)
		return position;
	return position == 0 ? first : position - 1;
}

/* The worker runs the test from that time on; when it will end. */
double run_start(struct run *run, size_t test, size_t worker, double time_s);

/* One function per rule. */
void run_list(struct run *run);
void run_lpt(struct run *run);
void run_load(struct run *run);
void run_loadfile(struct run *run);
void run_loadscope(struct run *run);
void run_loadgroup(struct run *run);
void run_worksteal(struct run *run);

#endif
