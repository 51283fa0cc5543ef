#include "config.h"

#include "core/sample.h"

#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define NO_SLOT	   SIZE_MAX
#define ROWS_AHEAD 16

/* Finds the sample of a form and count in constant time: a million rows ask. */
struct directory {
	size_t *slots; /* indices of samples, NO_SLOT where empty */
	size_t slot_count;
};

static size_t
directory_slot(const struct directory *directory, const struct samples *samples, enum mode mode,
	int workers)
{
	size_t mask = directory->slot_count - 1;
	size_t slot = ((size_t)workers * 2654435761u + (size_t)mode) & mask;

	while (directory->slots[slot] != NO_SLOT) {
		const struct sample *sample = &samples->items[directory->slots[slot]];
		if (sample->workers == workers && sample->mode == mode)
			break;
		slot = (slot + 1) & mask;
	}
	return slot;
}

static void
directory_fill(struct directory *directory, const struct samples *samples)
{
	for (size_t i = 0; i < directory->slot_count; i++)
		directory->slots[i] = NO_SLOT;
	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->items[i];
		directory->slots[directory_slot(
			directory, samples, sample->mode, sample->workers)] = i;
	}
}

static void
directory_init(struct directory *directory, const struct samples *samples, size_t slot_count)
{
	directory->slot_count = slot_count;
	directory->slots =
		xreallocarray(directory->slots, slot_count, sizeof *directory->slots);
	directory_fill(directory, samples);
}

static size_t
directory_add(struct directory *directory, struct samples *samples, size_t *capacity,
	enum mode mode, int workers)
{
	size_t slot = directory_slot(directory, samples, mode, workers);

	if (directory->slots[slot] != NO_SLOT)
		return directory->slots[slot];
	ARRAY_GROW(samples->items, samples->count, *capacity);
	samples->items[samples->count] = (struct sample){.mode = mode, .workers = workers};
	directory->slots[slot] = samples->count++;
	if (samples->count * 2 > directory->slot_count)
		directory_init(directory, samples, directory->slot_count * 2);
	return samples->count - 1;
}

static enum mode
row_mode(const struct observation *row)
{
	return row->mode == MODE_SEQ ? MODE_SEQ : MODE_PAR;
}

static int
row_workers(const struct observation *row)
{
	return row->mode == MODE_SEQ ? 1 : row->workers;
}

static bool
row_belongs(const struct observation *row, const char *suite)
{
	/* A warm-up says nothing about time, but one that fails shows that the count is unsafe. */
	return (!row->warmup || !observation_succeeded(row)) && !observation_lost(row) &&
		(suite == NULL || row->suite == suite || strcmp(row->suite, suite) == 0);
}

static int
compare_samples(const void *left, const void *right)
{
	const struct sample *a = left;
	const struct sample *b = right;

	if (a->mode != b->mode)
		return a->mode < b->mode ? -1 : 1;
	return (a->workers > b->workers) - (a->workers < b->workers);
}

/* One pass to count, one to fill: each sample's array is made once, in its final size. */
static void
group_rows(const struct observations *all, const char *suite, struct samples *samples)
{
	struct directory directory = {0};
	size_t capacity = 0;

	directory_init(&directory, samples, 64);
	for (size_t i = 0; i < all->count; i++) {
		const struct observation *row = &all->rows[i];
		if (!row_belongs(row, suite))
			continue;
		size_t found = directory_add(
			&directory, samples, &capacity, row_mode(row), row_workers(row));
		samples->items[found].row_count++;
	}
	if (samples->count > 0)
		qsort(samples->items, samples->count, sizeof *samples->items, compare_samples);
	directory_fill(&directory, samples);

	for (size_t i = 0; i < samples->count; i++) {
		struct sample *sample = &samples->items[i];
		sample->rows = xreallocarray(NULL, sample->row_count, sizeof *sample->rows);
		sample->row_count = 0;
	}
	for (size_t i = 0; i < all->count; i++) {
		const struct observation *row = &all->rows[i];
		if (!row_belongs(row, suite))
			continue;
		size_t slot =
			directory_slot(&directory, samples, row_mode(row), row_workers(row));
		struct sample *sample = &samples->items[directory.slots[slot]];
		sample->rows[sample->row_count++] = i;
	}
	free(directory.slots);
}

/*
 * What makes median|r| of many samples of k runs what it is of the normal distribution. An odd
 * sample has its median run among its residuals, with 0; sqrt(k/(k-1)) alone leaves the scale
 * a third too small at 3 runs, which flags 2.6 % of clean runs and makes 95 % intervals hold
 * 92.8 % (both measured). The table is the same quotient as in Croux and Rousseeuw (1992,
 * section 4) for residuals that are pooled, from four million normal numbers for each k.
 */
static double
small_sample_factor(size_t k)
{
	static const double factors[] = {
		1.0, 1.0, M_SQRT2, 2.148, 1.387, 1.375, 1.279, 1.224, 1.198, 1.159};

	if (k < sizeof factors / sizeof *factors)
		return factors[k];
	return 1.0 + 1.05 / (double)k + 4.3 / ((double)k * (double)k);
}

/*
 * The sample's i-th row. Those of a count are far apart among a million: the memory is asked
 * for a row before it is needed.
 */
static const struct observation *
row_of(const struct observations *all, const struct sample *sample, size_t i)
{
	if (i + ROWS_AHEAD < sample->row_count)
		__builtin_prefetch(&all->rows[sample->rows[i + ROWS_AHEAD]]);
	return &all->rows[sample->rows[i]];
}

static size_t
usable_logs(const struct observations *all, struct sample *sample, double *logs)
{
	size_t count = 0;

	for (size_t i = 0; i < sample->row_count; i++) {
		const struct observation *row = row_of(all, sample, i);
		if (observation_usable(row))
			logs[count++] = log(row->wall_s);
		else
			sample->failed++;
	}
	sample->usable = (int)count;
	return count;
}

/*
 * Log-residuals about each sample's median, widened for small samples. The medians stay in
 * location_s until the flagged runs are known. gsl_stats_median() reorders its input, so it
 * works on `scratch`.
 */
static size_t
residuals(const struct observations *all, struct samples *samples, double *widened,
	double *scratch)
{
	size_t count = 0;

	for (size_t s = 0; s < samples->count; s++) {
		struct sample *sample = &samples->items[s];
		double *logs = widened + count;
		size_t k = usable_logs(all, sample, logs);

		sample->location_s = UNKNOWN;
		if (k == 0)
			continue;
		memcpy(scratch, logs, k * sizeof *scratch);
		sample->location_s = gsl_stats_median(scratch, 1, k);
		if (k < 2)
			continue;
		double correction = small_sample_factor(k);
		for (size_t i = 0; i < k; i++)
			logs[i] = fabs(logs[i] - sample->location_s) * correction;
		count += k;
	}
	return count;
}

static double
pooled_scale(const struct observations *all, struct samples *samples)
{
	size_t rows = 0;
	size_t largest = 0;

	for (size_t s = 0; s < samples->count; s++) {
		rows += samples->items[s].row_count;
		if (samples->items[s].row_count > largest)
			largest = samples->items[s].row_count;
	}
	double *widened = xreallocarray(NULL, rows + 1, sizeof *widened);
	double *scratch = xreallocarray(NULL, largest + 1, sizeof *scratch);
	size_t count = residuals(all, samples, widened, scratch);
	double scale = UNKNOWN;

	if (count > 0)
		scale = fmax(1.4826 * gsl_stats_median(widened, 1, count), SAMPLE_NOISE_FLOOR);
	free(widened);
	free(scratch);
	return scale;
}

static void
moments_add(struct moments *moments, double value, int count)
{
	/* Welford 1962: stable in one pass. */
	double delta = value - moments->mean;

	moments->mean += delta / count;
	moments->squares += delta * (value - moments->mean);
}

static void
add_time(struct sample *sample, const struct observation *row, double log_time)
{
	sample->used++;
	moments_add(&sample->time, row->wall_s, sample->used);
	moments_add(&sample->log, log_time, sample->used);
	moments_add(&sample->rate, 1.0 / row->wall_s, sample->used);
	sample->user_s += row->user_s;
	sample->sys_s += row->sys_s;
}

static void
add_peak(struct sample *sample, const struct observation *row)
{
	if (row->peak_bytes > 0.0)
		moments_add(&sample->peak_log, log(row->peak_bytes), ++sample->peak_runs);
	if (row->peak_method > (unsigned)sample->peak_method)
		sample->peak_method = (enum peak_method)row->peak_method;
}

/* Times of the runs that are left when the slow ones are flagged; memory of all usable ones. */
static void
summarise(const struct observations *all, struct sample *sample, double noise)
{
	double limit = sample->location_s +
		SAMPLE_FLAG_SCALES * (isnan(noise) ? SAMPLE_NOISE_FLOOR : noise);
	double *peaks = xreallocarray(NULL, sample->row_count, sizeof *peaks);
	size_t peak_count = 0;

	for (size_t i = 0; i < sample->row_count; i++) {
		const struct observation *row = row_of(all, sample, i);
		if (!observation_usable(row))
			continue;
		double log_time = log(row->wall_s);
		if (log_time > limit)
			sample->flagged++;
		else
			add_time(sample, row, log_time);
		if (!isfinite(row->peak_bytes))
			continue;
		peaks[peak_count++] = row->peak_bytes;
		add_peak(sample, row);
	}
	sample->location_s = sample->used > 0 ? exp(sample->log.mean) : UNKNOWN;
	sample->user_s = sample->used > 0 ? sample->user_s / sample->used : UNKNOWN;
	sample->sys_s = sample->used > 0 ? sample->sys_s / sample->used : UNKNOWN;
	sample->peak_bytes =
		peak_count > 0 ? gsl_stats_median(peaks, 1, peak_count) : UNKNOWN;
	free(peaks);
}

void
samples_make(const struct observations *all, const char *suite, struct samples *samples)
{
	double squares = 0.0;
	double peak_squares = 0.0;

	*samples = (struct samples)SAMPLES_INIT;
	group_rows(all, suite, samples);
	samples->noise = pooled_scale(all, samples);
	for (size_t s = 0; s < samples->count; s++) {
		struct sample *sample = &samples->items[s];
		summarise(all, sample, samples->noise);
		samples->used += (size_t)sample->used;
		squares += sample->log.squares;
		if (sample->used > 1)
			samples->df += sample->used - 1;
		peak_squares += sample->peak_log.squares;
		if (sample->peak_runs > 1)
			samples->peak_df += sample->peak_runs - 1;
	}
	samples->sd = samples->df > 0 ? sqrt(squares / samples->df) : UNKNOWN;
	samples->peak_sd =
		samples->peak_df > 0 ? sqrt(peak_squares / samples->peak_df) : UNKNOWN;
}

void
samples_release(struct samples *samples)
{
	for (size_t s = 0; s < samples->count; s++)
		free(samples->items[s].rows);
	free(samples->items);
	*samples = (struct samples)SAMPLES_INIT;
}

const struct sample *
samples_find(const struct samples *samples, enum mode mode, int workers)
{
	struct sample key = {.mode = mode, .workers = mode == MODE_SEQ ? 1 : workers};

	if (samples->count == 0)
		return NULL;
	return bsearch(&key, samples->items, samples->count, sizeof key, compare_samples);
}

bool
sample_is_fitted(const struct sample *sample)
{
	return sample->used > 0 && (sample->failed == 0 || sample->mode == MODE_SEQ);
}

const struct sample *
samples_reference(const struct samples *samples)
{
	for (size_t s = 0; s < samples->count; s++)
		if (sample_is_fitted(&samples->items[s]))
			return &samples->items[s];
	for (size_t s = 0; s < samples->count; s++)
		if (samples->items[s].used > 0)
			return &samples->items[s];
	return NULL;
}
