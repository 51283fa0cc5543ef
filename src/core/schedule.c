#include "config.h"

#include "core/schedule.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/schedule_run.h"

struct scheduler {
	const char *name;
	void (*run)(struct run *run);
	bool sorts;
};

/*
 * A static partition by known times gives each worker what LPT gives it, only beforehand:
 * where the times are those that were known, both are the same schedule.
 */
static const struct scheduler schedulers[] = {
	{"list", run_list, false},
	{"lpt", run_lpt, true},
	{"static-lpt", run_lpt, true},
	{"load", run_load, false},
	{"loadfile", run_loadfile, false},
	{"loadscope", run_loadscope, false},
	{"loadgroup", run_loadgroup, false},
	{"worksteal", run_worksteal, false},
};

#define SCHEDULER_COUNT (sizeof schedulers / sizeof *schedulers)

const struct scheduler *
scheduler_at(size_t n)
{
	return n < SCHEDULER_COUNT ? &schedulers[n] : NULL;
}

const struct scheduler *
scheduler_find(const char *name)
{
	for (size_t i = 0; i < SCHEDULER_COUNT; i++)
		if (strcmp(schedulers[i].name, name) == 0)
			return &schedulers[i];
	return NULL;
}

bool
scheduler_sorts(const struct scheduler *scheduler)
{
	return scheduler->sorts;
}

const char *
scheduler_name(const struct scheduler *scheduler)
{
	return scheduler->name;
}

static bool
is_before(const struct event *one, const struct event *other)
{
	if (one->time_s < other->time_s)
		return true;
	return !(one->time_s > other->time_s) && one->rank < other->rank;
}

void
events_push(struct events *events, struct event event)
{
	size_t i = events->count++;

	for (; i > 0 && is_before(&event, &events->heap[(i - 1) / 2]); i = (i - 1) / 2)
		events->heap[i] = events->heap[(i - 1) / 2];
	events->heap[i] = event;
}

struct event
events_pop(struct events *events)
{
	struct event *heap = events->heap;
	struct event top = heap[0];
	struct event last = heap[--events->count];
	size_t i = 0;

	for (size_t child; (child = 2 * i + 1) < events->count; i = child) {
		if (child + 1 < events->count && is_before(&heap[child + 1], &heap[child]))
			child++;
		if (!is_before(&heap[child], &last))
			break;
		heap[i] = heap[child];
	}
	heap[i] = last;
	return top;
}

double
run_start(struct run *run, size_t test, size_t worker, double time_s)
{
	double end_s = time_s + run->arg->tests->tests[test].seconds;

	if (end_s > run->makespan_s)
		run->makespan_s = end_s;
	run->used[worker] = true;
	if (run->started != NULL)
		run->started[run->started_count] =
			(struct started){(uint32_t)test, (uint32_t)worker};
	run->started_count++;
	return end_s;
}

/* The log, worker by worker. */
static struct assignment *
assignments_of(const struct run *run)
{
	struct assignment *all = xcalloc(run->workers, sizeof *all);

	for (size_t i = 0; i < run->started_count; i++)
		all[run->started[i].worker].count++;
	for (size_t i = 0; i < run->workers; i++) {
		all[i].tests = xmalloc((all[i].count + 1) * sizeof *all[i].tests);
		all[i].count = 0;
	}
	for (size_t i = 0; i < run->started_count; i++) {
		struct assignment *one = &all[run->started[i].worker];

		one->tests[one->count++] = run->started[i].test;
	}
	return all;
}

static double
lower_bound(const struct test_table *tests, int workers)
{
	size_t longest = test_table_longest(tests);
	double share = test_table_total_s(tests) / workers;

	if (longest == tests->count)
		return 0;
	return share > tests->tests[longest].seconds ? share : tests->tests[longest].seconds;
}

void
schedule_run(const struct schedule_arg *arg, struct schedule *schedule)
{
	struct run run = {
		.arg = arg,
		.tests = arg->tests->count,
		.workers = (size_t)arg->workers,
	};

	run.events.heap = xcalloc(run.workers, sizeof *run.events.heap);
	run.used = xcalloc(run.workers, sizeof *run.used);
	if (arg->assignments)
		run.started = xcalloc(run.tests + 1, sizeof *run.started);
	arg->scheduler->run(&run);
	assert(run.started_count == run.tests);

	*schedule = (struct schedule){
		.scheduler = arg->scheduler->name,
		.workers = arg->workers,
		.makespan_s = run.makespan_s,
		.lower_bound_s = lower_bound(arg->tests, arg->workers),
		.assignments = arg->assignments ? assignments_of(&run) : NULL,
	};
	for (size_t i = 0; i < run.workers; i++)
		schedule->workers_used += run.used[i];
	free(run.events.heap);
	free(run.used);
	free(run.started);
}

void
schedule_release(struct schedule *schedule)
{
	if (schedule->assignments != NULL)
		for (int i = 0; i < schedule->workers; i++)
			free(schedule->assignments[i].tests);
	free(schedule->assignments);
	schedule->assignments = NULL;
}
