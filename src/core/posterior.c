#include "config.h"

#include "core/posterior.h"

#include <assert.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/law.h"
#include "core/random.h"

#define DRAWS 1000 /* probabilities to half a percent where it matters */
#define MAX_CELLS                                                                              \
	64000 /* of the table of draws: fewer of them for very long lists of counts            \
	       */
#define MIN_DRAWS 200
#define BURN_IN	  100
#define SWEEPS	  2 /* over the terms for each draw: neighbouring columns are alike */

#define TAU_COUNT 7
#define TAU_LEAST .002
#define TAU_MOST  .16

/*
 * Before anything is known, a step of tau's (geometric) grid has the weight 1/tau: laws
 * mostly hold to a percent. With equal weights the right pick takes half as many runs
 * again where counts are equal (tests/montecarlo/planner.c).
 */

/* The noise before anything is known: as much as NOISE_RUNS runs with this sigma would say. */
#define NOISE_PRIOR .03
#define NOISE_RUNS  1.0
#define NOISE_FLOOR .002

/*
 * Where every count was run once, no run can tell noise from what a count costs. Then the noise
 * stays near the prior and no run is taken for a slow one: a wide prior would rather have a run
 * of 10 s beside one of 6 s slow by accident than workers that help.
 */
#define NOISE_ALONE 16.0

#define SLOW_MEAN  .3 /* of the extra time of a slow run, as a fraction */
#define SLOW_PRIOR 1. /* slow runs, out of SLOW_RUNS, before anything is known */
#define SLOW_RUNS  20.

/* Standard deviations of the half-normal priors, as shares of the longest time seen: the most
 * that a term makes of any arm's time. */
#define PRIOR_WORK     2.0
#define PRIOR_OVERHEAD 0.5

/* One arm in the sampler. */
struct site {
	const struct posterior_arm *arm;
	double row[TERM_COUNT]; /* of the design, its columns scaled to at most 1 */
	double relative[TERM_COUNT]; /* the same over `median`: relative residuals */
	double median; /* seconds, over the runs' */
	double log_median;
	double runs; /* that are not slow, in this draw; with */
	double log_mean; /* their mean */
	double log_squares;
	double log_time; /* ln T of this draw */
};

struct sampler {
	struct site *sites;
	size_t site_count;
	double terms[TERM_COUNT];
	double prior_precision[TERM_COUNT];
	double tau;
	double sigma;
	double slow_share;
	bool replicated; /* some arm has more than one run */
	gsl_rng *random;
};

static double
tau_at(int step)
{
	return TAU_LEAST * pow(TAU_MOST / TAU_LEAST, step / (TAU_COUNT - 1.0));
}

static double
median_of(const double *values, size_t count)
{
	double sorted[POSTERIOR_MAX_RUNS];

	memcpy(sorted, values, count * sizeof *values);
	/* Insertion: a handful of figures, nearly always. */
	for (size_t i = 1; i < count; i++) {
		double value = sorted[i];
		size_t j = i;

		for (; j > 0 && sorted[j - 1] > value; j--)
			sorted[j] = sorted[j - 1];
		sorted[j] = value;
	}
	return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0;
}

static void
site_init(struct site *site, const struct posterior_arm *arm)
{
	*site = (struct site){.arm = arm, .runs = (double)arm->runs};
	for (enum term term = 0; term < TERM_COUNT; term++)
		site->row[term] = term_value(term, arm->mode, arm->workers);
	if (arm->runs == 0)
		return;
	site->log_mean = arm->log_mean;
	site->log_squares = arm->log_squares;
	site->log_median =
		arm->log_times != NULL ? median_of(arm->log_times, arm->runs) : arm->log_mean;
	site->median = exp(site->log_median);
	site->log_time = site->log_median;
}

/* Columns from 0 to 1 and times in units of the longest one make one prior fit every suite. */
static void
scale_design(struct sampler *sampler)
{
	double longest = 0.0;
	double largest[TERM_COUNT] = {0};

	for (size_t i = 0; i < sampler->site_count; i++) {
		const struct site *site = &sampler->sites[i];

		longest = fmax(longest, site->median);
		for (enum term term = 0; term < TERM_COUNT; term++)
			largest[term] = fmax(largest[term], site->row[term]);
	}
	for (size_t i = 0; i < sampler->site_count; i++) {
		struct site *site = &sampler->sites[i];

		for (enum term term = 0; term < TERM_COUNT; term++) {
			if (largest[term] > 0.0)
				site->row[term] *= longest / largest[term];
			site->relative[term] =
				site->runs > 0 ? site->row[term] / site->median : 0.0;
		}
	}
	for (enum term term = 0; term < TERM_COUNT; term++) {
		double sd = term <= TERM_PARALLEL ? PRIOR_WORK : PRIOR_OVERHEAD;

		sampler->prior_precision[term] = 1.0 / (sd * sd);
		sampler->terms[term] = term <= TERM_PARALLEL ? 0.5 : 0.01;
	}
}

static double
site_law(const struct sampler *sampler, const struct site *site)
{
	double time = 0.0;

	for (enum term term = 0; term < TERM_COUNT; term++)
		time += site->row[term] * sampler->terms[term];
	return time;
}

/*
 * The odds that a run that took `excess` longer (ln) than its arm is a slow one: an exponential
 * tail against the noise. A run that is no slower than its arm cannot be slow.
 */
static bool
draw_slow(const struct sampler *sampler, double excess)
{
	double z = excess / sampler->sigma;

	if (z < 1.0 || !sampler->replicated)
		return false;
	double slow = sampler->slow_share / SLOW_MEAN * exp(-excess / SLOW_MEAN);
	double noise = (1.0 - sampler->slow_share) / (sampler->sigma * 2.5066282746310002) *
		exp(-0.5 * z * z);
	return gsl_rng_uniform(sampler->random) * (slow + noise) < slow;
}

/* Which runs are slow, and the moments of the others. */
static void
draw_slow_runs(struct sampler *sampler)
{
	double slow_runs = SLOW_PRIOR;
	double all_runs = SLOW_RUNS;

	for (size_t i = 0; i < sampler->site_count; i++) {
		struct site *site = &sampler->sites[i];
		const struct posterior_arm *arm = site->arm;
		double sum = 0.0, squares = 0.0;

		if (arm->log_times == NULL)
			continue;
		site->runs = 0.0;
		for (size_t j = 0; j < arm->runs; j++) {
			/* About the median, so that nothing cancels. */
			double deviation = arm->log_times[j] - site->log_median;

			if (draw_slow(sampler, arm->log_times[j] - site->log_time))
				continue;
			site->runs++;
			sum += deviation;
			squares += deviation * deviation;
		}
		slow_runs += (double)arm->runs - site->runs;
		all_runs += (double)arm->runs;
		if (site->runs > 0.0) {
			site->log_mean = site->log_median + sum / site->runs;
			site->log_squares = squares - sum * sum / site->runs;
		}
	}
	sampler->slow_share = slow_runs / all_runs;
}

static double
relative_law(const struct sampler *sampler, const struct site *site)
{
	double sum = 0.0;

	for (enum term term = 0; term < TERM_COUNT; term++)
		sum += site->relative[term] * sampler->terms[term];
	return sum;
}

/* What the runs say about the law's relative height at a site: near 1, for small deviations. */
static double
relative_mean(const struct site *site)
{
	return 1.0 + site->log_mean - site->log_median;
}

/* tau given the terms, the arms' own times integrated out. */
static void
draw_tau(struct sampler *sampler)
{
	double weights[TAU_COUNT];
	double best = -HUGE_VAL, total = 0.0;

	for (int step = 0; step < TAU_COUNT; step++) {
		double tau = tau_at(step);
		double sum = -log(tau);

		for (size_t i = 0; i < sampler->site_count; i++) {
			const struct site *site = &sampler->sites[i];
			if (!(site->runs > 0.0))
				continue;
			double variance =
				tau * tau + sampler->sigma * sampler->sigma / site->runs;
			double residual = relative_mean(site) - relative_law(sampler, site);
			sum -= 0.5 * (log(variance) + residual * residual / variance);
		}
		weights[step] = sum;
		best = fmax(best, sum);
	}
	for (int step = 0; step < TAU_COUNT; step++)
		total += weights[step] = exp(weights[step] - best);

	double left = gsl_rng_uniform(sampler->random) * total;
	int step = 0;
	while (step < TAU_COUNT - 1 && left >= weights[step])
		left -= weights[step++];
	sampler->tau = tau_at(step);
}

/* A normal deviate that is not negative; NAN where the mean or the deviation is. */
static double
draw_positive(gsl_rng *random, double mean, double sd)
{
	double value;

	if (mean < 0.0)
		return mean + gsl_ran_gaussian_tail(random, -mean, sd);
	do
		value = mean + gsl_ran_gaussian_ziggurat(random, sd);
	while (value < 0.0);
	return value;
}

/* The terms given tau, one after the other, the arms' own times integrated out. */
static void
draw_terms(struct sampler *sampler)
{
	double matrix[TERM_COUNT][TERM_COUNT] = {{0}};
	double vector[TERM_COUNT] = {0};

	for (size_t i = 0; i < sampler->site_count; i++) {
		const struct site *site = &sampler->sites[i];
		if (!(site->runs > 0.0))
			continue;
		double weight = 1.0 /
			(sampler->tau * sampler->tau +
				sampler->sigma * sampler->sigma / site->runs);
		for (enum term j = 0; j < TERM_COUNT; j++) {
			double factor = weight * site->relative[j];
			vector[j] += factor * relative_mean(site);
			for (enum term k = 0; k < TERM_COUNT; k++)
				matrix[j][k] += factor * site->relative[k];
		}
	}
	for (int sweep = 0; sweep < SWEEPS; sweep++) {
		for (enum term j = 0; j < TERM_COUNT; j++) {
			double precision = matrix[j][j] + sampler->prior_precision[j];
			double pull = vector[j];
			for (enum term k = 0; k < TERM_COUNT; k++)
				if (k != j)
					pull -= matrix[j][k] * sampler->terms[k];
			sampler->terms[j] = draw_positive(
				sampler->random, pull / precision, 1.0 / sqrt(precision));
		}
	}
}

/* The arms' own times: between what the law says and what the runs say. */
static void
draw_times(struct sampler *sampler)
{
	double law_precision = 1.0 / (sampler->tau * sampler->tau);
	double run_precision = 1.0 / (sampler->sigma * sampler->sigma);

	for (size_t i = 0; i < sampler->site_count; i++) {
		struct site *site = &sampler->sites[i];
		double law = log(fmax(site_law(sampler, site), 1e-9 * site->median + 1e-300));
		double precision = law_precision + site->runs * run_precision;
		double mean = law_precision * law;

		if (site->runs > 0.0)
			mean += site->runs * run_precision * site->log_mean;
		site->log_time = mean / precision +
			gsl_ran_gaussian_ziggurat(sampler->random, 1.0 / sqrt(precision));
	}
}

static void
draw_noise(struct sampler *sampler)
{
	double runs = sampler->replicated ? NOISE_RUNS : NOISE_ALONE;
	double squares = runs * NOISE_PRIOR * NOISE_PRIOR;

	for (size_t i = 0; i < sampler->site_count; i++) {
		const struct site *site = &sampler->sites[i];
		if (!(site->runs > 0.0))
			continue;
		double difference = site->log_mean - site->log_time;
		squares += site->log_squares + site->runs * difference * difference;
		runs += site->runs;
	}
	sampler->sigma =
		fmax(sqrt(squares / gsl_ran_chisq(sampler->random, runs)), NOISE_FLOOR);
}

static void
sample(struct sampler *sampler)
{
	draw_slow_runs(sampler);
	draw_tau(sampler);
	draw_terms(sampler);
	draw_times(sampler);
	draw_noise(sampler);
}

static void
make_room(struct posterior *posterior, size_t arm_count)
{
	size_t draws = MAX_CELLS / arm_count;

	draws = draws > DRAWS ? DRAWS : draws < MIN_DRAWS ? MIN_DRAWS : draws;
	if (arm_count > posterior->arm_capacity) {
		posterior->within =
			xreallocarray(posterior->within, arm_count, sizeof *posterior->within);
		posterior->work =
			xreallocarray(posterior->work, arm_count, sizeof(struct site));
		posterior->arm_capacity = arm_count;
	}
	if (draws * arm_count > posterior->draw_capacity) {
		posterior->draw_capacity = draws * arm_count;
		posterior->draws = xreallocarray(
			posterior->draws, posterior->draw_capacity, sizeof *posterior->draws);
	}
	posterior->arm_count = arm_count;
	posterior->draw_count = draws;
}

static double
least_of(const double *times, size_t count)
{
	double least = times[0];

	for (size_t i = 1; i < count; i++)
		least = times[i] < least ? times[i] : least;
	return least;
}

static void
count_within(struct posterior *posterior, double tolerance)
{
	double room = log1p(tolerance);

	memset(posterior->within, 0, posterior->arm_count * sizeof *posterior->within);
	for (size_t draw = 0; draw < posterior->draw_count; draw++) {
		const double *times = posterior->draws + draw * posterior->arm_count;
		double limit = least_of(times, posterior->arm_count) + room;

		for (size_t i = 0; i < posterior->arm_count; i++)
			posterior->within[i] += times[i] <= limit;
	}
	posterior->pick = 0;
	for (size_t i = 0; i < posterior->arm_count; i++) {
		if (posterior->within[i] > posterior->within[posterior->pick])
			posterior->pick = i;
	}
	for (size_t i = 0; i < posterior->arm_count; i++)
		posterior->within[i] /= (double)posterior->draw_count;
}

void
posterior_seed(gsl_rng *random, uint64_t seed, uint64_t rows)
{
	random_seed(random, seed, rows, USE_POSTERIOR);
}

void
posterior_draw(struct posterior *posterior, const struct posterior_arg *arg)
{
	make_room(posterior, arg->arm_count);

	struct sampler sampler = {
		.sites = posterior->work,
		.site_count = arg->arm_count,
		.tau = tau_at(TAU_COUNT / 2),
		.sigma = NOISE_PRIOR,
		.slow_share = SLOW_PRIOR / SLOW_RUNS,
		.random = arg->random,
	};
	for (size_t i = 0; i < arg->arm_count; i++) {
		site_init(&sampler.sites[i], &arg->arms[i]);
		sampler.replicated |= arg->arms[i].runs > 1;
	}
	scale_design(&sampler);

	for (int i = 0; i < BURN_IN; i++)
		sample(&sampler);
	for (size_t draw = 0; draw < posterior->draw_count; draw++) {
		sample(&sampler);
		for (size_t i = 0; i < arg->arm_count; i++)
			posterior->draws[draw * arg->arm_count + i] = sampler.sites[i].log_time;
	}
	count_within(posterior, arg->tolerance);
}

void
posterior_release(struct posterior *posterior)
{
	free(posterior->draws);
	free(posterior->within);
	free(posterior->work);
	*posterior = (struct posterior)POSTERIOR_INIT;
}

double
posterior_time(const struct posterior *posterior, size_t arm)
{
	double sum = 0.0;

	for (size_t draw = 0; draw < posterior->draw_count; draw++)
		sum += posterior->draws[draw * posterior->arm_count + arm];
	return exp(sum / (double)posterior->draw_count);
}

size_t
posterior_challenger(const struct posterior *posterior, double tolerance, gsl_rng *random)
{
	size_t first = gsl_rng_uniform_int(random, posterior->draw_count);
	double room = log1p(tolerance);

	for (size_t i = 0; i < posterior->draw_count; i++) {
		size_t draw = (first + i) % posterior->draw_count;
		const double *times = posterior->draws + draw * posterior->arm_count;
		double least = least_of(times, posterior->arm_count);

		if (times[posterior->pick] <= least + room)
			continue;
		for (size_t arm = 0; arm < posterior->arm_count; arm++)
			if (times[arm] <= least)
				return arm;
	}
	return posterior->pick;
}
