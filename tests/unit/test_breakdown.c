/*
 * The truth of every part is known here: suites that are run by a processor-sharing machine of
 * this file's own, and the law of --simulate.
 */
#include "config.h"

#include "unit.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "core/breakdown.h"
#include "core/simulate.h"

#define TESTS	  120
#define WORKERS	  16 /* at most */
#define COUNTS	  4
#define SUITES	  200
#define NOISE	  0.005
#define TOLERANCE 0.02 /* of the workers' time at that count */

static const int counts[COUNTS] = {2, 4, 8, 16};

/* What is true of a suite. */
struct truth {
	double outside_s;
	double seconds[TESTS]; /* sequentially */
	double share; /* of a CPU that a test wants */
	double cpus;
	double inflation; /* factor at more than one worker */
	double fixed_s;
	double worker_s;
};

static double
sum_of(const struct breakdown *parts)
{
	return parts->startup_s + parts->per_worker_s + parts->imbalance_s +
		parts->contention_s + parts->inflation_s + parts->other_s;
}

static double
total_s(const struct truth *truth)
{
	double total = 0;

	for (size_t i = 0; i < TESTS; i++)
		total += truth->seconds[i];
	return total;
}

/* The workers of a machine whose CPUs are shared evenly, each with the work left of its test. */
struct machine {
	double left_s[WORKERS]; /* at full speed; 0: has nothing to do */
	double busy_s[WORKERS];
	double now_s;
	double tests_s; /* of all tests, as long as they took */
};

static int
busy_workers(const struct machine *machine, int workers)
{
	int busy = 0;

	for (int i = 0; i < workers; i++)
		busy += machine->left_s[i] > 0;
	return busy;
}

/* Goes on to the end of the next test. */
static void
advance(struct machine *machine, const struct truth *truth, int workers)
{
	int busy = busy_workers(machine, workers);
	double speed = fmin(1, truth->cpus / (busy * truth->share));
	double least_s = HUGE_VAL;

	for (int i = 0; i < workers; i++)
		if (machine->left_s[i] > 0)
			least_s = fmin(least_s, machine->left_s[i]);
	machine->now_s += least_s / speed;
	machine->tests_s += busy * least_s / speed;
	for (int i = 0; i < workers; i++)
		if (machine->left_s[i] > 0) {
			double left_s = machine->left_s[i] - least_s;

			machine->left_s[i] = left_s > 1e-12 ? left_s : 0;
			machine->busy_s[i] = machine->now_s;
		}
}

static struct machine
run_suite(const struct truth *truth, int workers)
{
	struct machine machine = {0};

	for (size_t next = 0; next < TESTS || busy_workers(&machine, workers) > 0;) {
		for (int i = 0; i < workers && next < TESTS; i++)
			if (machine.left_s[i] <= 0)
				machine.left_s[i] = truth->inflation * truth->seconds[next++];
		advance(&machine, truth, workers);
	}
	return machine;
}

/* A measurement of the suite at one count, and the true parts. */
static struct breakdown_arg
measure(const struct truth *truth, int workers, struct breakdown *parts)
{
	struct machine machine = run_suite(truth, workers);
	double sequential_s = total_s(truth);
	double cost_s = truth->fixed_s + truth->worker_s * (workers - 1);
	struct breakdown_arg arg = {
		.workers = workers,
		.sequential_s = truth->outside_s + sequential_s,
		.parallel_s = truth->outside_s + cost_s + machine.now_s,
		.sequential_tests_s = sequential_s,
		.parallel_tests_s = machine.tests_s,
		.makespan_s = machine.now_s,
		.waiting_s = breakdown_waiting(
			machine.busy_s, (size_t)workers, truth->share, truth->cpus),
		.sequential_cpu_s = truth->share * sequential_s,
		.parallel_cpu_s = truth->share * truth->inflation * sequential_s,
	};

	*parts = (struct breakdown){
		.workers = workers,
		.lost_s = workers * arg.parallel_s - arg.sequential_s,
		.startup_s = (workers - 1) * truth->outside_s,
		.per_worker_s = workers * cost_s,
		.imbalance_s = workers * machine.now_s - machine.tests_s,
		.inflation_s = (truth->inflation - 1) * sequential_s,
		.contention_s = machine.tests_s - truth->inflation * sequential_s,
	};
	return arg;
}

static void
assert_parts(const struct breakdown *parts, const struct breakdown *true_parts, double within_s)
{
	ASSERT_NEAR(sum_of(parts), parts->lost_s, 1e-9 * (1 + fabs(parts->lost_s)));
	ASSERT_NEAR(parts->startup_s, true_parts->startup_s, within_s);
	ASSERT_NEAR(parts->per_worker_s, true_parts->per_worker_s, within_s);
	ASSERT_NEAR(parts->imbalance_s, true_parts->imbalance_s, within_s);
	ASSERT_NEAR(parts->contention_s, true_parts->contention_s, within_s);
	ASSERT_NEAR(parts->inflation_s, true_parts->inflation_s, within_s);
	ASSERT_NEAR(parts->other_s, true_parts->other_s, within_s);
}

/* One part in each bit of `which`, of random size. */
static void
draw(gsl_rng *random, unsigned which, struct truth *truth)
{
	*truth = (struct truth){
		.outside_s = which & 1 ? gsl_ran_flat(random, 1, 10) : 0,
		.fixed_s = which & 2 ? gsl_ran_flat(random, 0.5, 3) : 0,
		.worker_s = which & 4 ? gsl_ran_flat(random, 0.1, 0.5) : 0,
		.inflation = which & 8 ? gsl_ran_flat(random, 1.1, 1.6) : 1,
		.cpus = which & 16 ? 2 + 2 * (double)gsl_rng_uniform_int(random, 2) : 64,
		.share = gsl_ran_flat(random, 0.3, 1),
	};
	for (size_t i = 0; i < TESTS; i++)
		truth->seconds[i] = gsl_ran_lognormal(random, -0.5, which & 32 ? 1.2 : 0.3);
}

/* Every mixture of parts, each of which is found; wall times with noise. */
static void
test_suites(void)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
	struct breakdown parts[COUNTS], true_parts[COUNTS];
	struct breakdown_arg args[COUNTS];
	struct truth truth;

	gsl_rng_set(random, 20);
	for (unsigned suite = 0; suite < SUITES; suite++) {
		draw(random, suite, &truth);
		for (size_t i = 0; i < COUNTS; i++) {
			args[i] = measure(&truth, counts[i], &true_parts[i]);
			args[i].parallel_s *= exp(gsl_ran_gaussian(random, NOISE));
		}
		breakdown_make(args, COUNTS, parts);
		for (size_t i = 0; i < COUNTS; i++)
			assert_parts(&parts[i], &true_parts[i],
				TOLERANCE * counts[i] * args[i].parallel_s);
	}
	gsl_rng_free(random);
}

/* The law that --simulate obeys, whose parallel part is tests of equal length. */
static void
test_simulated(void)
{
	struct simulation simulation;
	struct breakdown_arg args[COUNTS];
	struct breakdown parts[COUNTS];
	struct error error;

	CU_ASSERT_EQUAL_FATAL(
		simulation_parse("t1=100,s=0.1,fixed=3,worker=0.5,cpus=4", &simulation, &error),
		0);
	for (size_t i = 0; i < COUNTS; i++) {
		double workers = counts[i];
		double makespan_s = fmax(90 / workers, (90 + 0.5 * (workers - 1)) / 4);
		double busy_s[WORKERS];

		for (size_t j = 0; j < WORKERS; j++)
			busy_s[j] = makespan_s;
		args[i] = (struct breakdown_arg){
			.workers = counts[i],
			.sequential_s = simulation_time(&simulation, MODE_SEQ, 1),
			.parallel_s = simulation_time(&simulation, MODE_PAR, counts[i]),
			.sequential_tests_s = 90,
			.parallel_tests_s = workers * makespan_s,
			.makespan_s = makespan_s,
			.waiting_s = breakdown_waiting(busy_s, (size_t)counts[i], 1, 4),
			.sequential_cpu_s = simulation_cpu_time(&simulation, MODE_SEQ, 1),
			.parallel_cpu_s = simulation_cpu_time(&simulation, MODE_PAR, counts[i]),
		};
	}
	breakdown_make(args, COUNTS, parts);
	for (size_t i = 0; i < COUNTS; i++) {
		double workers = counts[i];
		struct breakdown true_parts = {
			.startup_s = (workers - 1) * 10,
			.per_worker_s = workers * (3 + 0.5 * (workers - 1)),
			.contention_s = fmax(0, workers - 4) * args[i].makespan_s,
			.inflation_s = fmin(workers, 4) * args[i].makespan_s - 90,
		};

		assert_parts(&parts[i], &true_parts, 1e-6);
	}
	simulation_release(&simulation);
}

/* 2 s at 4 workers that neither h nor c explains, among five counts. */
static void
test_remainder(void)
{
	struct breakdown_arg args[5];
	struct breakdown parts[5];

	for (size_t i = 0; i < 5; i++) {
		int workers = 2 * (int)(i + 1);

		args[i] = (struct breakdown_arg){
			.workers = workers,
			.sequential_s = 100,
			.parallel_s = 100.0 / workers + 1 + (workers == 4 ? 2 : 0),
			.sequential_tests_s = 100,
			.parallel_tests_s = 100,
			.makespan_s = 100.0 / workers,
		};
	}
	breakdown_make(args, 5, parts);
	CU_ASSERT(parts[1].other_s > 0.5 * 4 * 2);
	CU_ASSERT(parts[0].other_s < 0.5 * 2);
	for (size_t i = 0; i < 5; i++)
		ASSERT_NEAR(sum_of(&parts[i]), parts[i].lost_s, 1e-9);
}

/* What falls or grows so with N that one of its two terms would be negative: that one is 0. */
static void
test_no_negative_cost(void)
{
	static const struct rest {
		double at_0_s, slope_s;
	} rests[] = {{4, -0.3}, {-1, 0.6}};

	for (size_t r = 0; r < 2; r++) {
		struct breakdown_arg args[5];
		struct breakdown parts[5];

		for (size_t i = 0; i < 5; i++) {
			int workers = 2 * (int)(i + 1);

			args[i] = (struct breakdown_arg){
				.workers = workers,
				.sequential_s = 100,
				.parallel_s = 100.0 / workers + rests[r].at_0_s +
					rests[r].slope_s * workers,
				.sequential_tests_s = 100,
				.parallel_tests_s = 100,
				.makespan_s = 100.0 / workers,
			};
		}
		breakdown_make(args, 5, parts);
		for (size_t i = 1; i < 5; i++) {
			double here_s = parts[i].per_worker_s / args[i].workers;
			double before_s = parts[i - 1].per_worker_s / args[i - 1].workers;

			CU_ASSERT(here_s > before_s - 1e-9);
			CU_ASSERT(here_s * (args[i - 1].workers - 1) <
				before_s * (args[i].workers - 1) + 1e-9);
		}
	}
}

/* 5 s around the tests that the workers share: no start-up, and nothing is left over. */
static void
test_shared(void)
{
	struct breakdown_arg args[2];
	struct breakdown parts[2];

	for (size_t i = 0; i < 2; i++)
		args[i] = (struct breakdown_arg){
			.workers = counts[i],
			.sequential_s = 16,
			.parallel_s = 1 + 15.0 / counts[i],
			.sequential_tests_s = 10,
			.parallel_tests_s = 10,
			.makespan_s = 10.0 / counts[i],
		};
	breakdown_make(args, 2, parts);
	for (size_t i = 0; i < 2; i++) {
		ASSERT_NEAR(parts[i].startup_s, counts[i] - 1, 1e-9);
		ASSERT_NEAR(parts[i].lost_s, counts[i] - 1, 1e-9);
		ASSERT_NEAR(parts[i].other_s, 0, 1e-9);
	}
}

/* Of 12 s beyond the tests 4 s were CPU time: the rest of them has no evidence. */
static void
test_single_count(void)
{
	struct breakdown_arg arg = {
		.workers = 4,
		.sequential_s = 12,
		.parallel_s = 9,
		.sequential_tests_s = 10,
		.parallel_tests_s = 13,
		.makespan_s = 4,
		.waiting_s = 2,
		.sequential_cpu_s = 10,
		.parallel_cpu_s = 15,
	};
	struct breakdown parts;

	breakdown_make(&arg, 1, &parts);
	ASSERT_NEAR(parts.lost_s, 24, 1e-12);
	ASSERT_NEAR(parts.startup_s, 6, 1e-12);
	ASSERT_NEAR(parts.imbalance_s, 3, 1e-12);
	ASSERT_NEAR(parts.contention_s, 2, 1e-12);
	ASSERT_NEAR(parts.inflation_s, 1, 1e-12);
	ASSERT_NEAR(parts.per_worker_s, 4, 1e-12);
	ASSERT_NEAR(parts.other_s, 8, 1e-12);
	ASSERT_NEAR(sum_of(&parts), parts.lost_s, 1e-12);
}

/* 4 of one length and 4 of twice that on 4 CPUs: half a worker's time is waited twice over. */
static void
test_waiting(void)
{
	double busy_s[] = {2, 1, 1, 2, 2, 1, 2, 1};
	double again_s[] = {1, 1};

	ASSERT_NEAR(breakdown_waiting(busy_s, 8, 1, 4), 4, 1e-12);
	ASSERT_NEAR(breakdown_waiting(busy_s, 8, 0.5, 4), 0, 1e-12);
	ASSERT_NEAR(breakdown_waiting(again_s, 2, UNKNOWN, 1), 0, 1e-12);
	ASSERT_NEAR(breakdown_waiting(again_s, 2, 1, UNKNOWN), 0, 1e-12);
}

SUITE(breakdown, {"each part of 200 suites", test_suites},
	{"each part of a simulation", test_simulated}, {"a remainder", test_remainder},
	{"no cost is negative", test_no_negative_cost}, {"work around the tests", test_shared},
	{"a single count", test_single_count}, {"waiting for CPUs", test_waiting});
