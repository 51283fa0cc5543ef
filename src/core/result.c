#include "config.h"

#include "core/result.h"

#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"

const char *
prediction_kind_name(enum prediction_kind kind)
{
	static const char *const names[] = {
		[PREDICTION_MEASURED] = "measured",
		[PREDICTION_INTERPOLATED] = "interpolated",
		[PREDICTION_EXTRAPOLATED] = "extrapolated",
		[PREDICTION_REFUSED] = "refused",
	};

	return names[kind];
}

const char *
stop_reason_name(enum stop_reason reason)
{
	static const char *const names[] = {
		[STOP_FIXED] = "fixed",
		[STOP_CONFIDENT] = "confident",
		[STOP_BUDGET] = "budget",
		[STOP_MAX_RUNS] = "max-runs",
		[STOP_INTERRUPTED] = "interrupted",
		[STOP_FAILED] = "failed",
		[STOP_RECORDED] = "recorded",
	};

	return names[reason];
}

struct point
point_empty(enum mode mode, int workers)
{
	return (struct point){
		.mode = mode,
		.workers = workers,
		.safe = true,
		.wall_s = INTERVAL_UNKNOWN,
		.speedup = INTERVAL_UNKNOWN,
		.efficiency = INTERVAL_UNKNOWN,
		.reduction = INTERVAL_UNKNOWN,
		.karp_flatt = UNKNOWN,
		.user_s = UNKNOWN,
		.sys_s = UNKNOWN,
		.cpu_utilisation = UNKNOWN,
		.work_scalability = UNKNOWN,
		.peak_bytes = UNKNOWN,
		.peak_low_bytes = UNKNOWN,
		.peak_high_bytes = UNKNOWN,
		.predicted_s = UNKNOWN,
		.makespan_s = UNKNOWN,
	};
}

static void
fraction_init(struct fraction *fraction)
{
	*fraction = (struct fraction){.value = INTERVAL_UNKNOWN};
}

static void
fit_init(struct fit *fit)
{
	*fit = (struct fit){
		.capacity_cpus = UNKNOWN,
		.ceiling = INTERVAL_UNKNOWN,
		.optimum_workers = INTERVAL_UNKNOWN,
		.gamma = INTERVAL_UNKNOWN,
		.rss = UNKNOWN,
		.rse = UNKNOWN,
		.lack_of_fit = {.f = UNKNOWN, .p = UNKNOWN},
	};
	for (int i = 0; i < TERM_COUNT; i++)
		fit->terms[i] =
			(struct term_estimate){.value = INTERVAL_UNKNOWN, .se = UNKNOWN};
	fraction_init(&fit->serial);
	fraction_init(&fit->parallel);
	fraction_init(&fit->worker);
}

void
analysis_init(struct analysis *analysis)
{
	static const struct advice no_advice = {.wall_s = UNKNOWN, .probability = UNKNOWN};

	*analysis = (struct analysis){
		.noise = UNKNOWN,
		.recommendation = {.local = no_advice, .ci = no_advice, .fastest = no_advice},
		.memory = {.base_bytes = UNKNOWN,
			.per_worker_bytes = UNKNOWN,
			.limit_bytes = UNKNOWN},
		.tests = {.total_s = UNKNOWN, .longest = {.seconds = UNKNOWN}},
		.stopping = {.reason = STOP_RECORDED, .probability = UNKNOWN},
	};
	fit_init(&analysis->fit);
}

void
result_init(struct result *result)
{
	*result = (struct result){
		.host = {.quota_cpus = UNKNOWN,
			.memory_bytes = UNKNOWN,
			.machine_memory_bytes = UNKNOWN},
		.tolerance = UNKNOWN,
		.confidence = UNKNOWN,
	};
	analysis_init(&result->total);
}

static void
findings_release(struct test_finding *findings, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		free(findings[i].name);
		free(findings[i].workers);
	}
	free(findings);
}

static void
tests_release(struct tests_summary *tests)
{
	free(tests->longest.name);
	for (size_t i = 0; i < tests->schedule_count; i++)
		schedule_release(&tests->schedules[i]);
	free(tests->schedules);
	for (size_t i = 0; i < tests->start_count; i++)
		free(tests->starts[i].name);
	free(tests->starts);
	findings_release(tests->unsafe, tests->unsafe_count);
	findings_release(tests->flaky, tests->flaky_count);
	findings_release(tests->slower, tests->slower_count);
	free(tests->counts);
	for (size_t i = 0; i < tests->duration_count; i++)
		free(tests->durations[i].name);
	free(tests->durations);
}

static void
points_release(struct point *points, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		strvec_release(&points[i].labels);
		free(points[i].rows);
	}
	free(points);
}

static void
recommendation_release(struct recommendation *recommendation)
{
	free(recommendation->local.rule);
	free(recommendation->ci.rule);
	free(recommendation->fastest.rule);
	free(recommendation->sentence);
}

void
analysis_release(struct analysis *analysis)
{
	free(analysis->name);
	points_release(analysis->points, analysis->point_count);
	free(analysis->fit.laws);
	strvec_release(&analysis->fit.notes);
	for (size_t i = 0; i < analysis->prediction_count; i++)
		free(analysis->predictions[i].note);
	free(analysis->predictions);
	free(analysis->curve);
	recommendation_release(&analysis->recommendation);
	tests_release(&analysis->tests);
	free(analysis->breakdowns);
	for (size_t i = 0; i < analysis->cost_count; i++) {
		free(analysis->costs[i].provider);
		free(analysis->costs[i].label);
	}
	free(analysis->costs);
	strvec_release(&analysis->warnings);
	analysis_init(analysis);
}

static void
command_summary_release(struct command_summary *command)
{
	strvec_release(&command->argv);
	free(command->runner);
	strvec_release(&command->sequential);
	strvec_release(&command->parallel);
}

void
result_release(struct result *result)
{
	free(result->version);
	free(result->title);
	free(result->start_utc);
	free(result->directory);
	command_summary_release(&result->command);
	host_release(&result->host);
	analysis_release(&result->total);
	for (size_t i = 0; i < result->suite_count; i++) {
		command_summary_release(&result->suites[i].command);
		analysis_release(&result->suites[i].analysis);
	}
	free(result->suites);
	result_init(result);
}

const struct point *
analysis_point(const struct analysis *analysis, enum mode mode, int workers)
{
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (point->mode == mode && point->workers == workers)
			return point;
	}
	return NULL;
}

bool
analysis_fails_beyond(const struct analysis *analysis, int *passed, int *fails)
{
	*passed = 0;
	*fails = INT_MAX;
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (point->safe && point->runs > 0 && point->workers > *passed)
			*passed = point->workers;
	}
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (!point->safe && point->workers > *passed && point->workers < *fails)
			*fails = point->workers;
	}
	return *fails < INT_MAX;
}

const struct breakdown *
analysis_breakdown(const struct analysis *analysis, int workers)
{
	for (size_t i = 0; i < analysis->breakdown_count; i++)
		if (analysis->breakdowns[i].workers == workers)
			return &analysis->breakdowns[i];
	return NULL;
}
