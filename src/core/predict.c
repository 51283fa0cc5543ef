#include "config.h"

#include "core/predict.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/average.h"

#define BAND_NODES     9 /* exact intervals under a stretch; between them it is interpolated */
#define BAND_STEPS     8 /* grid steps between two nodes */
#define STRETCH_POINTS ((BAND_NODES - 1) * BAND_STEPS + 1)

struct range {
	double least;
	double most;
};

static struct range
fitted_range(const struct dataset *data)
{
	struct range range = {HUGE_VAL, 0.0};

	for (size_t i = 0; i < data->count; i++) {
		range.least = fmin(range.least, data->items[i].workers);
		range.most = fmax(range.most, data->items[i].workers);
	}
	return range;
}

/* The measured datum of a form and count, or one between them. */
static struct datum
datum_at(const struct dataset *data, enum mode mode, double workers)
{
	for (size_t i = 0; i < data->count; i++) {
		const struct datum *datum = &data->items[i];
		if (datum->mode == mode && fabs(datum->workers - workers) < 1e-9)
			return *datum;
	}
	return model_datum(data, mode, workers);
}

static enum mode
mode_at(const struct analysis *analysis, int workers)
{
	bool sequential = workers == 1 && analysis_point(analysis, MODE_SEQ, 1) != NULL;

	return sequential ? MODE_SEQ : MODE_PAR;
}

static bool
same_cpus(const struct dataset *data, double cpus)
{
	return isnan(cpus) || fabs(cpus - data->cpus) < 1e-9;
}

/* Why a target cannot be answered, as a sentence to be freed; NULL when it can. */
static char *
refusal(const struct fits *fits, const struct target *target, struct range range)
{
	const struct dataset *data = fits->data;
	bool capacity = fits->headline != NULL && fits->headline->model.capacity;

	if (fits->headline == NULL)
		return xasprintf(
			"No law could be fitted to the runs that passed: measure --workers %d.",
			target->workers);
	if (target->workers > DATASET_REACH * range.most)
		return xasprintf("%d workers are more than twice the %.0f that were measured: "
				 "measure --workers %.0f first.",
			target->workers, range.most, DATASET_REACH * range.most);
	if (!same_cpus(data, target->cpus) && !capacity)
		return xasprintf(
			"Another number of CPUs needs the CPU seconds of the runs and the CPUs "
			"they had (--host-cpus): run it with %d worker%s on a machine of %g "
			"CPU%s.",
			target->workers, target->workers == 1 ? "" : "s", target->cpus,
			target->cpus > 1.0 ? "s" : "");
	if (isnan(target->cpus) && isfinite(data->cpus) && !capacity &&
		target->workers > data->cpus && range.most <= data->cpus)
		return xasprintf("%d workers are more than the %g CPUs that the runs had, and "
				 "without CPU seconds nothing tells what that costs: measure "
				 "--workers %d.",
			target->workers, data->cpus, target->workers);
	return NULL;
}

static const struct point *
measured_point(const struct analysis *analysis, const struct dataset *data,
	const struct target *target)
{
	const struct point *point =
		analysis_point(analysis, mode_at(analysis, target->workers), target->workers);

	if (point == NULL || !point->safe || isnan(point->wall_s.estimate) ||
		!same_cpus(data, target->cpus))
		return NULL;
	return point;
}

static char *
prediction_note(const struct prediction *prediction, const struct analysis *analysis,
	struct range range)
{
	const struct point *point = analysis_point(
		analysis, mode_at(analysis, prediction->workers), prediction->workers);

	if (point != NULL && point->failed > 0)
		return xasprintf("Runs failed at %d workers; this is the time if they passed.",
			prediction->workers);
	if (prediction->kind == PREDICTION_MEASURED)
		return xstrdup("");
	if (isnan(prediction->wall_s.low))
		return xstrdup("There are too few runs for an interval.");
	if (prediction->kind == PREDICTION_EXTRAPOLATED && prediction->workers > range.most)
		return xasprintf(
			"Beyond the %.0f workers that were measured; the interval covers "
			"every law that fits.",
			range.most);
	if (prediction->kind == PREDICTION_EXTRAPOLATED && prediction->workers < range.least)
		return xasprintf(
			"Below the %.0f workers that were measured; the interval covers "
			"every law that fits.",
			range.least);
	if (prediction->kind == PREDICTION_EXTRAPOLATED)
		return xstrdup(
			"On another number of CPUs than the runs had; the interval covers "
			"every law that fits.");
	return xstrdup("");
}

static struct prediction
predict_one(struct fits *fits, const struct target *target, const struct analysis *analysis)
{
	struct range range = fitted_range(fits->data);
	struct prediction prediction = {.workers = target->workers,
		.cpus = target->cpus,
		.wall_s = INTERVAL_UNKNOWN,
		.kind = PREDICTION_REFUSED};
	const struct point *point = measured_point(analysis, fits->data, target);

	if (point != NULL) {
		prediction.kind = PREDICTION_MEASURED;
		prediction.wall_s = point->wall_s;
		prediction.note = prediction_note(&prediction, analysis, range);
		return prediction;
	}
	prediction.note = refusal(fits, target, range);
	if (prediction.note != NULL)
		return prediction;

	enum mode mode = mode_at(analysis, target->workers);
	double cpus = isnan(target->cpus) ? fits->data->cpus : target->cpus;
	struct quantity time =
		quantity_time(datum_at(fits->data, mode, (double)target->workers), cpus);
	bool inside = target->workers >= range.least && target->workers <= range.most &&
		same_cpus(fits->data, target->cpus);
	prediction.kind = inside ? PREDICTION_INTERPOLATED : PREDICTION_EXTRAPOLATED;
	prediction.wall_s =
		inside ? average_interval(fits, &time) : average_envelope(fits, &time);
	prediction.note = prediction_note(&prediction, analysis, range);
	return prediction;
}

void
predict_targets(struct fits *fits, const struct target *targets, size_t count,
	struct analysis *analysis)
{
	analysis->predictions = xcalloc(count + 1, sizeof *analysis->predictions);
	for (size_t i = 0; i < count; i++)
		analysis->predictions[analysis->prediction_count++] =
			predict_one(fits, &targets[i], analysis);
}

double
predict_value(const struct fits *fits, enum mode mode, int workers, double cpus)
{
	struct target target = {.workers = workers, .cpus = cpus};
	char *refused = refusal(fits, &target, fitted_range(fits->data));

	if (refused != NULL) {
		free(refused);
		return UNKNOWN;
	}

	struct quantity time = quantity_time(datum_at(fits->data, mode, (double)workers),
		isnan(cpus) ? fits->data->cpus : cpus);
	return average_value(fits, &time);
}

void
predict_points(const struct fits *fits, struct analysis *analysis)
{
	double reach = DATASET_REACH * fitted_range(fits->data).most;

	if (fits->headline == NULL)
		return;
	for (size_t i = 0; i < analysis->point_count; i++) {
		struct point *point = &analysis->points[i];
		struct quantity time =
			quantity_time(datum_at(fits->data, point->mode, (double)point->workers),
				fits->data->cpus);
		if (point->workers <= reach)
			point->predicted_s = average_value(fits, &time);
	}
}

/* A part of the curve, all inside the measured range or all outside. */
struct stretch {
	double from, to; /* workers */
	bool inside;
};

/* As predict_one() has it. */
static struct interval
band_at(struct fits *fits, const struct stretch *stretch, double workers)
{
	struct quantity time =
		quantity_time(model_datum(fits->data, MODE_PAR, workers), fits->data->cpus);

	return stretch->inside ? average_interval(fits, &time) : average_envelope(fits, &time);
}

static double
largest_shown(const struct fits *fits, const struct analysis *analysis)
{
	double largest = fitted_range(fits->data).most;

	for (size_t i = 0; i < analysis->prediction_count; i++) {
		const struct prediction *prediction = &analysis->predictions[i];
		if (prediction->kind != PREDICTION_REFUSED &&
			same_cpus(fits->data, prediction->cpus))
			largest = fmax(largest, prediction->workers);
	}
	return largest;
}

/* The band between two nodes: its relative half-widths change evenly. */
static struct curve_point
curve_between(const struct fits *fits, double workers, const struct interval *left,
	const struct interval *right, double share)
{
	struct quantity time =
		quantity_time(model_datum(fits->data, MODE_PAR, workers), fits->data->cpus);
	double wall_s = average_value(fits, &time);
	double low = (1.0 - share) * left->low / left->estimate +
		share * right->low / right->estimate;
	double high = (1.0 - share) * left->high / left->estimate +
		share * right->high / right->estimate;

	return (struct curve_point){workers, wall_s, wall_s * low, wall_s * high};
}

static void
add_stretch(struct fits *fits, const struct stretch *stretch, struct analysis *analysis)
{
	struct interval nodes[BAND_NODES];
	double ratio = log(stretch->to / stretch->from);

	if (!(ratio > 0.0))
		return;
	for (int i = 0; i < BAND_NODES; i++)
		nodes[i] = band_at(
			fits, stretch, stretch->from * exp(ratio * i / (BAND_NODES - 1)));
	for (int step = 0; step < STRETCH_POINTS; step++) {
		int left = step < STRETCH_POINTS - 1 ? step / BAND_STEPS : BAND_NODES - 2;
		double share = (double)(step - left * BAND_STEPS) / BAND_STEPS;
		double workers = stretch->from * exp(ratio * step / (STRETCH_POINTS - 1));
		analysis->curve[analysis->curve_count++] =
			curve_between(fits, workers, &nodes[left], &nodes[left + 1], share);
	}
}

void
predict_curve(struct fits *fits, struct analysis *analysis)
{
	if (fits->headline == NULL)
		return;

	struct range range = fitted_range(fits->data);
	struct stretch stretches[] = {
		{1.0, range.least, false},
		{range.least, range.most, true},
		{range.most, largest_shown(fits, analysis), false},
	};
	size_t count = sizeof stretches / sizeof *stretches;
	analysis->curve = xcalloc(count * STRETCH_POINTS, sizeof *analysis->curve);
	for (size_t i = 0; i < count; i++)
		add_stretch(fits, &stretches[i], analysis);
}
