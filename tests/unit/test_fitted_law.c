#include "config.h"

#include "unit.h"

#include <math.h>

#include "core/fitted_law.h"

#include "runs.h"

/* A suite that needs .9 CPUs, on 4 of them: at 8 workers they are the limit. */
static void
fit_runs(const char *law, bool capacity, enum loss loss, struct samples *samples,
	struct dataset *data, struct fitted_law *fitted)
{
	struct observations all = OBSERVATIONS_INIT;

	runs_add_cpu(&all, MODE_SEQ, 1, 101.0, 89.5);
	runs_add_cpu(&all, MODE_PAR, 1, 103.2, 89.64);
	runs_add_cpu(&all, MODE_PAR, 2, 57.55, 90.49);
	runs_add_cpu(&all, MODE_PAR, 4, 35.34, 91.11);
	runs_add_cpu(&all, MODE_PAR, 8, 35.72, 93.12);
	samples_make(&all, NULL, samples);
	dataset_make(samples, 4.0, data);
	fitted_law_make(fitted, data, law_find(law), capacity, loss);
	observations_release(&all);
}

static void
release(struct samples *samples, struct dataset *data, struct fitted_law *fitted)
{
	model_release(&fitted->model);
	dataset_release(data);
	samples_release(samples);
}

/*
 * Figures of a program of its own, that tries all branches of all counts with numpy. Where T(1)
 * is given, leaving the baseline out is no test.
 */
static void
test_left_out(void)
{
	static const struct row {
		const char *law;
		bool capacity;
		enum loss loss;
		double error;
	} rows[] = {
		{"fixed", true, LOSS_RELATIVE, 0.0596871917},
		{"usl", true, LOSS_RELATIVE, 0.0305621291},
		{"fixed", false, LOSS_RELATIVE, 0.2093427781},
		{"usl", false, LOSS_SPEEDUP, 0.1690426629},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct samples samples;
		struct dataset data;
		struct fitted_law fitted;
		fit_runs(rows[i].law, rows[i].capacity, rows[i].loss, &samples, &data, &fitted);
		CU_ASSERT(fitted.feasible);
		ASSERT_NEAR(fitted.loo_error, rows[i].error, 1e-6);
		release(&samples, &data, &fitted);
	}
}

/*
 * With T(1) given, b takes from a, and a counts less where the CPUs are the limit. A term that
 * the law does not have has no error.
 */
static void
test_errors(void)
{
	double covariance[TERM_COUNT][TERM_COUNT];
	struct samples samples;
	struct dataset data;
	struct fitted_law fitted;

	fit_runs("usl", true, LOSS_SPEEDUP, &samples, &data, &fitted);
	fitted_law_covariance(&fitted, covariance);
	ASSERT_NEAR(sqrt(covariance[TERM_SERIAL][TERM_SERIAL]), 0.6928733483, 1e-6);
	ASSERT_NEAR(sqrt(covariance[TERM_PARALLEL][TERM_PARALLEL]), 0.6928733483, 1e-6);
	ASSERT_NEAR(sqrt(covariance[TERM_WORKER][TERM_WORKER]), 0.1002759605, 1e-6);
	ASSERT_NEAR(covariance[TERM_SERIAL][TERM_PARALLEL],
		-covariance[TERM_PARALLEL][TERM_PARALLEL], 1e-12);
	CU_ASSERT(isnan(covariance[TERM_FIXED][TERM_FIXED]));
	CU_ASSERT(isnan(covariance[TERM_SERIAL][TERM_TREE]));
	release(&samples, &data, &fitted);
}

/*
 * Suites that get slower beyond 8 workers, under a law that cannot: a whole step of the iterated
 * loss goes too far. Then one that gets slower with each worker and one that gets faster than N
 * times, where the law is off by more than ten times at one count. Figures of scipy's
 * least_squares from five starts. A term at its bound has no error.
 */
static void
test_far_off(void)
{
	static const struct row {
		int counts[8];
		double times[8];
		double serial_s;
		double parallel_s;
		double rss;
	} rows[] = {
		{{1, 2, 6, 8, 16, 24, 32},
			{10.07, 5.30447, 2.71922, 3.01553, 3.65707, 5.04266, 6.46895},
			3.71028367, 2.72534513, 0.04279265946},
		{{1, 3, 4, 6, 8, 12, 16, 24},
			{10.23952, 3.924308, 3.219336, 2.972799, 2.704073, 3.273915, 3.951073,
				5.196943},
			3.17465753, 2.71410831, 0.03358079764},
		{{1, 2, 6, 8, 10, 64}, {1.0, 1.067, 2.044, 2.616, 3.196, 19.347}, 1.890784723,
			0.0, 0.686117008626},
		{{1, 2, 8, 32, 128}, {100.0, 35.4, 4.42, 0.552, 0.069}, 0.0, 9.126752364,
			3.55991935042},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct samples samples;
		struct dataset data;
		struct fitted_law fitted;
		double covariance[TERM_COUNT][TERM_COUNT];

		for (size_t k = 0; k < 8 && rows[i].counts[k] > 0; k++)
			runs_add(&all, k == 0 ? MODE_SEQ : MODE_PAR, rows[i].counts[k],
				rows[i].times[k]);
		samples_make(&all, NULL, &samples);
		dataset_make(&samples, UNKNOWN, &data);
		fitted_law_make(&fitted, &data, law_find("amdahl"), false, LOSS_THROUGHPUT);
		ASSERT_NEAR(fitted.best.terms[TERM_SERIAL], rows[i].serial_s, 1e-6);
		ASSERT_NEAR(fitted.best.terms[TERM_PARALLEL], rows[i].parallel_s, 1e-6);
		ASSERT_NEAR(fitted.best.rss, rows[i].rss, 1e-8);
		fitted_law_covariance(&fitted, covariance);
		for (int t = TERM_SERIAL; t <= TERM_PARALLEL; t++)
			CU_ASSERT_EQUAL(!isnan(covariance[t][t]), fitted.best.terms[t] > 0);
		release(&samples, &data, &fitted);
		observations_release(&all);
	}
}

/*
 * On one CPU, with CPU seconds that do not grow with the workers: 16 workers are at their kink,
 * fewer are not limited by it. Figures of numpy's least squares under that equation.
 */
static void
test_kink_alone(void)
{
	static const struct row {
		int workers;
		double wall_s;
		double cpu_s;
	} rows[] = {{1, 104.4, 90.2}, {3, 114.9, 90.0}, {6, 115.9, 88.8}, {8, 124.1, 89.0},
		{16, 103.3, 89.9}};
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;
	struct dataset data;
	struct fitted_law fitted;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		runs_add_cpu(&all, i == 0 ? MODE_SEQ : MODE_PAR, rows[i].workers,
			rows[i].wall_s, rows[i].cpu_s);
	samples_make(&all, NULL, &samples);
	dataset_make(&samples, 1.0, &data);
	fitted_law_make(&fitted, &data, law_find("fixed"), true, LOSS_RELATIVE);
	ASSERT_NEAR(fitted.best.rss, 0.01746325321, 1e-8);
	ASSERT_NEAR(fitted.best.terms[TERM_SERIAL], 103.9488149, 1e-8);
	ASSERT_NEAR(fitted.best.terms[TERM_PARALLEL], 1.437072, 1e-6);
	release(&samples, &data, &fitted);
	observations_release(&all);
}

#define SERIAL	 (1U << TERM_SERIAL)
#define PARALLEL (1U << TERM_PARALLEL)

/*
 * The terms that can be changed together without changing any time (the null space of the
 * equations, by hand), and then no criterion to weigh the law by.
 */
static void
test_unknown(void)
{
	static const struct row {
		const char *law;
		int workers;
		unsigned unknown;
	} rows[] = {{"amdahl", 2, 0}, {"amdahl", 1, SERIAL | PARALLEL},
		{"usl", 2, SERIAL | PARALLEL | 1U << TERM_WORKER},
		{"log", 2, SERIAL | PARALLEL | 1U << TERM_TREE}};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct samples samples;
		struct dataset data;
		struct fitted_law fitted;

		runs_add(&all, MODE_SEQ, 1, 10.0);
		runs_add(&all, MODE_PAR, rows[i].workers, 6.0);
		samples_make(&all, NULL, &samples);
		dataset_make(&samples, UNKNOWN, &data);
		fitted_law_make(&fitted, &data, law_find(rows[i].law), false, LOSS_RELATIVE);
		CU_ASSERT_EQUAL(fitted.unknown, rows[i].unknown);
		CU_ASSERT_EQUAL(fitted.feasible, rows[i].unknown == 0);
		CU_ASSERT(isnan(fitted.aicc) && isnan(fitted.restricted_aic));
		release(&samples, &data, &fitted);
		observations_release(&all);
	}
}

SUITE(fitted_law, {"what the counts cannot tell", test_unknown},
	{"one count alone may be at its kink", test_kink_alone},
	{"an iterated loss ends at its least", test_far_off},
	{"each count is predicted from the others", test_left_out},
	{"standard errors know where the CPUs are the limit", test_errors});
