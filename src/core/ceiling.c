#include "config.h"

#include "core/ceiling.h"

#include <math.h>

#include "core/profile.h"

/* A count beyond which "best speedup" and "at infinitely many workers" are the same, as a power
 * of 2. A cost of each worker must be found as that many times its rounding: less for it. */
#define MOST_DOUBLINGS	      30
#define MOST_DOUBLINGS_WORKER 20

/* An octave is narrowed down to a 25th, where T(N) is as good as level. */
#define GOLDEN_STEPS 6

/* Doublings without a lower end after which none is expected. */
#define PATIENCE 2

bool
ceiling_is_reached(const struct law *law)
{
	return law_has(law, TERM_WORKER) || law_has(law, TERM_TREE);
}

/* T(N)/T(1) of one law with enough CPUs. */
static struct quantity
relative_at(double doublings)
{
	return (struct quantity){
		.kind = QUANTITY_RELATIVE, .datum = datum_new(MODE_PAR, exp2(doublings))};
}

double
ceiling_inverse(const struct fitted_law *fitted)
{
	double optimum = ceiling_is_reached(fitted->model.law)
		? quantity_optimum(&fitted->model, fitted->best.terms)
		: UNKNOWN;
	struct quantity best =
		relative_at(isnan(optimum) ? MOST_DOUBLINGS : log2(fmax(optimum, 1.0)));

	return quantity_value(&fitted->model, &best, fitted->best.terms);
}

/* One end of the interval of T(N)/T(1). */
static double
end_at(struct fitted_law *fitted, enum profile_end end, double doublings)
{
	struct quantity relative = relative_at(doublings);
	double value = profile_end(&fitted->model, &fitted->best, &relative, end);

	return isnan(value) ? HUGE_VAL : value;
}

/* The lowest end within an octave on both sides of a count (Kiefer's golden section). */
static double
narrow_down(struct fitted_law *fitted, enum profile_end end, double middle, double lowest)
{
	double ratio = 0.5 * (sqrt(5.0) - 1.0);
	double left = fmax(middle - 1.0, 0.0);
	double right = middle + 1.0;
	double one = right - ratio * (right - left);
	double two = left + ratio * (right - left);
	double at_one = end_at(fitted, end, one);
	double at_two = end_at(fitted, end, two);

	for (int step = 0; step < GOLDEN_STEPS; step++) {
		if (at_one < at_two) {
			right = two;
			two = one;
			at_two = at_one;
			one = right - ratio * (right - left);
			at_one = end_at(fitted, end, one);
		} else {
			left = one;
			one = two;
			at_one = at_two;
			two = left + ratio * (right - left);
			at_two = end_at(fitted, end, two);
		}
	}
	return fmin(lowest, fmin(at_one, at_two));
}

/*
 * The lowest end along N: at infinity, or found by doubling. The largest of functions that are
 * convex in ln N is convex, too, so that an upper end which still falls at infinity is lowest
 * there. A lower end may have a dip before.
 */
static double
lowest_end(struct fitted_law *fitted, enum profile_end end)
{
	int most = law_has(fitted->model.law, TERM_WORKER) ? MOST_DOUBLINGS_WORKER
							   : MOST_DOUBLINGS;
	double lowest = end_at(fitted, end, most);
	int best = most;
	int idle = 0;

	if (end == PROFILE_HIGH && isfinite(lowest) && end_at(fitted, end, most - 1) >= lowest)
		return lowest;
	for (int doublings = 0; doublings < most && idle < PATIENCE; doublings++) {
		double here = end_at(fitted, end, doublings);
		idle = here < lowest ? 0 : idle + (best < doublings);
		best = here < lowest ? doublings : best;
		lowest = fmin(lowest, here);
	}
	return isfinite(lowest) ? narrow_down(fitted, end, best, lowest) : UNKNOWN;
}

struct interval
ceiling_inverse_interval(struct fitted_law *fitted)
{
	struct interval interval = {ceiling_inverse(fitted), UNKNOWN, UNKNOWN};

	if (!ceiling_is_reached(fitted->model.law)) {
		struct quantity end = relative_at(MOST_DOUBLINGS);
		return profile_interval(&fitted->model, &fitted->best, &end);
	}
	if (isnan(estimate_variance(&fitted->model, &fitted->best)))
		return interval;
	interval.low = lowest_end(fitted, PROFILE_LOW);
	interval.high = lowest_end(fitted, PROFILE_HIGH);
	return interval;
}
