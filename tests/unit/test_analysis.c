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
	struct error error;

	for (int i = 0; i < 32; i++)
		runs_add(&all, i == 0 ? MODE_SEQ : MODE_PAR, i + 1, 1.0 / throughput[i]);
	struct analysis_arg arg = runs_arg(&all);
	arg.law = law_find("usl");
	arg.loss = LOSS_THROUGHPUT;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	ASSERT_NEAR(analysis.fit.serial.value.estimate, 0.02671591, 1e-5);
	ASSERT_NEAR(analysis.fit.worker.value.estimate, 7.690945e-4, 1e-5);
	ASSERT_NEAR(analysis.fit.gamma.estimate, 995.6486, 1e-6);
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
	struct error error;
	double squares = 0.0;

	runs_add(&all, MODE_SEQ, 1, 100.0);
	for (int i = 0; i < 6; i++) {
		int n = 2 << i / 2;
		runs_add(&all, MODE_PAR, n, (90.0 / n + 2.0 * (n - 1)) * jitter[i]);
	}
	struct analysis_arg arg = runs_arg(&all);
	arg.law = law_find("usl");
	arg.loss = LOSS_SPEEDUP;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
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
	observations_release(&all);
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

static bool
ordered(struct interval interval)
{
	return !(interval.low > interval.estimate) && !(interval.high < interval.estimate);
}

static bool
is_fraction(struct interval interval)
{
	return ordered(interval) && !(interval.low < 0.0) && !(interval.high > 1.0) &&
		interval.estimate >= 0.0 && interval.estimate <= 1.0;
}

/* Whatever the data: numbers where there is a fit, a sentence where there is none. */
static void
check_sane(const struct analysis *analysis)
{
	const struct fit *fit = &analysis->fit;

	for (size_t i = 0; i < analysis->point_count; i++) {
		CU_ASSERT(ordered(analysis->points[i].wall_s));
		CU_ASSERT(ordered(analysis->points[i].speedup));
		CU_ASSERT(ordered(analysis->points[i].efficiency));
		CU_ASSERT(ordered(analysis->points[i].reduction));
	}
	for (size_t i = 0; i < analysis->prediction_count; i++) {
		const struct prediction *prediction = &analysis->predictions[i];
		CU_ASSERT(ordered(prediction->wall_s));
		CU_ASSERT(isfinite(prediction->wall_s.estimate) ||
			prediction->kind == PREDICTION_REFUSED);
		CU_ASSERT(isfinite(prediction->wall_s.low) || *prediction->note != '\0');
	}
	CU_ASSERT(fit->notes.count > 0);
	for (size_t i = 0; i < fit->notes.count; i++)
		CU_ASSERT_PTR_NULL(strstr(fit->notes.items[i], "nan"));
	for (size_t i = 0; i < analysis->warnings.count; i++)
		CU_ASSERT_PTR_NULL(strstr(analysis->warnings.items[i], "nan"));
	if (!fit->done)
		return;
	CU_ASSERT(is_fraction(fit->serial.value));
	CU_ASSERT(is_fraction(fit->parallel.value));
	CU_ASSERT(fit->worker.value.estimate >= 0.0);
	for (int t = 0; t < TERM_COUNT; t++)
		CU_ASSERT(!fit->terms[t].present || fit->terms[t].value.estimate >= 0.0);
	CU_ASSERT(ordered(fit->gamma) && fit->gamma.estimate > 0.0);
	CU_ASSERT(ordered(fit->ceiling));
	double weights = 0.0;
	for (size_t i = 0; i < fit->law_count; i++)
		weights += fit->laws[i].weight;
	ASSERT_NEAR(weights, 1.0, 1e-9);
}

/* Rows of {workers, seconds}; workers 1 is the sequential form, below 0 a parallel form's count
 * that failed; ended by 0. */
static int
analyse(const double (*rows)[2], struct observations *all, struct analysis *analysis)
{
	static const struct target targets[] = {
		{3, (double)NAN}, {16, (double)NAN}, {16, 16.0}};
	struct error error;

	for (; (*rows)[0] > 0.5 || (*rows)[0] < -0.5; rows++) {
		int workers = (int)(*rows)[0];
		if (workers < 0)
			runs_add_failed(all, MODE_PAR, -workers);
		else
			runs_add(all, workers == 1 ? MODE_SEQ : MODE_PAR, workers, (*rows)[1]);
	}
	struct analysis_arg arg = runs_arg(all);
	arg.targets = targets;
	arg.target_count = 3;
	return analysis_run(&arg, analysis, &error);
}

static void
test_bad_input(void)
{
	static const struct {
		const char *what;
		bool usable;
		bool fits;
		double rows[14][2];
	} cases[] = {
		{"nothing", false, false, {{0, 0}}},
		{"one run", true, false, {{1, 5}}},
		{"one count", true, false, {{4, 5}, {4, 5.1}, {4, 4.9}}},
		{"two points", true, true, {{1, 10}, {4, 4}}},
		{"two points twice", true, true, {{1, 10}, {4, 4}, {1, 10.1}, {4, 4.1}}},
		{"two parallel counts", true, true, {{2, 10}, {4, 6}, {2, 10.1}, {4, 6.1}}},
		{"all equal", true, true, {{1, 7}, {1, 7}, {2, 7}, {2, 7}, {4, 7}, {4, 7}}},
		{"exact", true, true,
			{{1, 100}, {1, 100}, {2, 55}, {2, 55}, {4, 32.5}, {4, 32.5},
				{8, 21.25}}},
		{"growing", true, true, {{1, 5}, {2, 6}, {4, 8}, {8, 12}, {8, 12.3}, {1, 5.1}}},
		{"growing from nothing", true, true,
			{{2, 1}, {4, 3}, {8, 7}, {16, 15}, {2, 1.1}}},
		{"superlinear", true, true,
			{{1, 100}, {1, 101}, {2, 30}, {2, 31}, {4, 8}, {4, 8.2}, {8, 2}}},
		{"tiny", true, true,
			{{1, 1e-9}, {1, 1.1e-9}, {2, 6e-10}, {2, 6.1e-10}, {4, 4e-10},
				{4, 3.9e-10}}},
		{"huge", true, true, {{1, 1e6}, {1, 1.1e6}, {2, 6e5}, {2, 6.1e5}, {4, 4e5}}},
		{"both", true, true, {{1, 1e6}, {1, 1.1e6}, {2, 1e-9}, {2, 1.1e-9}, {4, 4e5}}},
		{"wild", true, true, {{1, 9}, {1, 9.1}, {1, 900}, {2, 5}, {2, 5.1}, {2, 5.05}}},
		{"failed count", true, true,
			{{1, 9}, {1, 9.1}, {2, 5}, {2, 5.1}, {-4, 1}, {-4, 1}}},
		{"all failed", false, false, {{-4, 1}, {-4, 1}}},
		{"many workers", true, true,
			{{1, 9}, {65536, 5}, {65536, 5.1}, {1, 9.2}, {60000, 5}}},
		{"neighbours", true, true,
			{{63, 2}, {64, 1.99}, {63, 2.01}, {64, 1.98}, {1, 50}}},
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct analysis analysis;
		int status = analyse(cases[i].rows, &all, &analysis);
		CU_ASSERT_EQUAL(status == 0, cases[i].usable);
		CU_ASSERT_EQUAL(analysis.fit.done, cases[i].fits);
		if ((status == 0) != cases[i].usable || analysis.fit.done != cases[i].fits)
			printf("case: %s\n", cases[i].what);
		check_sane(&analysis);
		analysis_release(&analysis);
		observations_release(&all);
	}
}

static bool
mentions(const struct strvec *sentences, const char *words)
{
	for (size_t i = 0; i < sentences->count; i++)
		if (strstr(sentences->items[i], words) != NULL)
			return true;
	return false;
}

/* Runs that failed are no missing runs, and no single ones. */
static void
test_failed_forms(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;
	struct analysis_arg arg = runs_arg(&all);

	for (int i = 0; i < 3; i++) {
		runs_add_failed(&all, MODE_SEQ, 1);
		runs_add_failed(&all, MODE_PAR, 2);
	}
	(void)analysis_run(&arg, &analysis, &error);
	CU_ASSERT_FALSE(mentions(&analysis.warnings, "run only once"));
	analysis_release(&analysis);

	for (int i = 0; i < 3; i++)
		runs_add(&all, MODE_PAR, 4 << i % 2, (10.0 - i % 2) * (1.0 + 0.01 * i));
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(mentions(&analysis.warnings,
		"No run of the sequential form passed: the parallel form with 4 workers, the "
		"smallest count that did, is the reference"));
	analysis_release(&analysis);
	observations_release(&all);
}

static void
test_sentences(void)
{
	static const double no_baseline[][2] = {{2, 10}, {4, 6}, {2, 10.1}, {4, 6.1}, {0, 0}};
	static const double wild[][2] = {
		{1, 9}, {1, 9.1}, {1, 900}, {2, 5}, {2, 5.1}, {2, 5.05}, {2, 5}, {0, 0}};
	static const double steep[][2] = {{1, 100}, {1, 101}, {2, 30}, {2, 31}, {0, 0}};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;

	analyse(no_baseline, &all, &analysis);
	CU_ASSERT(mentions(&analysis.warnings, "no run of the sequential form"));
	CU_ASSERT(mentions(&analysis.fit.notes,
		"fixed and fixed-usl are not identifiable from 2 counts, for their terms cannot be "
		"told apart: measure the sequential form, too."));
	CU_ASSERT(mentions(&analysis.fit.notes,
		"usl and log are not identifiable from 2 counts, for their terms cannot be told "
		"apart: measure one more count, for example 8."));
	CU_ASSERT_EQUAL(analysis.predictions[2].kind, PREDICTION_REFUSED);
	analysis_release(&analysis);
	observations_release(&all);

	analyse(wild, &all, &analysis);
	CU_ASSERT(mentions(&analysis.warnings, "1 slow run (1 sequential)"));
	CU_ASSERT_EQUAL(analysis.points[0].flagged, 1);
	CU_ASSERT_EQUAL(analysis.predictions[0].kind, PREDICTION_EXTRAPOLATED);
	CU_ASSERT_EQUAL(analysis.predictions[1].kind, PREDICTION_REFUSED);
	analysis_release(&analysis);
	observations_release(&all);

	analyse(steep, &all, &analysis);
	CU_ASSERT(mentions(&analysis.warnings, "no law explains that"));
	CU_ASSERT(analysis.points[1].karp_flatt < 0.0);
	CU_ASSERT(analysis.fit.serial.at_bound);
	analysis_release(&analysis);
	observations_release(&all);
}

/* Every loss finds the terms of data without noise. */
static void
test_losses(void)
{
	static const int counts[] = {1, 2, 3, 4, 8, 16};

	for (int loss = 0; loss < LOSS_COUNT; loss++) {
		struct observations all = OBSERVATIONS_INIT;
		struct analysis analysis;
		struct error error;
		for (size_t i = 0; i < 6; i++)
			runs_add(&all, counts[i] == 1 ? MODE_SEQ : MODE_PAR, counts[i],
				20.0 + 80.0 / counts[i]);
		struct analysis_arg arg = runs_arg(&all);
		arg.loss = (enum loss)loss;
		arg.law = law_find("amdahl");
		CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
		ASSERT_NEAR(analysis.fit.serial.value.estimate, 0.2, 1e-9);
		ASSERT_NEAR(analysis.fit.terms[TERM_PARALLEL].value.estimate, 80.0, 1e-9);
		ASSERT_NEAR(analysis.fit.ceiling.estimate, 5.0, 1e-6);
		check_sane(&analysis);
		analysis_release(&analysis);
		observations_release(&all);
	}
}

/* 9 % serial, CPU-bound, on 2 CPUs: Amdahl's law says more than half is serial, capacity does
 * not. */
static void
test_capacity(void)
{
	static const struct target target = {16, 16.0};
	static const int counts[] = {1, 2, 4, 8};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (size_t i = 0; i < 8; i++) {
		int n = counts[i % 4];
		double wall_s = 9.0 + 91.0 / (n < 2 ? n : 2);
		runs_add_cpu(&all, n == 1 ? MODE_SEQ : MODE_PAR, n,
			wall_s * (i < 4 ? 1.003 : 0.997), 100.0);
	}
	struct analysis_arg arg = runs_arg(&all);
	arg.cpus = 2.0;
	arg.targets = &target;
	arg.target_count = 1;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(analysis.fit.capacity_applied);
	ASSERT_NEAR(analysis.fit.serial.value.estimate, 0.09, 0.02);
	ASSERT_NEAR(analysis.predictions[0].wall_s.estimate, 9.0 + 91.0 / 16, 0.02);
	CU_ASSERT(mentions(&analysis.fit.notes, "ran out of CPUs"));
	check_sane(&analysis);
	for (size_t i = 0; i < analysis.fit.law_count; i++)
		if (analysis.fit.laws[i].law == law_find("amdahl") &&
			!analysis.fit.laws[i].capacity)
			CU_ASSERT(analysis.fit.laws[i].terms[TERM_SERIAL] > 25.0);
	analysis_release(&analysis);

	/* 8 runs of 100 CPU seconds within 54.5 s need at least 1.8 CPUs: half a CPU is no
	 * truth. */
	arg.cpus = 0.5;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT_FALSE(analysis.fit.capacity_applied);
	CU_ASSERT(mentions(&analysis.warnings, "number of CPUs is wrong"));
	CU_ASSERT_EQUAL(analysis.predictions[0].kind, PREDICTION_REFUSED);
	analysis_release(&analysis);
	observations_release(&all);
}

/* Without CPU seconds nothing is said of other machines, but which run would tell. */
static void
test_other_machines(void)
{
	static const struct target targets[] = {{1, 1.0}, {3, 8.0}};
	static const char *const ends[] = {
		"run it with 1 worker on a machine of 1 CPU.",
		"run it with 3 workers on a machine of 8 CPUs.",
	};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (int i = 0; i < 6; i++)
		runs_add(&all, i % 3 == 0 ? MODE_SEQ : MODE_PAR, 1 << i % 3, 10.0 - i % 3);
	struct analysis_arg arg = runs_arg(&all);
	arg.targets = targets;
	arg.target_count = 2;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	for (size_t i = 0; i < 2; i++) {
		CU_ASSERT_EQUAL(analysis.predictions[i].kind, PREDICTION_REFUSED);
		CU_ASSERT_PTR_NOT_NULL(strstr(analysis.predictions[i].note, ends[i]));
	}
	analysis_release(&analysis);
	observations_release(&all);
}

/* With 2 CPUs at the limit from 2 workers on, no further count tells serial from fixed cost. */
static void
test_capacity_unknown(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (int i = 0; i < 8; i++) {
		int n = 1 << i % 4;
		double wall_s = n == 1 ? 100.0 : i < 4 ? 57.1 : 56.9;
		runs_add_cpu(&all, n == 1 ? MODE_SEQ : MODE_PAR, n, wall_s, 100.0);
	}
	struct analysis_arg arg = runs_arg(&all);
	arg.cpus = 2.0;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(mentions(&analysis.fit.notes,
		"fixed and fixed-usl are not identifiable from 4 counts, for their terms cannot be "
		"told apart: measure on a machine with more CPUs than 2."));
	CU_ASSERT_FALSE(mentions(&analysis.fit.notes, "measure one more count"));
	analysis_release(&analysis);
	observations_release(&all);
}

/* One run of each count with its CPU seconds, on so many CPUs. */
static void
analyse_once(const double (*rows)[2], size_t count, double cpus, struct observations *all,
	struct analysis *analysis)
{
	struct error error;
	struct analysis_arg arg = runs_arg(all);

	for (size_t i = 0; i < count; i++)
		runs_add_cpu(all, i == 0 ? MODE_SEQ : MODE_PAR, 1 << i, rows[i][0], rows[i][1]);
	arg.cpus = cpus;
	CU_ASSERT_EQUAL(analysis_run(&arg, analysis, &error), 0);
	CU_ASSERT(analysis->fit.capacity_applied);
	check_sane(analysis);
}

/* Workers that need ever more CPU seconds and are no faster: the CPUs or the code, who knows?
 */
static void
test_code_or_machine(void)
{
	static const double open[][2] = {{10, 9.5}, {10, 12}, {10, 20}, {10, 30}};
	static const double busy[][2] = {{10, 9.5}, {5.5, 9.7}, {5.4, 9.8}, {5.6, 10}};
	static const double growing[][2] = {{10, 10}, {20, 20}, {40, 40}};
	static const double steep[][2] = {{10, 0.1}, {5, 0.1}, {2, 0.1}, {0.9, 0.1}};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;

	analyse_once(open, 4, 4.0, &all, &analysis);
	CU_ASSERT_FALSE(mentions(&analysis.fit.notes, "ran out of CPUs"));
	CU_ASSERT(mentions(&analysis.fit.notes, "these runs cannot tell"));
	CU_ASSERT_FALSE(analysis.fit.optimum_at_cpus);
	analysis_release(&analysis);
	observations_release(&all);

	analyse_once(busy, 4, 2.0, &all, &analysis);
	CU_ASSERT(mentions(
		&analysis.fit.notes, "From 4 workers on this machine ran out of CPUs"));
	CU_ASSERT(
		mentions(&analysis.fit.notes, "With enough CPUs 4 workers would take 3.27 s"));
	CU_ASSERT(analysis.fit.optimum_at_cpus);
	analysis_release(&analysis);
	observations_release(&all);

	/* All serial: a limit from one worker on would be no news. */
	analyse_once(growing, 3, 2.0, &all, &analysis);
	CU_ASSERT(mentions(&analysis.fit.notes, "The 2 CPUs were never the limit: what"));
	CU_ASSERT_FALSE(analysis.fit.optimum_at_cpus);
	analysis_release(&analysis);
	observations_release(&all);

	/* Nothing fails to scale, and a limit at 169 workers is beyond what 8 can tell. */
	analyse_once(steep, 4, 2.0, &all, &analysis);
	CU_ASSERT(mentions(&analysis.fit.notes, "The 2 CPUs were never the limit."));
	CU_ASSERT_FALSE(analysis.fit.optimum_at_cpus);
	CU_ASSERT(isnan(analysis.fit.optimum_workers.estimate));
	analysis_release(&analysis);
	observations_release(&all);
}

/* Runs without any scatter: the noise is that of the quietest machine, and the report says so.
 */
static void
test_no_scatter(void)
{
	static const double equal[][2] = {
		{1, 7}, {1, 7}, {2, 7}, {2, 7}, {4, 7}, {4, 7}, {0, 0}};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;

	analyse(equal, &all, &analysis);
	CU_ASSERT(mentions(&analysis.fit.notes, "the intervals take the noise for 0.2 %"));
	ASSERT_NEAR(analysis.fit.serial.value.estimate, 1.0, 1e-9);
	CU_ASSERT(analysis.fit.serial.value.low < 0.999);
	CU_ASSERT(analysis.fit.serial.value.low > 0.9);
	ASSERT_NEAR(analysis.fit.rse, 0.0, 1e-9);
	analysis_release(&analysis);
	observations_release(&all);
}

/*
 * Tests that wait, on 2 CPUs: their few CPU seconds are never the limit, also where nothing but
 * noise and they are left of the parallel part.
 */
static void
test_waiting(void)
{
	static const double serial[] = {0.0, 0.5, 0.9, 1.0};
	static const double jitter[] = {1.01, 0.985, 1.0, 1.015, 0.99, 1.005};
	struct error error;

	for (size_t k = 0; k < sizeof serial / sizeof *serial; k++) {
		struct observations all = OBSERVATIONS_INIT;
		struct analysis analysis;

		for (int i = 0; i < 6; i++) {
			int n = 1 << i % 3;
			runs_add_cpu(&all, n == 1 ? MODE_SEQ : MODE_PAR, n,
				0.4 * (serial[k] + (1.0 - serial[k]) / n) * jitter[i],
				0.005 + 0.001 * n);
		}
		struct analysis_arg arg = runs_arg(&all);
		arg.cpus = 2.0;
		CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
		CU_ASSERT(analysis.fit.capacity_applied);
		CU_ASSERT_FALSE(mentions(&analysis.fit.notes, "ran out of CPUs"));
		CU_ASSERT(mentions(&analysis.fit.notes, "The 2 CPUs were never the limit"));
		/* What was reached is below any ceiling, whatever law has a say. */
		CU_ASSERT(analysis.fit.ceiling.low > 0.9 * analysis.points[2].speedup.estimate);
		check_sane(&analysis);
		analysis_release(&analysis);
		observations_release(&all);
	}
}

static void
test_checks(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (int i = 0; i < 40; i++) {
		static const int counts[] = {1, 4, 2, 8};
		int n = counts[(i + i / 4) % 4];
		double jitter = 0.002 * ((i * 7) % 5 - 2);
		runs_add(&all, n == 1 ? MODE_SEQ : MODE_PAR, n,
			(10.0 + 90.0 / n) * (1.0 + jitter) * (1.0 + 0.06 * i / 40.0));
	}
	struct analysis_arg arg = runs_arg(&all);
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(mentions(&analysis.warnings, "% slower from the first to the last"));
	analysis_release(&analysis);

	for (int i = 0; i < 40; i++)
		all.rows[i].wall_s /= (1.0 + 0.06 * i / 40.0) * (i < 4 ? 0.9 : 1.0);
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(mentions(&analysis.warnings, "The first run of 4 of 4 counts was slow"));
	analysis_release(&analysis);

	for (int i = 0; i < 40; i++) {
		all.rows[i].round = i / 4 + 1;
		all.rows[i].wall_s *= (i < 4 ? 0.9 : 1.0) * (i / 4 == 5 ? 1.05 : 1.0);
	}
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(mentions(&analysis.warnings, "Round 6 was"));
	analysis_release(&analysis);
	observations_release(&all);
}

static void
test_targets(void)
{
	struct target *targets = NULL;
	size_t count = 0;
	struct error error;
	static const char *const bad[] = {"", "0", "4,", "-1", "4@", "@4", "4@0", "4@-1",
		"4@2@1", "nan", "4@nan", "1e9", "99999999999999999999", "4@1e99", "4 "};

	CU_ASSERT_EQUAL(targets_parse("16,16@16,32@2.5", &targets, &count, &error), 0);
	CU_ASSERT_EQUAL_FATAL(count, 3);
	CU_ASSERT_EQUAL(targets[0].workers, 16);
	CU_ASSERT(isnan(targets[0].cpus));
	ASSERT_NEAR(targets[2].cpus, 2.5, 0.0);
	free(targets);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		CU_ASSERT_EQUAL(targets_parse(bad[i], &targets, &count, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	}
}

static void
test_memory(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (int n = 2; n <= 8; n *= 2) {
		runs_add(&all, MODE_PAR, n, 10.0 / n);
		all.rows[all.count - 1].peak_bytes = 200e6 + 50e6 * n;
		all.rows[all.count - 1].peak_method = PEAK_PSS;
	}
	struct analysis_arg arg = runs_arg(&all);
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(analysis.memory.known);
	ASSERT_NEAR(analysis.memory.base_bytes, 200e6, 1e-9);
	ASSERT_NEAR(analysis.memory.per_worker_bytes, 50e6, 1e-9);
	CU_ASSERT_EQUAL(analysis.memory.method, PEAK_PSS);
	analysis_release(&analysis);
	observations_release(&all);
}

/* A quarter of a million runs: the intervals are narrow, and still there. */
static void
test_many_runs(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (int i = 0; i < 250000; i++) {
		int n = 1 << i % 4;
		double jitter = 0.01 * ((i / 4 * 7919) % 101 - 50) / 50.0;
		runs_add(&all, n == 1 ? MODE_SEQ : MODE_PAR, n,
			(10.0 + 90.0 / n) * (1.0 + jitter));
	}
	struct analysis_arg arg = runs_arg(&all);
	arg.law = law_find("amdahl");
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	ASSERT_NEAR(analysis.fit.serial.value.estimate, 0.1, 1e-3);
	CU_ASSERT(analysis.fit.serial.value.high - analysis.fit.serial.value.low < 5e-4);
	CU_ASSERT(analysis.points[1].speedup.high - analysis.points[1].speedup.low < 1e-3);
	analysis_release(&analysis);
	observations_release(&all);
}

SUITE(analysis, {"very many runs", test_many_runs},
	{"specsdm91 as R usl fits it", test_specsdm91},
	{"R usl's standard errors", test_specsdm91_errors},
	{"a published server is fitted as usl4j does", test_schwartz},
	{"standard errors where T(1) is fixed", test_errors_at_fixed_t1},
	{"Karp-Flatt as in Quinn's tables", test_karp_flatt},
	{"bad input gives numbers or sentences", test_bad_input},
	{"what is wrong is said", test_sentences},
	{"failed forms are told from missing ones", test_failed_forms},
	{"every loss finds exact terms", test_losses},
	{"serial code is told from a machine without CPUs", test_capacity},
	{"tests that wait do not run out of CPUs", test_waiting},
	{"what only more CPUs can tell", test_capacity_unknown},
	{"the code or the machine, where neither is sure", test_code_or_machine},
	{"no scatter is no certainty", test_no_scatter},
	{"which run would tell of another machine", test_other_machines},
	{"drift, first runs and rounds are seen", test_checks},
	{"targets are read whole", test_targets},
	{"memory is base and per worker", test_memory});
