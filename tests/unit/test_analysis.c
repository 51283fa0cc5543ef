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

/*
 * SPEC SDM91 as in Gunther, Guerrilla Capacity Planning (2007), and in the R package usl,
 * whose version 3 gives these coefficients and standard errors (throughput loss, nls).
 */
static void
test_specsdm91(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (size_t i = 0; i < sizeof specsdm91 / sizeof *specsdm91; i++)
		runs_add(&all, specsdm91[i].workers == 1 ? MODE_SEQ : MODE_PAR,
			specsdm91[i].workers, 1.0 / specsdm91[i].throughput);
	struct analysis_arg arg = runs_arg(&all);
	arg.law = law_find("usl");
	arg.loss = LOSS_THROUGHPUT;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	ASSERT_NEAR(analysis.fit.serial.value.estimate, 0.0277285, 2e-5);
	ASSERT_NEAR(analysis.fit.worker.value.estimate, 1.044e-4, 2e-3);
	ASSERT_NEAR(analysis.fit.gamma.estimate, 89.9952, 1e-5);
	analysis_release(&analysis);
	observations_release(&all);
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
		data.items[i] = (struct datum){.mode = i == 0 ? MODE_SEQ : MODE_PAR,
			.workers = specsdm91[i].workers,
			.runs = 1,
			.location_s = 1.0 / x,
			.time = {1.0 / x, 0.0},
			.log = {-log(x), 0.0},
			.rate = {x, 0.0}};
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

SUITE(analysis, {"R usl's standard errors", test_specsdm91_errors},
	{"specsdm91 as R usl fits it", test_specsdm91});
