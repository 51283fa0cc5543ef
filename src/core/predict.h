/*
 * predict - the time at a count that was asked for: measured, interpolated, extrapolated
 * or refused, always with its reason.
 *
 * Inside the measured range the interval is that of the weighed laws. Outside, and on
 * another number of CPUs, it is the envelope of all feasible laws. Beyond twice the
 * largest count, or where more CPUs than the runs had would decide and no CPU seconds
 * were recorded, the answer is refused and the note names the run that would give it.
 */
#ifndef CORE_PREDICT_H
#define CORE_PREDICT_H

#include "core/fits.h"
#include "core/targets.h"

/* Fills predictions; the points of `analysis` are there already. */
void predict_targets(struct fits *fits, const struct target *targets, size_t count,
	struct analysis *analysis);

/* The time at a form and count on `cpus` CPUs (NAN: those that the runs had), without an interval;
 * NAN where predict_targets() would refuse. */
double predict_value(const struct fits *fits, enum mode mode, int workers, double cpus);

/* Fills predicted_s of every point up to twice the largest fitted count. */
void predict_points(const struct fits *fits, struct analysis *analysis);

/*
 * Fills the curve from one worker to the largest count measured or predicted. Its band is that of
 * the predictions: it steps where the measured range ends, with two points at that count. A low_s
 * or high_s that the laws do not have is NAN.
 */
void predict_curve(struct fits *fits, struct analysis *analysis);

#endif
