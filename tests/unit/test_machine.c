#include "config.h"

#include "runs.h"
#include "sane.h"
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/analysis.h"
#include "core/fits.h"

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

/* Workers that need ever more CPU seconds and are no faster: the CPUs or the code, who knows? */
static void
test_code_or_machine(void)
{
	static const double open[][2] = {{10, 9.5}, {10, 12}, {10, 20}, {10, 30}};
	static const double busy[][2] = {{10, 9.5}, {5.5, 9.7}, {5.4, 9.8}, {5.6, 10}};
	static const double starting[][2] = {{9.0, 5.9}, {10.2, 8.7}};
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

	/* 2 workers that take long to start cannot use more than 2 CPUs, however many there are. */
	analyse_once(starting, 2, 2.0, &all, &analysis);
	CU_ASSERT_FALSE(mentions(&analysis.fit.notes, "ran out of CPUs"));
	CU_ASSERT(mentions(&analysis.fit.notes, "The 2 CPUs were never the limit: what"));
	CU_ASSERT_FALSE(analysis.fit.optimum_at_cpus);
	analysis_release(&analysis);
	observations_release(&all);

	/* All serial: a limit from one worker on would be no news. */
	analyse_once(growing, 3, 2.0, &all, &analysis);
	CU_ASSERT(mentions(&analysis.fit.notes,
		"The 2 CPUs were never the limit: what does not scale here is the code (or what "
		"it waits for), not their number."));
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

/* A limit that costs less than the runs scatter: the ceiling and the notes tell the same of it. */
static void
test_limit_in_noise(void)
{
	static const double wall_s[] = {7.26, 5.86, 5.55};
	static const double jitter[] = {0.7, 1.0, 1.4};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (int i = 0; i < 36; i++)
		runs_add_cpu(&all, i % 3 == 0 ? MODE_SEQ : MODE_PAR, 1 << i % 3,
			wall_s[i % 3] * jitter[i / 3 % 3], 6.2);
	struct analysis_arg arg = runs_arg(&all);
	arg.cpus = 2.0;
	CU_ASSERT_EQUAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT(analysis.fit.capacity_applied);
	CU_ASSERT(mentions(&analysis.fit.notes,
		"Whether the 2 CPUs were the limit from 4 workers on cannot be told"));
	CU_ASSERT_FALSE(mentions(&analysis.fit.notes, "never the limit"));
	CU_ASSERT_FALSE(analysis.fit.optimum_at_cpus);
	check_sane(&analysis);
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

SUITE(machine, {"serial code is told from a machine without CPUs", test_capacity},
	{"tests that wait do not run out of CPUs", test_waiting},
	{"a limit that the noise hides", test_limit_in_noise},
	{"what only more CPUs can tell", test_capacity_unknown},
	{"the code or the machine, where neither is sure", test_code_or_machine},
	{"which run would tell of another machine", test_other_machines});
