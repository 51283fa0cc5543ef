/*
 * calibration - whether an advice that is said to be 99 % probable is right that often.
 *
 *     tests/montecarlo/calibration [SEEDS [DESIGN [NOISE]]]
 *
 * Known truths (truths.h), measured by several designs under several kinds of noise. Of the
 * measurements that end with a probability of .9 to .95, .95 to .99 and above, each line says
 * how many there were and how often the pick is truly within the tolerance of the best count.
 * Ends with 1 when that is less often than said.
 */
#include "config.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/planner.h"
#include "core/random.h"
#include "core/study.h"
#include "truths.h"

/* What disturbs the runs; figures of ln T. */
static const struct noise {
	const char *name;
	double sigma; /* of every run alone */
	double slow_share; /* runs that take 1 + Exp(.3) times as long */
	double burst_start; /* the chance that a stretch of slow runs begins with a run */
	double burst_length; /* its mean, in runs; each is 5 to 15 % slower */
	double wander; /* standard deviation of what each run shares with the next */
	double memory; /* correlation of that between a run and the next */
	double rough; /* of the truth itself: how far each count is from its law */
} noises[] = {
	{"quiet", .01, 0, 0, 1, 0, 0, 0},
	{"even", .03, 0, 0, 1, 0, 0, 0},
	{"slow runs", .03, .05, 0, 1, 0, 0, 0},
	{"bursts", .02, .02, .05, 8, 0, 0, 0},
	{"wandering", .02, 0, 0, 1, .05, .8, 0},
	{"loud", .10, 0, 0, 1, 0, 0, 0},
	{"rough", .03, 0, 0, 1, 0, 0, .05},
};

static const struct design {
	const char *name;
	int runs;
	int min_runs;
	int max_runs;
} designs[] = {
	{"adaptive", 0, 2, 0},
	{"adaptive, --min-runs 0", 0, 0, 0},
	{"--max-runs 12", 0, 2, 12},
	{"--runs 1", 1, 0, 0},
	{"--runs 2", 2, 0, 0},
	{"--runs 5", 5, 0, 0},
};

#define NOISES	(sizeof noises / sizeof *noises)
#define DESIGNS (sizeof designs / sizeof *designs)
#define BINS	3

static const double bounds[BINS + 1] = {.90, .95, .99, 1.0001};

struct tally {
	int said[BINS];
	int right[BINS];
	double promised[BINS]; /* the sum of the probabilities said */
	int measurements;
	double runs;
	double all_right;
	double all_said;
};

/* What is measured: a truth, and how far it is from it at each count. */
struct subject {
	const struct truth *truth;
	int seed;
	double errors[COUNTS];
};

static struct subject
subject_of(const struct truth *truth, int seed, double rough, gsl_rng *random)
{
	struct subject subject = {.truth = truth, .seed = seed};

	for (int i = 0; i < COUNTS; i++)
		subject.errors[i] = rough > 0 ? gsl_ran_gaussian(random, rough) : 0;
	return subject;
}

static double
true_time(const struct subject *subject, int workers)
{
	int i = 0;

	while (workers_of[i] != workers)
		i++;
	return truth_time(subject->truth, subject->seed, workers) * exp(subject->errors[i]);
}

static bool
is_right(const struct subject *subject, int workers)
{
	double best = HUGE_VAL;

	for (int i = 0; i < COUNTS; i++)
		best = fmin(best, true_time(subject, workers_of[i]));
	return true_time(subject, workers) <= best * (1 + TOLERANCE) * (1 + 1e-12);
}

/* The machine between one run and the next. */
struct weather {
	const struct noise *noise;
	gsl_rng *random;
	double wander;
	int burst_left;
	double burst;
};

static double
disturbance(struct weather *weather)
{
	const struct noise *noise = weather->noise;
	gsl_rng *random = weather->random;
	double sum = gsl_ran_gaussian(random, noise->sigma);

	if (gsl_rng_uniform(random) < noise->slow_share)
		sum += log1p(gsl_ran_exponential(random, .3));
	if (weather->burst_left > 0) {
		weather->burst_left--;
	} else {
		weather->burst = 0;
		if (gsl_rng_uniform(random) < noise->burst_start) {
			weather->burst = log1p(gsl_ran_flat(random, .05, .15));
			weather->burst_left =
				(int)gsl_ran_geometric(random, 1 / noise->burst_length) - 1;
		}
	}
	weather->wander = noise->memory * weather->wander +
		gsl_ran_gaussian(
			random, noise->wander * sqrt(1 - noise->memory * noise->memory));
	return sum + weather->burst + weather->wander;
}

static void
count_pick(struct tally *tally, double probability, bool right)
{
	tally->measurements++;
	tally->all_right += right;
	if (isnan(probability))
		return;
	tally->all_said += probability;
	for (int bin = 0; bin < BINS; bin++)
		if (probability >= bounds[bin] && probability < bounds[bin + 1]) {
			tally->said[bin]++;
			tally->right[bin] += right;
			tally->promised[bin] += probability;
		}
}

/* What the rows are believed to say: the same draws as the planner's and the advice's. */
static void
judge(const struct subject *subject, const struct observations *rows,
	const struct counts *counts, struct tally *tally)
{
	struct study study;
	gsl_rng *random = random_new();

	study_init(&study, "", counts, true);
	for (size_t i = 0; i < rows->count; i++)
		study_count(&study, study_arm(&study, &rows->rows[i]), &rows->rows[i]);
	posterior_seed(random, (uint64_t)subject->seed, rows->count);
	study_learn(&study, rows, TOLERANCE, random);
	count_pick(tally, study.probability, is_right(subject, study.arms[study.pick].workers));
	study_release(&study);
	gsl_rng_free(random);
}

static void
measure(const struct subject *subject, const struct counts *counts, struct planner *planner,
	struct weather *weather, struct tally *tally)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct trial trial = {0};

	while (planner_next(planner, &rows, 0, &trial)) {
		struct observation row = observation_empty();

		row.suite = trial.suite;
		row.mode = (unsigned char)trial.mode;
		row.workers = trial.workers;
		row.round = trial.round;
		row.position = trial.position;
		row.exit_code = 0;
		row.wall_s = true_time(subject, trial.workers) * exp(disturbance(weather));
		observations_add(&rows, &row);
	}
	tally->runs += (double)rows.count;
	judge(subject, &rows, counts, tally);
	observations_release(&rows);
}

static void
try_noise(const struct noise *noise, const struct design *design, const struct counts *counts,
	int seeds, struct tally *tally)
{
	gsl_rng *random = random_new();

	for (int truth = 0; truth < TRUTHS; truth++)
		for (int seed = 1; seed <= seeds; seed++) {
			struct weather weather = {.noise = noise, .random = random};
			struct planner_arg arg = {.counts = counts,
				.one_is_sequential = true,
				.runs = design->runs,
				.min_runs = design->min_runs,
				.max_runs = design->max_runs,
				.budget_s = HUGE_VAL,
				.tolerance = TOLERANCE,
				.confidence = 0.98,
				.seed = (uint64_t)seed};
			struct planner *planner = planner_new(&arg);

			random_seed(random, (uint64_t)seed, (uint64_t)truth, USE_TRIAL);
			struct subject subject =
				subject_of(&truths[truth], seed, noise->rough, random);
			measure(&subject, counts, planner, &weather, tally);
			planner_free(planner);
		}
	gsl_rng_free(random);
}

/* How often it may be wrong beyond what was said: a fiftieth, and chance (three deviations). */
static bool
is_broken(const struct tally *tally, int bin)
{
	double said = tally->said[bin];
	double wrong = said - tally->right[bin];
	double expected = said - tally->promised[bin] + 0.02 * said;

	return wrong > expected + 3 * sqrt(expected) + 1;
}

static int
print_tally(const struct noise *noise, const struct tally *tally)
{
	int broken = 0;

	printf("  %-12s %5.1f %6.1f %% %6.1f %%", noise->name,
		tally->runs / tally->measurements, 100 * tally->all_right / tally->measurements,
		100 * tally->all_said / tally->measurements);
	for (int bin = 0; bin < BINS; bin++) {
		printf(" %6d", tally->said[bin]);
		if (tally->said[bin] > 0)
			printf(" %5.1f %%", 100.0 * tally->right[bin] / tally->said[bin]);
		else
			printf("       -");
		broken += is_broken(tally, bin);
	}
	printf("%s\n", broken ? "  TOO SURE" : "");
	fflush(stdout);
	return broken;
}

int
main(int argc, char **argv)
{
	int seeds = argc > 1 ? atoi(argv[1]) : 100;
	int only_design = argc > 2 ? atoi(argv[2]) : -1;
	int only_noise = argc > 3 ? atoi(argv[3]) : -1;
	struct count_words words = {0};
	struct counts counts = COUNTS_INIT;
	struct error error;
	int broken = 0;

	gsl_set_error_handler_off();
	if (counts_parse(COUNTS_LIST, &words, &counts, &error) != 0)
		return EXIT_FAILURE;
	printf("%d seeds of each truth; the measurements that say a probability, and how many "
	       "of them are right\n",
		seeds);
	for (int i = 0; i < (int)DESIGNS; i++) {
		if (only_design >= 0 && only_design != i)
			continue;
		printf("%-14s %5s %8s %8s %14s %14s %14s\n", designs[i].name, "runs", "right",
			"said", "90 to 95 %", "95 to 99 %", "above 99 %");
		for (int j = 0; j < (int)NOISES; j++) {
			struct tally tally = {0};

			if (only_noise >= 0 && only_noise != j)
				continue;
			try_noise(&noises[j], &designs[i], &counts, seeds, &tally);
			broken += print_tally(&noises[j], &tally);
		}
	}
	counts_release(&counts);
	return broken > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
