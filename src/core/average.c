#include "config.h"

#include "core/average.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>

#include "core/profile.h"

#define TAIL	0.025 /* on either side of a 95 % interval */
#define UNHEARD 1e-3 /* a say below this moves a tail of 2.5 % by less than its noise */
#define REMOTE	1e-15 /* a probability this near 0 or 1 is as good as that */

#define MAX_STEPS 60
#define PRECISION 1e-6 /* of an end, in standard deviations */

struct tails {
	struct fits *fits;
	const struct quantity *quantity;
	unsigned terms; /* that a law must have */
	double target;
	double last; /* excess at the value asked last */
};

static bool
is_heard(const struct tails *tails, const struct fitted_law *fitted)
{
	return fitted->say >= UNHEARD &&
		(fitted->model.law->terms & tails->terms) == tails->terms;
}

/* The laws' probabilities that the quantity is below v, averaged; as a normal deviate, which is
 * nearly a straight line in v, less that of the end: 0 there and rising. */
static double
excess(double value, void *context)
{
	struct tails *tails = context;
	double sum = 0.0;
	double says = 0.0;

	for (size_t i = 0; i < tails->fits->count; i++) {
		struct fitted_law *fitted = &tails->fits->items[i];
		if (!is_heard(tails, fitted))
			continue;
		says += fitted->say;
		sum += fitted->say *
			profile_below(&fitted->model, &fitted->best, tails->quantity, value);
	}
	tails->last = gsl_cdf_ugaussian_Pinv(fmin(fmax(sum / says, REMOTE), 1.0 - REMOTE)) -
		gsl_cdf_ugaussian_Pinv(tails->target);
	return tails->last;
}

/* Where it is 0 between two values of different sign (Brent). */
static double
solve(struct tails *tails, double low, double high)
{
	gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
	gsl_function function = {excess, tails};
	double root = UNKNOWN;

	if (solver == NULL)
		return root;
	if (gsl_root_fsolver_set(solver, &function, low, high) == GSL_SUCCESS)
		for (int i = 0; i < MAX_STEPS; i++) {
			if (gsl_root_fsolver_iterate(solver) != GSL_SUCCESS)
				break;
			root = gsl_root_fsolver_root(solver);
			if (fabs(tails->last) < PRECISION ||
				gsl_root_fsolver_x_upper(solver) -
						gsl_root_fsolver_x_lower(solver) <
					PRECISION * (high - low))
				break;
		}
	gsl_root_fsolver_free(solver);
	return root;
}

/* The lower end, which is 0 where the laws allow it. */
static double
low_end(struct tails *tails, double estimate, double step)
{
	double inside = estimate;

	tails->target = TAIL;
	if (!(excess(estimate, tails) > 0.0))
		return estimate;
	while (inside > 0.0) {
		double outside = fmax(inside - step, 0.0);
		if (excess(outside, tails) < 0.0)
			return solve(tails, outside, inside);
		inside = outside;
		step *= 2.0;
	}
	return 0.0;
}

/* The upper end, which is `most` where the laws allow it; NAN when it may be anything. */
static double
high_end(struct tails *tails, double estimate, double step, double most)
{
	double inside = estimate;

	tails->target = 1.0 - TAIL;
	if (!(excess(estimate, tails) < 0.0))
		return estimate;
	for (int i = 0; i < MAX_STEPS && inside < most; i++) {
		double outside = fmin(inside + step, most);
		if (excess(outside, tails) > 0.0)
			return solve(tails, inside, outside);
		inside = outside;
		step *= 2.0;
	}
	return inside < most ? UNKNOWN : most;
}

static struct interval
interval_of(struct tails *tails, double estimate)
{
	struct interval interval = {estimate, UNKNOWN, UNKNOWN};
	struct fitted_law *only = NULL;
	size_t heard = 0;

	for (size_t i = 0; i < tails->fits->count; i++)
		if (is_heard(tails, &tails->fits->items[i])) {
			only = &tails->fits->items[i];
			heard++;
		}
	if (heard == 0 || !isfinite(estimate))
		return interval;
	if (heard == 1) {
		interval = profile_interval(&only->model, &only->best, tails->quantity);
		interval.estimate = estimate;
		envelope_include_estimate(&interval);
		return interval;
	}
	double scale = quantity_scale(&only->model, tails->quantity, only->best.terms);
	double step = 0.05 * estimate + 1e-3 * scale;
	interval.low = low_end(tails, estimate, step);
	interval.high = high_end(tails, estimate, step, quantity_most(tails->quantity));
	return interval;
}

double
average_value(const struct fits *fits, const struct quantity *quantity)
{
	double sum = 0.0;

	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		if (fitted->weighed)
			sum += fitted->weight *
				quantity_value(&fitted->model, quantity, fitted->best.terms);
	}
	return fits->headline == NULL ? UNKNOWN : sum;
}

struct interval
average_interval(struct fits *fits, const struct quantity *quantity)
{
	struct tails tails = {.fits = fits, .quantity = quantity};

	return interval_of(&tails, average_value(fits, quantity));
}

struct interval
average_interval_with(struct fits *fits, const struct quantity *quantity, enum term term)
{
	struct tails tails = {.fits = fits, .quantity = quantity, .terms = 1u << term};

	return interval_of(&tails, average_value(fits, quantity));
}

void
envelope_widen(struct interval *envelope, struct interval interval, bool *first)
{
	if (*first) {
		envelope->low = interval.low;
		envelope->high = interval.high;
	} else {
		envelope->low =
			isnan(interval.low) ? UNKNOWN : fmin(envelope->low, interval.low);
		envelope->high =
			isnan(interval.high) ? UNKNOWN : fmax(envelope->high, interval.high);
	}
	*first = false;
}

void
envelope_include_estimate(struct interval *envelope)
{
	if (envelope->low > envelope->estimate)
		envelope->low = envelope->estimate;
	if (envelope->high < envelope->estimate)
		envelope->high = envelope->estimate;
}

struct interval
average_envelope(struct fits *fits, const struct quantity *quantity)
{
	struct interval envelope = INTERVAL_UNKNOWN;
	bool first = true;

	if (fits->headline == NULL)
		return envelope;
	for (size_t i = 0; i < fits->count; i++) {
		struct fitted_law *fitted = &fits->items[i];
		if (!fitted->feasible ||
			fitted->model.capacity != fits->headline->model.capacity ||
			isnan(estimate_variance(&fitted->model, &fitted->best)))
			continue;
		envelope_widen(&envelope,
			profile_interval_beyond(&fitted->model, &fitted->best, quantity),
			&first);
	}
	envelope.estimate = average_value(fits, quantity);
	envelope_include_estimate(&envelope);
	return envelope;
}
