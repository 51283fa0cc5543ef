#include "config.h"

#include "core/insight.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/breakdown.h"
#include "core/findings_summary.h"
#include "core/tests_summary.h"

#define SCHEDULERS_MOST 32
#define SIDE_BY_SIDE	1.05 /* tests' sum over wall time: more is no sequential run */

/* What every part works with. */
struct insight {
	const struct findings *findings;
	const struct scheduler *scheduler;
	bool known; /* that it is the runner's own */
	bool by_file;
	size_t max_chunk;
	double cpus;
	struct analysis *analysis;
	struct test_table sequential; /* the tests in the form that is the reference */
	double tests_s; /* their sum */
	double outside_s; /* what that form does outside tests; NAN when unknown */
};

/* Files with the time of their tests, in order of appearance. */
static void
gather_files(const struct test_table *tests, struct test_table *files)
{
	for (size_t i = 0; i < tests->count; i++)
		test_table_add(files,
			&(struct test_case){.file = "",
				.class_name = "",
				.name = tests->tests[i].file,
				.seconds = tests->tests[i].seconds});
}

static void
add_up(const struct test_table *tests, const struct schedule *schedule, double *busy_s)
{
	for (int i = 0; i < schedule->workers; i++)
		for (size_t j = 0; j < schedule->assignments[i].count; j++)
			busy_s[i] += tests->tests[schedule->assignments[i].tests[j]].seconds;
}

/* The makespan of what the runner deals to so many workers; how long each is busy is added to
 * busy_s, unless that is NULL. */
static double
makespan_of(const struct insight *insight, const struct test_table *tests, int workers,
	double *busy_s)
{
	struct test_table files = TEST_TABLE_INIT;
	struct schedule schedule;
	struct schedule_arg arg = {
		.tests = tests,
		.scheduler = insight->scheduler,
		.workers = workers,
		.max_chunk = insight->max_chunk,
		.assignments = busy_s != NULL,
		.first = SCHEDULE_NONE,
	};

	if (insight->by_file)
		gather_files(tests, &files);
	/* All tests in one file are tests of which the report names no file. */
	if (files.count > 1)
		arg.tests = &files;
	schedule_run(&arg, &schedule);
	if (busy_s != NULL)
		add_up(arg.tests, &schedule, busy_s);
	schedule_release(&schedule);
	test_table_release(&files);
	return schedule.makespan_s;
}

/* The sequential form, or the first form that has tests. */
static void
find_reference(struct insight *insight)
{
	findings_tests(insight->findings, MODE_SEQ, 1, &insight->sequential);
	for (size_t i = 0; i < insight->analysis->point_count && insight->sequential.count == 0;
		i++) {
		const struct point *point = &insight->analysis->points[i];

		test_table_release(&insight->sequential);
		findings_tests(
			insight->findings, point->mode, point->workers, &insight->sequential);
	}
	insight->tests_s = test_table_total_s(&insight->sequential);

	const struct point *point = analysis_point(insight->analysis, MODE_SEQ, 1);
	insight->outside_s =
		point != NULL ? point->wall_s.estimate - insight->tests_s : UNKNOWN;
	if (insight->outside_s < 0)
		insight->outside_s = 0;
}

static void
fill_summary(struct insight *insight)
{
	struct analysis *analysis = insight->analysis;
	const struct scheduler *schedulers[SCHEDULERS_MOST];
	int *workers = xcalloc(analysis->point_count + 1, sizeof *workers);
	struct tests_summary_arg arg = {
		.tests = &insight->sequential,
		.schedulers = schedulers,
		.workers = workers,
		.max_chunk = insight->max_chunk,
		.assignments = true,
	};

	while (arg.scheduler_count < SCHEDULERS_MOST &&
		scheduler_at(arg.scheduler_count) != NULL) {
		schedulers[arg.scheduler_count] = scheduler_at(arg.scheduler_count);
		arg.scheduler_count++;
	}
	for (size_t i = 0; i < analysis->point_count; i++)
		if (analysis->points[i].mode == MODE_PAR)
			workers[arg.worker_count++] = analysis->points[i].workers;
	tests_summary_fill(&arg, &analysis->tests);
	if (insight->known)
		analysis->tests.scheduler = scheduler_name(insight->scheduler);
	findings_summarise(insight->findings, &analysis->tests);
	free(workers);
}

/* What the sequential form does outside tests stays; the tests take their makespan. */
static void
predict_makespans(struct insight *insight)
{
	for (size_t i = 0; i < insight->analysis->point_count; i++) {
		struct point *point = &insight->analysis->points[i];

		if (point->mode == MODE_PAR)
			point->makespan_s = insight->outside_s +
				makespan_of(
					insight, &insight->sequential, point->workers, NULL);
	}
}

/* What the parts at a count are made of; false where its tests tell nothing. */
static bool
measure_parts(const struct insight *insight, const struct point *point,
	const struct point *reference, struct breakdown_arg *arg)
{
	struct test_table tests;

	if (point->mode != MODE_PAR || !isfinite(point->wall_s.estimate) || !point->safe)
		return false;
	findings_tests(insight->findings, MODE_PAR, point->workers, &tests);
	bool any = tests.count > 0;
	if (any) {
		size_t workers = (size_t)point->workers;
		double *busy_s = xcalloc(workers, sizeof *busy_s);
		double cpu_s = reference->user_s + reference->sys_s;
		*arg = (struct breakdown_arg){
			.workers = point->workers,
			.sequential_s = reference->wall_s.estimate,
			.parallel_s = point->wall_s.estimate,
			.sequential_tests_s = insight->tests_s,
			.parallel_tests_s = test_table_total_s(&tests),
			.makespan_s = makespan_of(insight, &tests, point->workers, busy_s),
			.sequential_cpu_s = cpu_s,
			.parallel_cpu_s = point->user_s + point->sys_s,
		};
		arg->waiting_s = breakdown_waiting(
			busy_s, workers, cpu_s / arg->sequential_s, insight->cpus);
		free(busy_s);
	}
	test_table_release(&tests);
	return any;
}

static void
break_down(const struct insight *insight, const struct point *reference)
{
	struct analysis *analysis = insight->analysis;
	struct breakdown_arg *args = xcalloc(analysis->point_count, sizeof *args);
	size_t count = 0;

	for (size_t i = 0; i < analysis->point_count; i++)
		count += measure_parts(insight, &analysis->points[i], reference, &args[count]);
	if (count > 0) {
		analysis->breakdowns = xcalloc(count, sizeof *analysis->breakdowns);
		analysis->breakdown_count = count;
		breakdown_make(args, count, analysis->breakdowns);
	}
	free(args);
}

/*
 * Whether the tests' times can explain the run's: there are some, and they are not longer than
 * the sequential run itself, as those of tests that ran side by side would be.
 */
static bool
explains(const struct insight *insight, const struct point *reference)
{
	return insight->tests_s > 0 && reference != NULL &&
		insight->tests_s <= SIDE_BY_SIDE * reference->wall_s.estimate;
}

void
insight_fill(const struct insight_arg *arg, struct analysis *analysis)
{
	struct insight insight = {
		.findings = arg->findings,
		.scheduler = arg->scheduler != NULL ? arg->scheduler : scheduler_find("list"),
		.known = arg->scheduler != NULL,
		.max_chunk = arg->max_chunk,
		.by_file = arg->by_file,
		.cpus = arg->cpus,
		.analysis = analysis,
	};

	find_reference(&insight);
	if (insight.sequential.count > 0)
		fill_summary(&insight);

	const struct point *reference = analysis_point(analysis, MODE_SEQ, 1);
	if (explains(&insight, reference)) {
		predict_makespans(&insight);
		break_down(&insight, reference);
	}
	test_table_release(&insight.sequential);
}
