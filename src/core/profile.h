/*
 * profile - what the data say about one quantity of a law: its F-profile interval.
 *
 * All values v for which (RSS(v) - RSS_min)/sigma^2 <= F(1, n-p; .95), where RSS(v) is the
 * least loss with the quantity held at v and every other term refitted under its bound
 * (Bates and Watts, Nonlinear Regression Analysis, 1988, section 6.1; Donaldson and
 * Schnabel, Technometrics 29 (1987) 67). Every quantity here is held by one linear
 * equation among the terms, so each RSS(v) is exact; the ends are found by Brent's method.
 * Intervals stop at bounds by themselves. An end that does not exist is NAN.
 */
#ifndef CORE_PROFILE_H
#define CORE_PROFILE_H

#include "core/quantity.h"
#include "core/result.h"

/* sigma^2 of one run, never less than that of the quietest machine (SAMPLE_NOISE_FLOOR); NAN
 * when there are no more runs than terms. */
double estimate_variance(const struct model *model, const struct estimate *best);

/* Whether the fit meets the runs closer than that, so that the floor stands for their noise. */
bool estimate_is_too_close(const struct model *model, const struct estimate *best);

struct interval profile_interval(
	struct model *model, const struct estimate *best, const struct quantity *quantity);

/* One end of it. */
enum profile_end {
	PROFILE_LOW,
	PROFILE_HIGH,
};

double profile_end(struct model *model, const struct estimate *best,
	const struct quantity *quantity, enum profile_end end);

/*
 * The probability, by the profile's signed root as Student's t (Bates and Watts,
 * section 6.1.2), that the quantity is below a value: .025 and .975 at the ends of the
 * interval, 1/2 at the estimate, and no less than that at a bound where the estimate is.
 */
double profile_below(struct model *model, const struct estimate *best,
	const struct quantity *quantity, double value);

/*
 * The interval for what lies outside the measured range. Where a term of the best fit is at its
 * bound, the loss that a value costs is no longer distributed as F(1, n-p), for the term cannot
 * give way below 0: at worst it is an even mixture of chi-squares with 1 and 2 degrees of
 * freedom (Self and Liang, JASA 82 (1987) 605), whose quantile is 5.14 in place of 3.84
 * for many runs. Inside the range the runs decide and it makes no difference; far outside all
 * misses are on one side.
 */
struct interval profile_interval_beyond(
	struct model *model, const struct estimate *best, const struct quantity *quantity);

#endif
