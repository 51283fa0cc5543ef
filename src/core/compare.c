#include "config.h"

#include "core/compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct interval
interval_difference(struct interval x, struct interval y)
{
	double estimate = x.estimate - y.estimate;

	/* An end that does not exist makes the end that needs it unknown, NAN, by itself. */
	return (struct interval){
		.estimate = estimate,
		.low = estimate - hypot(x.estimate - x.low, y.high - y.estimate),
		.high = estimate + hypot(x.high - x.estimate, y.estimate - y.low),
	};
}

static struct interval
logarithm(struct interval x)
{
	return (struct interval){log(x.estimate), log(x.low), log(x.high)};
}

struct interval
interval_ratio(struct interval x, struct interval y)
{
	if (!(x.estimate > 0.0) || !(y.estimate > 0.0))
		return INTERVAL_UNKNOWN;

	struct interval d = interval_difference(logarithm(x), logarithm(y));
	return (struct interval){exp(d.estimate), exp(d.low), exp(d.high)};
}

static bool
measured(const struct point *point)
{
	return point->runs > point->failed && point->safe && isfinite(point->wall_s.estimate);
}

static void
fill_stage(struct stage *stage, const struct stage *base)
{
	const struct analysis *analysis = &stage->result->total;
	const struct point *sequential = analysis_point(analysis, MODE_SEQ, 1);

	stage->sequential_s = sequential != NULL ? sequential->wall_s : INTERVAL_UNKNOWN;
	stage->best_s = INTERVAL_UNKNOWN;
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (!measured(point) || point->wall_s.estimate >= stage->best_s.estimate)
			continue;
		stage->best_s = point->wall_s;
		stage->best_mode = point->mode;
		stage->best_workers = point->workers;
	}
	stage->gain = interval_ratio(base->sequential_s, stage->best_s);
}

static void
add_points(struct comparison *comparison, size_t number)
{
	const struct analysis *base = &comparison->stages[0].result->total;
	const struct analysis *other = &comparison->stages[number].result->total;

	for (size_t i = 0; i < other->point_count; i++) {
		const struct point *point = &other->points[i];
		const struct point *before = analysis_point(base, point->mode, point->workers);
		if (before == NULL || !measured(point) || !measured(before))
			continue;
		ARRAY_GROW(comparison->points, comparison->point_count,
			comparison->point_capacity);
		comparison->points[comparison->point_count++] = (struct compared_point){
			.stage = number,
			.mode = point->mode,
			.workers = point->workers,
			.ratio = interval_ratio(point->wall_s, before->wall_s),
		};
	}
}

static struct interval
peak_of(const struct point *point)
{
	return (struct interval){
		point->peak_bytes, point->peak_low_bytes, point->peak_high_bytes};
}

static struct interval
memory_ratio(const struct stage *base, const struct stage *other)
{
	const struct advice *local = &base->result->total.recommendation.local;
	const struct point *before =
		analysis_point(&base->result->total, local->mode, local->workers);
	const struct point *after =
		analysis_point(&other->result->total, local->mode, local->workers);

	if (before == NULL || after == NULL)
		return INTERVAL_UNKNOWN;
	return interval_ratio(peak_of(after), peak_of(before));
}

static void
fill_change(struct comparison *comparison, size_t number, struct change *change)
{
	const struct stage *base = &comparison->stages[0];
	const struct stage *other = &comparison->stages[number];

	*change = (struct change){
		.stage = number,
		.serial = interval_difference(other->result->total.fit.serial.value,
			base->result->total.fit.serial.value),
		.memory = memory_ratio(base, other),
		.advice = {base->result->total.recommendation.local.workers,
			other->result->total.recommendation.local.workers},
	};
}

static bool
same_text(const char *x, const char *y)
{
	return strcmp(x != NULL ? x : "", y != NULL ? y : "") == 0;
}

/* Two results can only be compared when they measured the same thing. */
static int
check_command(struct comparison *comparison, const struct stage *stage, bool any_command,
	struct error *error)
{
	const struct stage *base = &comparison->stages[0];

	if (strvec_equal(&base->result->command.argv, &stage->result->command.argv))
		return 0;
	if (!any_command)
		return error_set(error, STATUS_USAGE,
			"%s measured another command than %s: compare results of one command, or "
			"say --any-command",
			stage->path, base->path);
	strvec_pushf(&comparison->warnings, "%s measured another command than %s.", stage->name,
		base->name);
	return 0;
}

static void
check_host(struct comparison *comparison, const struct stage *stage)
{
	const struct host *base = &comparison->stages[0].result->host;
	const struct host *host = &stage->result->host;

	if (!same_text(base->name, host->name) ||
		!same_text(base->cpu_model, host->cpu_model) ||
		base->automatic != host->automatic)
		strvec_pushf(&comparison->warnings,
			"%s was measured on another machine than %s (%s with %d CPUs, %s with "
			"%d): the machines differ, too, not only the suite.",
			stage->name, comparison->stages[0].name,
			host->name != NULL ? host->name : "?", host->automatic,
			base->name != NULL ? base->name : "?", base->automatic);
}

int
compare_fill(const struct compare_arg *arg, struct comparison *comparison, struct error *error)
{
	*comparison = (struct comparison){
		.stages = arg->stages,
		.stage_count = arg->stage_count,
		.changes = xcalloc(arg->stage_count, sizeof *comparison->changes),
	};
	for (size_t i = 0; i < arg->stage_count; i++) {
		fill_stage(&arg->stages[i], &arg->stages[0]);
		if (i == 0)
			continue;
		if (check_command(comparison, &arg->stages[i], arg->any_command, error) != 0)
			return -1;
		check_host(comparison, &arg->stages[i]);
		add_points(comparison, i);
		fill_change(comparison, i, &comparison->changes[comparison->change_count++]);
	}
	return 0;
}

void
comparison_release(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->stage_count; i++) {
		free(comparison->stages[i].name);
		free(comparison->stages[i].path);
	}
	free(comparison->stages);
	free(comparison->points);
	free(comparison->changes);
	free(comparison->gates);
	strvec_release(&comparison->warnings);
	*comparison = (struct comparison){0};
}
