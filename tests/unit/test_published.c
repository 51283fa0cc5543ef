#include "config.h"

#include "runs.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/analysis.h"
#include "core/fits.h"

static const struct {
	int workers;
	double throughput;
} specsdm91[] = {
	{1, 64.9},
	{18, 995.9},
	{36, 1652.4},
	{72, 1853.2},
	{108, 1828.9},
	{144, 1775.0},
	{216, 1702.2},
};

/* Fits the USL to the runs, which are released. */
static void
fit_usl(struct observations *all, enum loss loss, struct analysis *analysis)
{
	struct analysis_arg arg = runs_arg(all);
	struct error error;

	arg.law = law_find("usl");
	arg.loss = loss;
	CU_ASSERT_EQUAL_FATAL(analysis_run(&arg, analysis, &error), 0);
	observations_release(all);
}

/*
 * SPEC SDM91 as in Gunther, Guerrilla Capacity Planning (2007), and in the R package usl,
 * whose version 3 gives these coefficients and standard errors (throughput loss, nls).
 */
static void
test_specsdm91(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;

	for (size_t i = 0; i < sizeof specsdm91 / sizeof *specsdm91; i++)
		runs_add(&all, specsdm91[i].workers == 1 ? MODE_SEQ : MODE_PAR,
			specsdm91[i].workers, 1.0 / specsdm91[i].throughput);
	fit_usl(&all, LOSS_THROUGHPUT, &analysis);
	ASSERT_NEAR(analysis.fit.serial.value.estimate, 0.0277285, 2e-5);
	ASSERT_NEAR(analysis.fit.worker.value.estimate, 1.044e-4, 2e-3);
	ASSERT_NEAR(analysis.fit.gamma.estimate, 89.9952, 1e-5);
	analysis_release(&analysis);
}

/*
 * Schwartz, Practical Scalability Analysis with the Universal Scalability Law (2015): a server
 * at 1 to 32 threads. usl4j, which minimises the same, gives sigma .02671591, kappa 7.690945e-4
 * and lambda 995.6486; so does scipy's curve_fit.
 */
static void
test_schwartz(void)
{
	static const double throughput[] = {955.16, 1878.91, 2688.01, 3548.68, 4315.54, 5130.43,
		5931.37, 6531.08, 7219.8, 7867.61, 8278.71, 8646.7, 9047.84, 9426.55, 9645.37,
		9897.24, 10097.6, 10240.5, 10532.39, 10798.52, 11151.43, 11518.63, 11806.0,
		12089.37, 12075.41, 12177.29, 12211.41, 12158.93, 12155.27, 12118.04, 12140.4,
		12074.39};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;

	for (int i = 0; i < 32; i++)
		runs_add(&all, i == 0 ? MODE_SEQ : MODE_PAR, i + 1, 1.0 / throughput[i]);
	fit_usl(&all, LOSS_THROUGHPUT, &analysis);
	ASSERT_NEAR(analysis.fit.serial.value.estimate, 0.02671591, 1e-5);
	ASSERT_NEAR(analysis.fit.worker.value.estimate, 7.690945e-4, 1e-5);
	ASSERT_NEAR(analysis.fit.gamma.estimate, 995.6486, 1e-6);
	analysis_release(&analysis);
}

/* se(alpha), se(beta), se(gamma) of R usl from our covariance of a, b, c (delta method). */
static void
test_specsdm91_errors(void)
{
	struct dataset data = {
		.count = 7, .runs = 7, .t1_s = 1.0 / 64.9, .has_sequential = true};
	struct fits fits;
	double v[TERM_COUNT][TERM_COUNT];
	double gradients[3][TERM_COUNT] = {{0}};
	static const double published[] = {0.0091217, 1.99e-5, 14.2135};

	data.items = calloc(7, sizeof *data.items);
	CU_ASSERT_PTR_NOT_NULL_FATAL(data.items);
	for (size_t i = 0; i < 7; i++) {
		double x = specsdm91[i].throughput;
		data.items[i] =
			datum_new(i == 0 ? MODE_SEQ : MODE_PAR, (double)specsdm91[i].workers);
		data.items[i].runs = 1;
		data.items[i].location_s = 1.0 / x;
		data.items[i].time = (struct moments){1.0 / x, 0.0};
		data.items[i].log = (struct moments){-log(x), 0.0};
		data.items[i].rate = (struct moments){x, 0.0};
	}
	fits_make(
		&(struct fits_arg){
			.data = &data, .law = law_find("usl"), .loss = LOSS_THROUGHPUT},
		&fits);
	CU_ASSERT_PTR_NOT_NULL_FATAL(fits.headline);
	fitted_law_covariance(fits.headline, v);
	const double *terms = fits.headline->best.terms;
	double t1 = terms[TERM_SERIAL] + terms[TERM_PARALLEL];
	gradients[0][TERM_SERIAL] = terms[TERM_PARALLEL] / (t1 * t1);
	gradients[0][TERM_PARALLEL] = -terms[TERM_SERIAL] / (t1 * t1);
	gradients[1][TERM_WORKER] = 1.0 / t1;
	gradients[1][TERM_SERIAL] = gradients[1][TERM_PARALLEL] =
		-terms[TERM_WORKER] / (t1 * t1);
	gradients[2][TERM_SERIAL] = gradients[2][TERM_PARALLEL] = -1.0 / (t1 * t1);
	for (int g = 0; g < 3; g++) {
		static const int has[] = {TERM_SERIAL, TERM_PARALLEL, TERM_WORKER};
		double variance = 0.0;
		for (int i = 0; i < 3; i++)
			for (int j = 0; j < 3; j++)
				variance += gradients[g][has[i]] * v[has[i]][has[j]] *
					gradients[g][has[j]];
		ASSERT_NEAR(sqrt(variance), published[g], 2e-3);
	}
	fits_release(&fits);
	dataset_release(&data);
}

/*
 * Where T(1) is fixed and nothing is serial, the parallel part is T(1) and has no error; that
 * of c is then sqrt(s^2/sum w x^2) of one column x = N-1, w = (T1/That^2)^2.
 */
static void
test_errors_at_fixed_t1(void)
{
	static const double jitter[] = {1.002, 0.999, 0.997, 1.001, 0.998, 1.003};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	double squares = 0.0;

	runs_add(&all, MODE_SEQ, 1, 100.0);
	for (int i = 0; i < 6; i++) {
		int n = 2 << i / 2;
		runs_add(&all, MODE_PAR, n, (90.0 / n + 2.0 * (n - 1)) * jitter[i]);
	}
	fit_usl(&all, LOSS_SPEEDUP, &analysis);
	const struct term_estimate *terms = analysis.fit.terms;
	CU_ASSERT(terms[TERM_SERIAL].at_bound);
	ASSERT_NEAR(terms[TERM_PARALLEL].value.estimate, 100.0, 1e-9);
	CU_ASSERT(isnan(terms[TERM_PARALLEL].se));
	for (int i = 0; i < 6; i++) {
		int n = 2 << i / 2;
		double time_s = 100.0 / n + terms[TERM_WORKER].value.estimate * (n - 1);
		double root = 100.0 / (time_s * time_s) * (n - 1);
		squares += root * root;
	}
	ASSERT_NEAR(terms[TERM_WORKER].se, sqrt(analysis.fit.rss / 4.0 / squares), 1e-6);
	analysis_release(&analysis);
}

static void
test_karp_flatt(void)
{
	static const struct {
		int workers;
		double speedup;
		double fraction;
	} rows[] = {
		/* Quinn, Parallel Programming in C with MPI and OpenMP (2003), section 7.5,
		 * benchmark 1: e stays .100; benchmark 2: e grows from .070 to .100. */
		{2, 1.82, 0.100},
		{3, 2.50, 0.100},
		{4, 3.08, 0.100},
		{5, 3.57, 0.100},
		{6, 4.00, 0.100},
		{7, 4.38, 0.100},
		{8, 4.71, 0.100},
		{2, 1.87, 0.070},
		{3, 2.61, 0.075},
		{4, 3.23, 0.080},
		{5, 3.73, 0.085},
		{6, 4.14, 0.090},
		{7, 4.46, 0.095},
		{8, 4.71, 0.100},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct analysis analysis;
		struct error error;
		runs_add(&all, MODE_SEQ, 1, 100.0);
		runs_add(&all, MODE_PAR, rows[i].workers, 100.0 / rows[i].speedup);
		struct analysis_arg arg = runs_arg(&all);
		CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
		/* The speedups are printed with two decimals, the fractions with three. */
		double n = rows[i].workers;
		double rounding = 0.005 / (rows[i].speedup * rows[i].speedup) / (1.0 - 1.0 / n);
		CU_ASSERT(fabs(analysis.points[1].karp_flatt - rows[i].fraction) <
			rounding + 0.0006);
		analysis_release(&analysis);
		observations_release(&all);
	}
}

SUITE(published, {"specsdm91 as R usl fits it", test_specsdm91},
	{"R usl's standard errors", test_specsdm91_errors},
	{"a published server is fitted as usl4j does", test_schwartz},
	{"standard errors where T(1) is fixed", test_errors_at_fixed_t1},
	{"Karp-Flatt as in Quinn's tables", test_karp_flatt});
