#include "config.h"

#include "core/total_tests.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static char *
name_in(const struct analysis *suite, const char *name)
{
	return xasprintf("%s: %s", suite->name, name);
}

static void
add_figures(struct tests_summary *all, const struct analysis *suite)
{
	const struct tests_summary *tests = &suite->tests;

	if (!all->known)
		all->total_s = 0;
	all->known = true;
	all->tests += tests->tests;
	all->unknown += tests->unknown;
	all->total_s += tests->total_s;
	if (tests->useful_workers > all->useful_workers)
		all->useful_workers = tests->useful_workers;
	if (all->longest.name == NULL || tests->longest.seconds > all->longest.seconds) {
		free(all->longest.name);
		all->longest.name = name_in(suite, tests->longest.name);
		all->longest.seconds = tests->longest.seconds;
	}
}

static void
add_findings(struct test_finding **all, size_t *count, const struct analysis *suite,
	const struct test_finding *findings, size_t finding_count)
{
	*all = xreallocarray(*all, *count + finding_count + 1, sizeof **all);
	for (size_t i = 0; i < finding_count; i++) {
		struct test_finding *copy = &(*all)[(*count)++];

		*copy = findings[i];
		copy->name = name_in(suite, findings[i].name);
		copy->workers = NULL;
		if (findings[i].worker_count == 0)
			continue;
		copy->workers = xcalloc(findings[i].worker_count, sizeof(int));
		memcpy(copy->workers, findings[i].workers,
			findings[i].worker_count * sizeof(int));
	}
}

/* A count with more or fewer tests than the sequential form, in all suites together. */
static void
add_counts(struct tests_summary *all, const struct tests_summary *tests)
{
	for (size_t i = 0; i < tests->count_count; i++) {
		size_t at = 0;

		while (at < all->count_count &&
			all->counts[at].workers != tests->counts[i].workers)
			at++;
		if (at == all->count_count) {
			all->counts = xreallocarray(
				all->counts, all->count_count + 1, sizeof *all->counts);
			all->counts[all->count_count++] =
				(struct test_count){tests->counts[i].workers, all->tests};
		}
		all->counts[at].tests += tests->counts[i].tests - tests->tests;
	}
}

static const struct schedule *
find_schedule(const struct tests_summary *tests, const struct schedule *like)
{
	for (size_t i = 0; i < tests->schedule_count; i++)
		if (tests->schedules[i].workers == like->workers &&
			strcmp(tests->schedules[i].scheduler, like->scheduler) == 0)
			return &tests->schedules[i];
	return NULL;
}

/* Suites without tests of their own take no part. */
static bool
sum_schedules(const struct result *result, struct schedule *sum)
{
	for (size_t i = 0; i < result->suite_count; i++) {
		const struct tests_summary *tests = &result->suites[i].analysis.tests;
		const struct schedule *one = find_schedule(tests, sum);

		if (!tests->known)
			continue;
		if (one == NULL)
			return false;
		sum->makespan_s += one->makespan_s;
		sum->lower_bound_s += one->lower_bound_s;
		if (one->workers_used > sum->workers_used)
			sum->workers_used = one->workers_used;
	}
	return true;
}

static void
add_schedules(struct result *result)
{
	struct tests_summary *all = &result->total.tests;
	const struct tests_summary *first = NULL;

	for (size_t i = 0; i < result->suite_count && first == NULL; i++)
		if (result->suites[i].analysis.tests.known)
			first = &result->suites[i].analysis.tests;
	if (first == NULL)
		return;
	all->schedules = xcalloc(first->schedule_count + 1, sizeof *all->schedules);
	for (size_t i = 0; i < first->schedule_count; i++) {
		struct schedule sum = {
			.scheduler = first->schedules[i].scheduler,
			.workers = first->schedules[i].workers,
		};

		if (sum_schedules(result, &sum))
			all->schedules[all->schedule_count++] = sum;
	}
}

static void
add_makespan(const struct result *result, struct point *point)
{
	double sum = 0;

	for (size_t i = 0; i < result->suite_count; i++) {
		const struct point *one = analysis_point(
			&result->suites[i].analysis, point->mode, point->workers);

		sum += one != NULL ? one->makespan_s : UNKNOWN;
	}
	point->makespan_s = sum;
}

static bool
sum_breakdowns(const struct result *result, struct breakdown *sum)
{
	for (size_t i = 0; i < result->suite_count; i++) {
		const struct breakdown *one =
			analysis_breakdown(&result->suites[i].analysis, sum->workers);

		if (one == NULL)
			return false;
		sum->lost_s += one->lost_s;
		sum->startup_s += one->startup_s;
		sum->per_worker_s += one->per_worker_s;
		sum->imbalance_s += one->imbalance_s;
		sum->contention_s += one->contention_s;
		sum->inflation_s += one->inflation_s;
		sum->other_s += one->other_s;
	}
	return true;
}

static void
add_breakdowns(struct result *result)
{
	struct analysis *total = &result->total;

	total->breakdowns = xcalloc(total->point_count + 1, sizeof *total->breakdowns);
	for (size_t i = 0; i < total->point_count; i++) {
		struct breakdown sum = {.workers = total->points[i].workers};

		if (total->points[i].mode == MODE_PAR && sum_breakdowns(result, &sum))
			total->breakdowns[total->breakdown_count++] = sum;
	}
}

void
total_tests_fill(struct result *result)
{
	struct tests_summary *all = &result->total.tests;

	if (result->suite_count == 0)
		return;
	for (size_t i = 0; i < result->suite_count; i++) {
		const struct analysis *suite = &result->suites[i].analysis;
		const struct tests_summary *tests = &suite->tests;

		if (!tests->known)
			continue;
		add_figures(all, suite);
		add_findings(&all->unsafe, &all->unsafe_count, suite, tests->unsafe,
			tests->unsafe_count);
		add_findings(&all->flaky, &all->flaky_count, suite, tests->flaky,
			tests->flaky_count);
		add_findings(&all->slower, &all->slower_count, suite, tests->slower,
			tests->slower_count);
	}
	for (size_t i = 0; i < result->suite_count; i++)
		if (result->suites[i].analysis.tests.known)
			add_counts(all, &result->suites[i].analysis.tests);
	add_schedules(result);
	for (size_t i = 0; i < result->total.point_count; i++)
		add_makespan(result, &result->total.points[i]);
	add_breakdowns(result);
}
