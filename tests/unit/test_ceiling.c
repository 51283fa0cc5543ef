#include "config.h"

#include "unit.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "core/ceiling.h"
#include "core/profile.h"
#include "core/student.h"

#include "runs.h"

/* Runs with 3 % noise of T(N) = 10 + 90/N + c (N-1), fitted by one law. */
static void
fit_runs(double worker_s, const char *law, struct samples *samples, struct dataset *data,
	struct fits *fits)
{
	static const int counts[] = {1, 2, 4, 8, 16};
	struct observations all = OBSERVATIONS_INIT;
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	for (int i = 0; i < 50; i++) {
		int n = counts[i % 5];
		runs_add(&all, n == 1 ? MODE_SEQ : MODE_PAR, n,
			(10.0 + 90.0 / n + worker_s * (n - 1)) *
				exp(gsl_ran_gaussian(random, 0.03)));
	}
	samples_make(&all, NULL, samples);
	dataset_make(samples, UNKNOWN, data);
	fits_make(&(struct fits_arg){.data = data, .law = law_find(law)}, fits);
	gsl_rng_free(random);
	observations_release(&all);
}

/* The least T(N)/T(1) along a fine grid of N. */
static double
inverse_at(const double *terms)
{
	double least = 1.0;

	for (double n = 1.0; n < 1e9; n *= 1.02) {
		double time = 0.0;
		for (int t = 0; t < TERM_COUNT; t++)
			time += terms[t] * term_column((enum term)t, MODE_PAR, n);
		least = fmin(least, time / (terms[TERM_SERIAL] + terms[TERM_PARALLEL]));
	}
	return least;
}

/* A point on the edge of all terms whose loss is allowed, in a random direction from the best. */
static void
edge(gsl_rng *random, const struct fitted_law *fitted, double allowed, double *terms)
{
	double direction[TERM_COUNT];
	double inside = 0.0;
	double outside = 100.0;

	for (int t = 0; t < TERM_COUNT; t++)
		direction[t] = model_has(&fitted->model, (enum term)t)
			? gsl_ran_gaussian(
				  random, t == TERM_WORKER || t == TERM_TREE ? 0.1 : 2.0)
			: 0.0;
	for (int step = 0; step < 40; step++) {
		double middle = 0.5 * (inside + outside);
		bool possible = true;
		for (int t = 0; t < TERM_COUNT; t++) {
			terms[t] = fitted->best.terms[t] + middle * direction[t];
			possible &= terms[t] >= 0.0;
		}
		*(possible && model_rss(&fitted->model, terms) <= allowed ? &inside
									  : &outside) = middle;
	}
	for (int t = 0; t < TERM_COUNT; t++)
		terms[t] = fitted->best.terms[t] + inside * direction[t];
}

/* No terms that the runs allow have a ceiling outside the interval, and some nearly reach it. */
static void
check_against_region(double worker_s, const char *law)
{
	struct samples samples;
	struct dataset data;
	struct fits fits;
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	fit_runs(worker_s, law, &samples, &data, &fits);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fits.headline);
	struct fitted_law *fitted = fits.headline;
	double t = student_quantile(fitted->model.runs - fitted->model.parameters);
	double allowed =
		fitted->best.rss + t * t * estimate_variance(&fitted->model, &fitted->best);
	struct interval interval = ceiling_inverse_interval(fitted);
	double low = interval.estimate;
	double high = interval.estimate;
	for (int i = 0; i < 1500; i++) {
		double terms[TERM_COUNT];
		edge(random, fitted, allowed, terms);
		double value = inverse_at(terms);
		low = fmin(low, value);
		high = fmax(high, value);
	}
	CU_ASSERT(interval.low <= low * (1.0 + 1e-4));
	CU_ASSERT(interval.high >= high * (1.0 - 1e-4));
	ASSERT_NEAR(interval.estimate - low, interval.estimate - interval.low, 0.1);
	ASSERT_NEAR(high - interval.estimate, interval.high - interval.estimate, 0.1);
	gsl_rng_free(random);
	fits_release(&fits);
	dataset_release(&data);
	samples_release(&samples);
}

static void
test_region(void)
{
	check_against_region(0.2, "usl");
	check_against_region(0.0, "usl");
	check_against_region(0.2, "log");
	check_against_region(0.1, "amdahl");
	check_against_region(0.2, "fixed-usl");
}

/*
 * One run of each count leaves one degree of freedom, and the cost of each worker may be 0. Without
 * it the ceiling is that of {a,b,h}: the least (a+h)/(a+b) within the allowed loss is .138464
 * (scipy's SLSQP). At 2^30 workers the rounding of c alone is larger than that.
 */
static void
test_few_runs(void)
{
	static const int counts[] = {1, 2, 4, 8, 16};
	static const double times[] = {
		98.7824313, 58.8800161, 41.8923898, 32.2225021, 29.5795223};
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;
	struct dataset data;
	struct fits fits;

	for (int i = 0; i < 5; i++)
		runs_add(&all, i == 0 ? MODE_SEQ : MODE_PAR, counts[i], times[i]);
	samples_make(&all, NULL, &samples);
	dataset_make(&samples, UNKNOWN, &data);
	fits_make(&(struct fits_arg){.data = &data, .law = law_find("fixed-usl")}, &fits);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fits.headline);
	ASSERT_NEAR(ceiling_inverse_interval(fits.headline).low, 0.138464, 1e-5);
	fits_release(&fits);
	dataset_release(&data);
	samples_release(&samples);
	observations_release(&all);
}

/*
 * Few counts far from each other: along N the lower end of T(N)/T(1) has a dip near 10 workers,
 * rises, and falls again for ever, to a higher value than in the dip. The least T(N)/T(1) of all
 * terms within the allowed loss, by scipy.
 */
static void
test_dip(void)
{
	static const struct row {
		int workers;
		double times[3];
	} rows[] = {
		{1, {100.0, 110.0, 120.0}},
		{48, {30.0, 36.0, 42.0}},
		{64, {31.0, 37.0, 43.0}},
	};
	static const struct end {
		const char *law;
		double low;
	} ends[] = {{"usl", 0.1336125}, {"log", 0.2297028}};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct samples samples;
		struct dataset data;
		struct fits fits;

		for (size_t k = 0; k < 9; k++)
			runs_add(&all, k < 3 ? MODE_SEQ : MODE_PAR, rows[k / 3].workers,
				rows[k / 3].times[k % 3]);
		samples_make(&all, NULL, &samples);
		dataset_make(&samples, UNKNOWN, &data);
		fits_make(
			&(struct fits_arg){.data = &data, .law = law_find(ends[i].law)}, &fits);
		CU_ASSERT_PTR_NOT_NULL_FATAL(fits.headline);
		ASSERT_NEAR(ceiling_inverse_interval(fits.headline).low, ends[i].low, 1e-3);
		fits_release(&fits);
		dataset_release(&data);
		samples_release(&samples);
		observations_release(&all);
	}
}

SUITE(ceiling, {"its interval is that of all terms the runs allow", test_region},
	{"it is not lowest at infinity where there is a dip before", test_dip},
	{"nor does rounding at many workers widen it", test_few_runs});
