#include "config.h"

#include "unit.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "core/average.h"
#include "core/profile.h"

#include "runs.h"

struct fitted {
	struct samples samples;
	struct dataset data;
	struct fits fits;
};

/* Three runs each with 3 % noise of a truth that several laws could be. */
static void
fit_runs(unsigned long seed, const char *law, struct fitted *fitted)
{
	static const int counts[] = {1, 2, 4, 8};
	struct observations all = OBSERVATIONS_INIT;
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	gsl_rng_set(random, seed);
	for (int i = 0; i < 12; i++) {
		int n = counts[i % 4];
		runs_add(&all, n == 1 ? MODE_SEQ : MODE_PAR, n,
			(10.0 + 90.0 / n + 0.4 * (n - 1)) *
				exp(gsl_ran_gaussian(random, 0.03)));
	}
	samples_make(&all, NULL, &fitted->samples);
	dataset_make(&fitted->samples, UNKNOWN, &fitted->data);
	fits_make(&(struct fits_arg){.data = &fitted->data,
			  .law = law == NULL ? NULL : law_find(law)},
		&fitted->fits);
	gsl_rng_free(random);
	observations_release(&all);
}

static void
release(struct fitted *fitted)
{
	fits_release(&fitted->fits);
	dataset_release(&fitted->data);
	samples_release(&fitted->samples);
}

/* What the laws say together of the quantity being below a value. */
static double
below(struct fits *fits, const struct quantity *quantity, double value)
{
	double sum = 0.0;

	for (size_t i = 0; i < fits->count; i++) {
		struct fitted_law *fitted = &fits->items[i];
		if (fitted->say > 0.0)
			sum += fitted->say *
				profile_below(&fitted->model, &fitted->best, quantity, value);
	}
	return sum;
}

static void
check_tails(struct fits *fits, const struct quantity *quantity)
{
	struct interval interval = average_interval(fits, quantity);
	bool first = true;
	struct interval hull = INTERVAL_UNKNOWN;

	CU_ASSERT(interval.low <= interval.estimate && interval.estimate <= interval.high);
	if (interval.low > 0.0) {
		ASSERT_NEAR(below(fits, quantity, interval.low), 0.025, 0.05);
	} else {
		CU_ASSERT(below(fits, quantity, 0.0) > 0.024);
	}
	ASSERT_NEAR(below(fits, quantity, interval.high), 0.975, 0.002);
	for (size_t i = 0; i < fits->count; i++)
		if (fits->items[i].say >= 1e-3)
			envelope_widen(&hull,
				profile_interval(
					&fits->items[i].model, &fits->items[i].best, quantity),
				&first);
	CU_ASSERT(hull.low <= interval.low * (1.0 + 1e-6));
	CU_ASSERT(hull.high >= interval.high * (1.0 - 1e-6));
}

/* The ends have 2.5 % on either side, and no law's own interval has to be left. */
static void
test_tails(void)
{
	struct quantity serial = {.kind = QUANTITY_SERIAL};
	struct quantity time = quantity_time(datum_new(MODE_PAR, 3.0), UNKNOWN);
	struct quantity t1 = {.kind = QUANTITY_T1};

	for (unsigned long seed = 1; seed <= 20; seed++) {
		struct fitted fitted;
		fit_runs(seed, NULL, &fitted);
		check_tails(&fitted.fits, &serial);
		check_tails(&fitted.fits, &time);
		check_tails(&fitted.fits, &t1);
		release(&fitted);
	}
}

static void
test_one_law(void)
{
	struct quantity serial = {.kind = QUANTITY_SERIAL};
	struct fitted fitted;

	fit_runs(1, "usl", &fitted);
	struct fitted_law *usl = fitted.fits.headline;
	struct interval together = average_interval(&fitted.fits, &serial);
	struct interval alone = profile_interval(&usl->model, &usl->best, &serial);
	ASSERT_NEAR(together.low, alone.low, 1e-9);
	ASSERT_NEAR(together.high, alone.high, 1e-9);
	ASSERT_NEAR(profile_below(&usl->model, &usl->best, &serial, alone.high), 0.975, 1e-6);
	ASSERT_NEAR(profile_below(&usl->model, &usl->best, &serial, alone.estimate), 0.5, 1e-6);
	release(&fitted);
}

/* A law without a cost per worker says nothing of it. */
static void
test_laws_with_a_term(void)
{
	struct quantity worker = {.kind = QUANTITY_WORKER};
	struct fitted fitted;

	fit_runs(3, NULL, &fitted);
	struct interval those = average_interval_with(&fitted.fits, &worker, TERM_WORKER);
	struct interval all = average_interval(&fitted.fits, &worker);
	CU_ASSERT(those.high > all.high);
	release(&fitted);
	fit_runs(3, "amdahl", &fitted);
	CU_ASSERT(isnan(average_interval_with(&fitted.fits, &worker, TERM_WORKER).high));
	release(&fitted);
}

SUITE(average, {"tails of several laws", test_tails}, {"one law", test_one_law},
	{"laws with a term", test_laws_with_a_term});
