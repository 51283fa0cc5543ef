#include "config.h"

#include "core/profile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_roots.h>
#include <math.h>
#include <string.h>

#include "core/student.h"

#define MAX_STEPS 60

/* Ends are found to this share of the interval. */
#define PRECISION 1e-6

/* As far outside as anything can be. */
#define FARTHEST 1e3

static double
branch_rss(
	struct model *model, const struct quantity *quantity, double value, enum branch branch)
{
	struct constraint constraints[2];
	struct estimate estimate;
	size_t count = quantity_hold(model, quantity, value, branch, constraints);

	if (!model_solve(model, constraints, count, &estimate))
		return HUGE_VAL;
	if (quantity_has_branches(model, quantity) && branch != BRANCH_KINK &&
		quantity_branch(model, quantity, estimate.terms) != branch)
		return HUGE_VAL;
	return estimate.rss;
}

/* The least variance of a run, as the loss counts it. */
static double
variance_floor(const struct model *model)
{
	return SAMPLE_NOISE_FLOOR * SAMPLE_NOISE_FLOOR * model_squares(model) / model->runs;
}

double
estimate_variance(const struct model *model, const struct estimate *best)
{
	double df = model->runs - model->parameters;

	return df > 0.5 ? fmax(best->rss / df, variance_floor(model)) : UNKNOWN;
}

bool
estimate_is_too_close(const struct model *model, const struct estimate *best)
{
	return best->rss < (model->runs - model->parameters) * variance_floor(model);
}

/* A value of the quantity, and how far it is: 0 at the estimate, 1 at an end of the interval. */
struct probe {
	double value;
	double distance;
};

struct search {
	struct model *model;
	const struct quantity *quantity;
	double minimum;
	double allowed; /* RSS(v) - minimum at the ends */
	enum branch home; /* holds at the estimate: the larger side of the max */
	bool below; /* the end is below the estimate */
	struct probe inside; /* the ends of the bracket need not be asked again */
	struct probe outside;
	double last; /* distance at the value asked last */
};

/*
 * RSS(v): the least loss with the quantity held there. Below the estimate the larger side of
 * the max has to come down to v; where the other one is then no larger, all is done, for what
 * obeys that one alone is a part of what was searched. Elsewhere both branches may hold the
 * least.
 */
static double
profile_rss(const struct search *search, double value)
{
	const struct quantity *quantity = search->quantity;
	enum branch other = search->home == BRANCH_CPUS ? BRANCH_WORKERS : BRANCH_CPUS;
	double rss = branch_rss(search->model, quantity, value, search->home);

	if (!quantity_has_branches(search->model, quantity) || (search->below && isfinite(rss)))
		return rss;
	rss = fmin(rss, branch_rss(search->model, quantity, value, other));
	/* The kink borders on both branches, so it is best only where neither holds. */
	return isfinite(rss) ? rss : branch_rss(search->model, quantity, value, BRANCH_KINK);
}

/*
 * The square root makes a straight line of the parabola that RSS(v) nearly is (Bates and Watts'
 * profile t), so that a secant hits the end within a few steps. Capped, so that Brent can work
 * with what is impossible.
 */
static struct probe
probe(const struct search *search, double value)
{
	double rss = profile_rss(search, value);
	double ratio = fmax(rss - search->minimum, 0.0) / search->allowed;

	return (struct probe){value, fmin(sqrt(ratio), FARTHEST)};
}

/* Negative inside the interval. */
static double
excess(double value, void *context)
{
	struct search *search = context;

	if (!(fabs(value - search->inside.value) > 0.0))
		search->last = search->inside.distance;
	else if (!(fabs(value - search->outside.value) > 0.0))
		search->last = search->outside.distance;
	else
		search->last = probe(search, value).distance;
	return search->last - 1.0;
}

/* The end within the bracket that the search has. */
static double
brent(struct search *search)
{
	/* A solver is one small block; it is made per end, not per step. */
	gsl_root_fsolver *solver = gsl_root_fsolver_alloc(gsl_root_fsolver_brent);
	gsl_function function = {excess, search};
	double root = UNKNOWN; /* where the ends do not have the signs they should, nothing is
				  known */

	if (solver == NULL)
		return root;
	double low = fmin(search->inside.value, search->outside.value);
	double high = fmax(search->inside.value, search->outside.value);
	double width = high - low;
	if (gsl_root_fsolver_set(solver, &function, low, high) == GSL_SUCCESS) {
		for (int i = 0; i < MAX_STEPS; i++) {
			if (gsl_root_fsolver_iterate(solver) != GSL_SUCCESS)
				break;
			root = gsl_root_fsolver_root(solver);
			if (fabs(search->last - 1.0) < PRECISION ||
				gsl_root_fsolver_x_upper(solver) -
						gsl_root_fsolver_x_lower(solver) <
					PRECISION * width)
				break;
		}
	}
	gsl_root_fsolver_free(solver);
	return root;
}

/* The end between the estimate and a bound: the bound itself where the data allow it. */
static double
end_towards(struct search *search, double estimate, double bound)
{
	search->inside = (struct probe){estimate, 0.0};
	search->outside = probe(search, bound);
	return search->outside.distance > 1.0 ? brent(search) : bound;
}

/* The upper end of a quantity without an upper bound; NAN when it may be anything. */
static double
end_above(struct search *search, double estimate, double scale)
{
	double step = 0.05 * estimate + 1e-3 * scale;
	double most = 1e12 * (estimate + scale);

	search->inside = (struct probe){estimate, 0.0};
	for (int i = 0; i < MAX_STEPS && step < most; i++) {
		search->outside = probe(search, estimate + step);
		if (search->outside.distance > 1.0)
			return brent(search);
		search->inside = search->outside;
		/* A little beyond where the straight line ends. */
		step *= fmin(fmax(1.2 / search->inside.distance, 2.0), 64.0);
	}
	return UNKNOWN;
}

/* Looks for values that raise the loss by no more than `critical` variances of a run. */
static struct search
search_within(struct model *model, const struct estimate *best, const struct quantity *quantity,
	double critical)
{
	return (struct search){.model = model,
		.quantity = quantity,
		.minimum = best->rss,
		.allowed = estimate_variance(model, best) * critical};
}

static double
find_end(struct search *search, const struct estimate *best, enum profile_end end)
{
	const struct quantity *quantity = search->quantity;
	double estimate = quantity_value(search->model, quantity, best->terms);
	double most = quantity_most(quantity);

	if (!isfinite(estimate) || !isfinite(search->allowed))
		return UNKNOWN;
	search->below = end == PROFILE_LOW;
	search->home = quantity_branch(search->model, quantity, best->terms);
	if (end == PROFILE_LOW)
		return end_towards(search, estimate, 0.0);
	if (isfinite(most))
		return end_towards(search, estimate, most);
	return end_above(
		search, estimate, quantity_scale(search->model, quantity, best->terms));
}

static struct interval
interval_within(struct model *model, const struct estimate *best,
	const struct quantity *quantity, double critical)
{
	struct search search = search_within(model, best, quantity, critical);
	double estimate = quantity_value(model, quantity, best->terms);

	if (!isfinite(estimate))
		return INTERVAL_UNKNOWN;
	return (struct interval){estimate, find_end(&search, best, PROFILE_LOW),
		find_end(&search, best, PROFILE_HIGH)};
}

/* The .95 quantile of F(1, n-p). */
static double
usual_quantile(const struct model *model)
{
	double t = student_quantile(model->runs - model->parameters);

	return t * t;
}

double
profile_end(struct model *model, const struct estimate *best, const struct quantity *quantity,
	enum profile_end end)
{
	struct search search = search_within(model, best, quantity, usual_quantile(model));

	return find_end(&search, best, end);
}

struct interval
profile_interval(
	struct model *model, const struct estimate *best, const struct quantity *quantity)
{
	return interval_within(model, best, quantity, usual_quantile(model));
}

/* P(X > c) of the even mixture of chi-square with 1 and with 2 degrees of freedom, each over a
 * variance with `df`; that of F(2, df) is in closed form. */
static double
mixture_tail(double c, double df)
{
	double two = exp(-0.5 * df * log1p(c / df));

	return student_beyond(sqrt(c), df) + 0.5 * two;
}

static double
mixture_quantile(double df)
{
	double low = 3.8; /* below the .95 quantile of F(1, df) */
	double high = low;

	while (mixture_tail(high, df) > 0.05)
		high *= 2.0;
	for (int i = 0; i < 30; i++) {
		double middle = 0.5 * (low + high);
		*(mixture_tail(middle, df) > 0.05 ? &low : &high) = middle;
	}
	return high;
}

struct interval
profile_interval_beyond(
	struct model *model, const struct estimate *best, const struct quantity *quantity)
{
	double df = model->runs - model->parameters;

	for (int t = 0; t < TERM_COUNT && df > 0.5; t++)
		if (model_has(model, (enum term)t) && !(best->terms[t] > 0.0))
			return interval_within(model, best, quantity, mixture_quantile(df));
	return profile_interval(model, best, quantity);
}

double
profile_below(struct model *model, const struct estimate *best, const struct quantity *quantity,
	double value)
{
	struct search search = search_within(model, best, quantity, 1.0);

	search.below = value < quantity_value(model, quantity, best->terms);
	search.home = quantity_branch(model, quantity, best->terms);
	double beyond =
		student_beyond(probe(&search, value).distance, model->runs - model->parameters);
	return search.below ? beyond : 1.0 - beyond;
}
