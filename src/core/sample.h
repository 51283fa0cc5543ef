/*
 * sample - the runs of one form and count, boiled down to what a fit needs.
 *
 * Location and outliers: log-residuals about each sample's median; one
 * scale pooled over all samples, 1.4826 * median|r| (Hampel 1974: consistent at the
 * normal distribution), each residual widened for the k runs whose median it is taken
 * from (by sqrt 2 for 2 runs, 2.1 for 3, 1.4 for 4, ... 1 for many); never below 0.2 %. A run
 * more than 4 scales slow is flagged and left out of the figures below. Fast runs are never
 * flagged.
 *
 * The caller owns the struct, the struct its contents; samples_release() frees them.
 */
#ifndef CORE_SAMPLE_H
#define CORE_SAMPLE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/observation.h"

#define SAMPLE_NOISE_FLOOR 0.002 /* no clock and no machine is quieter than that */
#define SAMPLE_USUAL_NOISE 0.04 /* of a run, where nothing tells */
#define SAMPLE_FLAG_SCALES 4.0 /* slower by more scales than this is flagged */

/* Mean and sum of squared deviations from it. */
struct moments {
	double mean;
	double squares;
};

struct sample {
	enum mode mode;
	int workers; /* 1 for the sequential form */
	size_t *rows; /* indices of its trials in the observations; of warm-ups those that failed */
	size_t row_count;
	int usable; /* trials that passed and have a time */
	int failed; /* trials that did not pass */
	int flagged; /* usable, but slow beyond the noise */
	int used; /* usable and not flagged: what the figures below are made of */
	double location_s; /* geometric mean; NAN where nothing is used */
	struct moments time; /* of T, seconds */
	struct moments log; /* of ln T */
	struct moments rate; /* of 1/T */
	double user_s; /* means; NAN when any used run does not know it */
	double sys_s;
	double peak_bytes; /* median over the usable runs that know it */
	struct moments peak_log; /* of ln peak_bytes of the same runs */
	int peak_runs; /* how many they are */
	enum peak_method peak_method; /* the least exact one among them */
};

struct samples {
	struct sample *items; /* sequential first, then by count */
	size_t count;
	double noise; /* the pooled scale of ln T; NAN when no sample has two usable runs */
	double sd; /* pooled standard deviation of ln T of the used runs; NAN when df is 0 */
	int df; /* its degrees of freedom */
	size_t used; /* runs in all */
	double peak_sd; /* pooled standard deviation of ln peak_bytes; NAN when peak_df is 0 */
	int peak_df;
};

#define SAMPLES_INIT                                                                           \
	{                                                                                      \
		0                                                                              \
	}

/* From the rows of `suite` (NULL: of all). Linear in the rows. */
void samples_make(const struct observations *all, const char *suite, struct samples *samples);
void samples_release(struct samples *samples);

/* The sample of that form and count, or NULL. */
const struct sample *samples_find(const struct samples *samples, enum mode mode, int workers);

/* Whether the sample may be fitted: it has a location and no run of it failed. (Where the
 * sequential form fails at times, the runs that passed are still the only baseline there is.)
 */
bool sample_is_fitted(const struct sample *sample);

/* The baseline of the speedups: the sequential form, or the smallest count where it has no
 * usable run; NULL when nothing is usable. */
const struct sample *samples_reference(const struct samples *samples);

#endif
