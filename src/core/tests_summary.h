/*
 * tests_summary - what the durations of the tests tell: schedules, long poles, tests to start
 * first. (What the runs of a measurement tell about each test is core/findings.)
 */
#ifndef CORE_TESTS_SUMMARY_H
#define CORE_TESTS_SUMMARY_H

#include "core/result.h"
#include "core/schedule.h"
#include "core/test_table.h"

/* Above this many tests nobody reads who runs what: durations and assignments are left out. */
#define TESTS_LISTED ((size_t)10000)

struct tests_summary_arg {
	const struct test_table *tests; /* at least one */
	const struct scheduler *const *schedulers;
	size_t scheduler_count;
	const int *workers; /* counts */
	size_t worker_count;
	size_t max_chunk; /* as in schedule_arg */
	bool keep_order;
	bool assignments;
};

/* Fills the figures of an empty summary: one schedule per scheduler and count, in this order. */
void tests_summary_fill(const struct tests_summary_arg *arg, struct tests_summary *summary);

/* The first schedule with the least makespan at the smallest count that reaches it; NULL. */
const struct schedule *tests_summary_best(const struct tests_summary *summary);

#endif
