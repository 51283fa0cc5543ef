#include "config.h"

#include "runs.h"
#include "sane.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/analysis.h"
#include "core/fits.h"

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

/* Runs without any scatter: the noise is that of the quietest machine, and the report says so. */
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
	{"bad input gives numbers or sentences", test_bad_input},
	{"what is wrong is said", test_sentences},
	{"failed forms are told from missing ones", test_failed_forms},
	{"every loss finds exact terms", test_losses},
	{"no scatter is no certainty", test_no_scatter},
	{"drift, first runs and rounds are seen", test_checks},
	{"targets are read whole", test_targets},
	{"memory is base and per worker", test_memory});
