/*
 * planner - how many runs the adaptive planner takes, and how often its pick is right.
 *
 *     tests/montecarlo/planner [SEEDS [NOISE [OUTLIERS [MIN_RUNS]]]]
 *
 * Known truths, measured in virtual time at the counts 1,2,3,4,6,8,12,16. A pick is right when
 * its true time is within 2 % of the best count's. Ends with 1 when a bound of the table is
 * broken.
 */
#include "config.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/planner.h"
#include "core/simulate.h"
#include "truths.h"

struct setting {
	int seeds;
	double noise;
	double outliers;
	int min_runs;
};

struct tally {
	double runs;
	double most;
	double right;
	double probability;
	double confident;
	double slowest_s;
	double steps;
	double total_s;
};

static double
now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static void
measure(const struct simulation *simulation, struct planner *planner, uint64_t seed,
	struct tally *tally)
{
	struct measurer *measurer = simulate_new(simulation, seed);
	struct observations rows = OBSERVATIONS_INIT;
	struct outcome outcome;
	struct trial trial = {0};
	struct error error;

	for (;;) {
		double start_s = now_s();
		bool more = planner_next(planner, &rows, measurer->elapsed_s(measurer), &trial);
		double step_s = now_s() - start_s;

		tally->steps++;
		tally->total_s += step_s;
		tally->slowest_s = fmax(tally->slowest_s, step_s);
		if (!more)
			break;
		trial.number++;
		if (measurer_start(measurer, &trial, &error) ||
			measurer_wait(measurer, &outcome, &error))
			abort();
		observations_add(&rows, &outcome.observation);
	}
	observations_release(&rows);
	measurer_release(measurer);
}

static void
try_truth(const struct truth *truth, const struct setting *setting, const struct counts *counts,
	struct tally *tally)
{
	struct truth_row rows[COUNTS];
	char file[] = "truth";
	struct simulation simulation = {.cpus = HUGE_VAL,
		.cpu_share = UNKNOWN,
		.noise = setting->noise,
		.outliers = setting->outliers,
		.outlier_mean = 0.3,
		.file = file,
		.truth = rows,
		.truth_count = COUNTS};

	for (int i = 1; i <= setting->seeds; i++) {
		for (int j = 0; j < COUNTS; j++)
			rows[j] = (struct truth_row){
				workers_of[j], truth_time(truth, i, workers_of[j]), UNKNOWN};
		struct planner_arg arg = {.counts = counts,
			.one_is_sequential = true,
			.min_runs = setting->min_runs,
			.budget_s = HUGE_VAL,
			.tolerance = TOLERANCE,
			.confidence = 0.98,
			.seed = (uint64_t)i};
		struct planner *planner = planner_new(&arg);

		measure(&simulation, planner, (uint64_t)i, tally);
		struct stopping stopping = planner_stopping(planner);
		tally->runs += stopping.runs;
		tally->most = fmax(tally->most, stopping.runs);
		tally->right +=
			truth_is_right(truth, i, planner_progress(planner).best_workers);
		tally->probability += stopping.probability;
		tally->confident += stopping.reason == STOP_CONFIDENT;
		planner_free(planner);
	}
	tally->runs /= setting->seeds;
	tally->right /= setting->seeds;
	tally->probability /= setting->seeds;
	tally->confident /= setting->seeds;
}

/* Prints the table; returns how many bounds are broken. */
static int
try_all(const struct setting *setting, const struct counts *counts)
{
	double runs = 0;
	int broken = 0;

	printf("%d seeds, noise %g %%, slow runs %g %%, every count at least %d times\n",
		setting->seeds, 100 * setting->noise, 100 * setting->outliers,
		setting->min_runs);
	printf("%-26s %6s %6s %8s %8s %10s %9s %9s\n", "truth", "runs", "most", "right", "said",
		"confident", "step", "slowest");
	for (size_t i = 0; i < TRUTHS; i++) {
		struct tally tally = {0};
		try_truth(&truths[i], setting, counts, &tally);
		printf("%-26s %6.1f %6.0f %6.1f %% %6.1f %% %8.1f %% %6.2f ms %6.2f ms\n",
			truths[i].name, tally.runs, tally.most, 100 * tally.right,
			100 * tally.probability, 100 * tally.confident,
			1e3 * tally.total_s / tally.steps, 1e3 * tally.slowest_s);
		fflush(stdout);
		if (i < NAMED_TRUTHS)
			runs += tally.runs / NAMED_TRUTHS;
		/* Of few seeds, one may be wrong. */
		broken += i < NAMED_TRUTHS &&
			(1 - tally.right) * setting->seeds >
				fmax(0.06 * setting->seeds, 1) + 1e-9;
	}
	printf("%-26s %6.1f\n\n", "mean of the six", runs);
	return broken + (runs > (setting->min_runs > 0 ? 36 : 32));
}

int
main(int argc, char **argv)
{
	struct setting setting = {
		.seeds = argc > 1 ? atoi(argv[1]) : 300,
		.noise = argc > 2 ? atof(argv[2]) : 0.03,
		.outliers = argc > 3 ? atof(argv[3]) : 0.05,
	};
	struct count_words words = {0};
	struct counts counts = COUNTS_INIT;
	struct error error;
	int broken = 0;

	gsl_set_error_handler_off();
	if (counts_parse(COUNTS_LIST, &words, &counts, &error) != 0)
		return EXIT_FAILURE;
	for (int min_runs = 0; min_runs <= 2; min_runs += 2) {
		setting.min_runs = min_runs;
		if (argc <= 4 || atoi(argv[4]) == min_runs)
			broken += try_all(&setting, &counts);
	}
	counts_release(&counts);
	return broken > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
