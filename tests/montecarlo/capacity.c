/*
 * capacity - is serial code told from a machine that ran out of CPUs? capacity [REPETITIONS]
 *
 * Suites of tests that wait for a share of their time and need a CPU for the rest run on C
 * processors: a worker takes the next test when it is free, and workers that need a CPU share
 * the C CPUs evenly. Fitted at counts 1, 2, 4, 8 with 1 % noise; the table has the median
 * error of s and of the time predicted for 16 workers on 16 CPUs, beside what Amdahl's law and
 * the USL make of it. Ends with 1 when an error is beyond .03 or 10 %.
 */
#include "config.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/analysis.h"

#define LENGTH(array) (sizeof(array) / sizeof *(array))
#define TESTS	      400
#define SLICES	      4 /* waits and CPU bursts of a test, in turn */
#define NOISE	      0.01
#define RUNS	      3

static const int counts[] = {1, 2, 4, 8};

struct suite_spec {
	double serial_s;
	double cpu_share;
	double waits[TESTS]; /* seconds of one slice */
	double bursts[TESTS]; /* CPU seconds of one slice */
};

struct worker {
	size_t test;
	int slice; /* even: waits, odd: needs a CPU */
	double left;
};

static void
suite_draw(gsl_rng *random, double serial, double cpu_share, struct suite_spec *suite)
{
	double total = 0.0;

	for (size_t i = 0; i < TESTS; i++) {
		suite->waits[i] = gsl_ran_lognormal(random, 0.0, 0.7);
		total += suite->waits[i];
	}
	for (size_t i = 0; i < TESTS; i++) {
		double slice = suite->waits[i] / total * 100.0 * (1.0 - serial) / SLICES;
		suite->bursts[i] = slice * cpu_share;
		suite->waits[i] = slice * (1.0 - cpu_share);
	}
	suite->serial_s = 100.0 * serial;
	suite->cpu_share = cpu_share;
}

static double
slice_length(const struct suite_spec *suite, const struct worker *worker)
{
	return worker->slice % 2 == 0 ? suite->waits[worker->test]
				      : suite->bursts[worker->test];
}

/* The next slice that takes any time, of this test or the next; false when the suite is done. */
static bool
advance(const struct suite_spec *suite, struct worker *worker, size_t *next)
{
	do {
		if (++worker->slice >= 2 * SLICES) {
			if (*next >= TESTS)
				return false;
			worker->test = (*next)++;
			worker->slice = 0;
		}
		worker->left = slice_length(suite, worker);
	} while (!(worker->left > 0.0));
	return true;
}

/* Seconds that the tests take with so many workers and CPUs, each event in turn. */
static double
makespan(const struct suite_spec *suite, int workers, double cpus)
{
	struct worker crew[64];
	size_t next = 0;
	int busy = 0;
	double now = 0.0;

	for (int i = 0; i < workers; i++) {
		crew[busy] = (struct worker){.slice = 2 * SLICES};
		busy += advance(suite, &crew[busy], &next);
	}
	while (busy > 0) {
		int running = 0;
		double step = HUGE_VAL;
		for (int i = 0; i < busy; i++)
			running += crew[i].slice % 2;
		double speed = running > cpus ? cpus / running : 1.0;
		for (int i = 0; i < busy; i++)
			step = fmin(
				step, crew[i].left / (crew[i].slice % 2 == 1 ? speed : 1.0));
		now += step;
		for (int i = busy - 1; i >= 0; i--) {
			crew[i].left -= step * (crew[i].slice % 2 == 1 ? speed : 1.0);
			if (crew[i].left <= 1e-12 && !advance(suite, &crew[i], &next))
				crew[i] = crew[--busy];
		}
	}
	return now;
}

static void
observe(gsl_rng *random, const struct suite_spec *suite, double cpus, struct observations *all)
{
	for (int run = 0; run < RUNS; run++)
		for (size_t i = 0; i < LENGTH(counts); i++) {
			struct observation row = observation_empty();
			double wall_s = suite->serial_s + makespan(suite, counts[i], cpus);
			row.mode = counts[i] == 1 ? MODE_SEQ : MODE_PAR;
			row.workers = counts[i];
			row.round = run + 1;
			row.exit_code = 0;
			row.wall_s = wall_s * exp(gsl_ran_gaussian(random, NOISE));
			row.user_s =
				100.0 * suite->cpu_share * exp(gsl_ran_gaussian(random, NOISE));
			row.sys_s = 0.0;
			observations_add(all, &row);
		}
}

/* The terms of a law without capacity. */
static const double *
blind_terms(const struct analysis *analysis, const char *law)
{
	for (size_t i = 0; i < analysis->fit.law_count; i++) {
		const struct law_fit *fit = &analysis->fit.laws[i];
		if (fit->law == law_find(law) && !fit->capacity)
			return fit->terms;
	}
	abort();
}

enum column {
	CAPACITY_S,
	CAPACITY_T,
	AMDAHL_S,
	AMDAHL_T,
	USL_S,
	USL_T,
	COLUMNS,
};

static void
compare(const struct analysis *analysis, double serial, double time, double errors[COLUMNS])
{
	static const char *const blind[] = {"amdahl", "usl"};

	errors[CAPACITY_S] = fabs(analysis->fit.serial.value.estimate - serial);
	errors[CAPACITY_T] = fabs(analysis->predictions[0].wall_s.estimate / time - 1.0);
	for (int i = 0; i < 2; i++) {
		const double *terms = blind_terms(analysis, blind[i]);
		double s = terms[TERM_SERIAL] / (terms[TERM_SERIAL] + terms[TERM_PARALLEL]);
		errors[AMDAHL_S + 2 * i] = fabs(s - serial);
		errors[AMDAHL_T + 2 * i] = fabs(law_time(terms, MODE_PAR, 16) / time - 1.0);
	}
}

static void
measure(gsl_rng *random, double cpus, double share, int repetitions, double medians[COLUMNS])
{
	static const struct target target = {16, 16.0};
	double *errors = calloc((size_t)repetitions * COLUMNS, sizeof *errors);

	if (errors == NULL)
		abort();
	for (int i = 0; i < repetitions; i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct suite_spec suite;
		struct analysis analysis;
		struct error error;
		double one[COLUMNS];
		double serial = 0.02 + 0.28 * gsl_rng_uniform(random);
		suite_draw(random, serial, share, &suite);
		observe(random, &suite, cpus, &all);
		struct analysis_arg arg = {.observations = &all,
			.cpus = cpus,
			.loss = LOSS_RELATIVE,
			.targets = &target,
			.target_count = 1,
			.tolerance = 0.02,
			.confidence = 0.98,
			.memory_limit = UNKNOWN};
		if (analysis_run(&arg, &analysis, &error) != 0)
			abort();
		compare(&analysis, serial, suite.serial_s + makespan(&suite, 16, 16.0), one);
		for (int c = 0; c < COLUMNS; c++)
			errors[c * repetitions + i] = one[c];
		analysis_release(&analysis);
		observations_release(&all);
	}
	for (int c = 0; c < COLUMNS; c++)
		medians[c] = gsl_stats_median(&errors[c * repetitions], 1, (size_t)repetitions);
	free(errors);
}

int
main(int argc, char **argv)
{
	static const double machines[] = {2.0, 4.0};
	static const double shares[] = {0.0, 0.3, 0.6, 1.0};
	int repetitions = argc > 1 ? atoi(argv[1]) : 200;
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	int out = 0;

	printf("median errors      capacity          Amdahl             USL\n"
	       "CPUs share       s   T(16@16)      s   T(16@16)      s   T(16@16)\n");
	for (size_t m = 0; m < LENGTH(machines); m++)
		for (size_t s = 0; s < LENGTH(shares); s++) {
			double medians[COLUMNS];
			measure(random, machines[m], shares[s], repetitions, medians);
			bool wrong = !(medians[CAPACITY_S] <= 0.03) ||
				!(medians[CAPACITY_T] <= 0.10);
			printf("%4.0f %5.1f   %6.4f %6.1f %%  %6.4f %6.1f %%  %6.4f %6.1f %%%s\n",
				machines[m], shares[s], medians[CAPACITY_S],
				100 * medians[CAPACITY_T], medians[AMDAHL_S],
				100 * medians[AMDAHL_T], medians[USL_S], 100 * medians[USL_T],
				wrong ? "  OUT" : "");
			out |= wrong;
		}
	gsl_rng_free(random);
	return out;
}
