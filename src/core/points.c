#include "config.h"

#include "core/points.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/student.h"

/* exp(center +- t sd width); without replicates, df 0, the ends do not exist. */
static struct interval
pooled_interval(double center, double width, double sd, int df)
{
	struct interval interval = {exp(center), UNKNOWN, UNKNOWN};

	if (df > 0) {
		double half = student_quantile(df) * fmax(sd, SAMPLE_NOISE_FLOOR) * width;
		interval.low = exp(center - half);
		interval.high = exp(center + half);
	}
	return interval;
}

static struct interval
log_interval(const struct samples *samples, double center, double width)
{
	return pooled_interval(center, width, samples->sd, samples->df);
}

static struct interval
interval_scale(struct interval interval, double factor)
{
	return (struct interval){
		interval.estimate * factor, interval.low * factor, interval.high * factor};
}

static void
fill_speedup(struct point *point, const struct samples *samples, const struct sample *sample,
	const struct sample *reference)
{
	/* Whoever has a used run is the reference, or there is another one. */
	assert(reference != NULL);
	double width =
		sample == reference ? 0.0 : sqrt(1.0 / sample->used + 1.0 / reference->used);
	double workers = point->workers;

	point->speedup = log_interval(samples, reference->log.mean - sample->log.mean, width);
	if (sample == reference)
		point->speedup = (struct interval){1.0, 1.0, 1.0};
	/* Where the baseline itself has workers, its efficiency is taken as 1. */
	point->efficiency = interval_scale(point->speedup, reference->workers / workers);
	point->reduction = (struct interval){1.0 - 1.0 / point->speedup.estimate,
		1.0 - 1.0 / point->speedup.low, 1.0 - 1.0 / point->speedup.high};
	if (reference->workers == 1 && point->workers > 1)
		point->karp_flatt =
			(1.0 / point->speedup.estimate - 1.0 / workers) / (1.0 - 1.0 / workers);
}

static void
fill_cpu(struct point *point, const struct sample *sample, const struct sample *reference)
{
	double cpu_s = sample->user_s + sample->sys_s;
	double baseline_s = reference->user_s + reference->sys_s;

	point->user_s = sample->user_s;
	point->sys_s = sample->sys_s;
	if (isfinite(cpu_s))
		point->cpu_utilisation = cpu_s / (sample->workers * sample->location_s);
	if (isfinite(cpu_s) && isfinite(baseline_s) && cpu_s > 0.0)
		point->work_scalability = baseline_s / cpu_s;
}

/* The peak is a median: of three runs and more it varies pi/2 times as much as a mean, as its
 * variance tends to at the normal distribution. */
static void
fill_peak(struct point *point, const struct samples *samples, const struct sample *sample)
{
	point->peak_bytes = sample->peak_bytes;
	point->peak_method = sample->peak_method;
	if (sample->peak_runs == 0 || !(sample->peak_bytes > 0.0))
		return;

	double variance = (sample->peak_runs > 2 ? M_PI_2 : 1.0) / sample->peak_runs;
	struct interval peak = pooled_interval(
		log(sample->peak_bytes), sqrt(variance), samples->peak_sd, samples->peak_df);
	point->peak_low_bytes = peak.low;
	point->peak_high_bytes = peak.high;
}

static struct point
point_make(const struct samples *samples, struct sample *sample, const struct sample *reference)
{
	struct point point = point_empty(sample->mode, sample->workers);

	point.runs = (int)sample->row_count;
	point.flagged = sample->flagged;
	point.failed = sample->failed;
	point.safe = sample->failed == 0;
	fill_peak(&point, samples, sample);
	if (sample->used > 0) {
		point.wall_s =
			log_interval(samples, sample->log.mean, 1.0 / sqrt(sample->used));
		fill_speedup(&point, samples, sample, reference);
		fill_cpu(&point, sample, reference);
	}
	point.rows = sample->rows;
	point.row_count = sample->row_count;
	sample->rows = NULL;
	sample->row_count = 0;
	return point;
}

static int
compare_points(const void *left, const void *right)
{
	const struct point *a = left;
	const struct point *b = right;

	if (a->mode != b->mode)
		return a->mode < b->mode ? -1 : 1;
	return (a->workers > b->workers) - (a->workers < b->workers);
}

/* The point that a listed count means; a bare template's 1 is the sequential form. */
static struct point *
listed_point(struct analysis *analysis, int workers)
{
	struct point *sequential = NULL;

	for (size_t i = 0; i < analysis->point_count; i++) {
		struct point *point = &analysis->points[i];
		if (point->mode == MODE_PAR && point->workers == workers)
			return point;
		if (point->mode == MODE_SEQ)
			sequential = point;
	}
	return workers == 1 ? sequential : NULL;
}

static void
add_listed(const struct counts *counts, struct analysis *analysis)
{
	for (size_t i = 0; i < counts->count; i++) {
		const struct count *count = &counts->items[i];
		struct point *point = listed_point(analysis, count->workers);
		if (point == NULL) {
			point = &analysis->points[analysis->point_count++];
			*point = point_empty(MODE_PAR, count->workers);
		}
		strvec_push_all(&point->labels, &count->labels);
	}
}

void
points_make(struct samples *samples, const struct counts *counts, struct analysis *analysis)
{
	size_t listed = counts == NULL ? 0 : counts->count;
	const struct sample *reference = samples_reference(samples);

	analysis->points = xcalloc(samples->count + listed + 1, sizeof *analysis->points);
	analysis->noise = samples->noise;
	if (reference != NULL) {
		analysis->reference_mode = reference->mode;
		analysis->reference_workers = reference->workers;
	}
	for (size_t i = 0; i < samples->count; i++)
		analysis->points[analysis->point_count++] =
			point_make(samples, &samples->items[i], reference);
	if (counts != NULL)
		add_listed(counts, analysis);
	if (analysis->point_count > 0)
		qsort(analysis->points, analysis->point_count, sizeof *analysis->points,
			compare_points);
}
