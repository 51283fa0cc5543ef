#include "config.h"

#include "core/gibbs.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "core/ties.h"

#define SWEEPS 6 /* over the terms for each draw: neighbouring columns are alike */

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
 * Where every count was run once, no run can tell noise from what a count costs, so that the
 * noise is drawn from what is usual on such machines (log-normal) and not from the runs: what a
 * law cannot explain would pass for noise, and counts that help for luck (feedback is cut:
 * Plummer, Statistics and Computing 25 (2015) 37). No run is then taken for a slow one.
 */
#define ALONE_MEDIAN .04
#define ALONE_SPREAD 1.0

#define SLOW_MEAN  .3 /* of the extra time of a slow run, as a fraction */
#define SLOW_PRIOR 1. /* slow runs, out of SLOW_RUNS, before anything is known */
#define SLOW_RUNS  20.

/* Standard deviations of the half-normal priors, as shares of the longest time seen: the most
 * that a term makes of any arm's time. */
#define PRIOR_WORK     2.0
#define PRIOR_OVERHEAD 0.5

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
		site->row[term] = term_column(term, arm->mode, arm->workers);
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
scale_design(struct gibbs *gibbs)
{
	double longest = 0.0;
	double largest[TERM_COUNT] = {0};

	for (size_t i = 0; i < gibbs->site_count; i++) {
		const struct site *site = &gibbs->sites[i];

		longest = fmax(longest, site->median);
		for (enum term term = 0; term < TERM_COUNT; term++)
			largest[term] = fmax(largest[term], site->row[term]);
	}
	for (size_t i = 0; i < gibbs->site_count; i++) {
		struct site *site = &gibbs->sites[i];

		for (enum term term = 0; term < TERM_COUNT; term++) {
			if (largest[term] > 0.0)
				site->row[term] *= longest / largest[term];
			site->relative[term] =
				site->runs > 0 ? site->row[term] / site->median : 0.0;
		}
	}
	for (enum term term = 0; term < TERM_COUNT; term++) {
		double sd = term <= TERM_PARALLEL ? PRIOR_WORK : PRIOR_OVERHEAD;

		gibbs->prior_precision[term] = 1.0 / (sd * sd);
		gibbs->terms[term] = term <= TERM_PARALLEL ? 0.5 : 0.01;
	}
}

static double
site_law(const struct gibbs *gibbs, const struct site *site)
{
	double time = 0.0;

	for (enum term term = 0; term < TERM_COUNT; term++)
		time += site->row[term] * gibbs->terms[term];
	return time;
}

/*
 * The odds that a run that took `excess` longer (ln) than its arm is a slow one: an exponential
 * tail against the noise. A run that is no slower than its arm cannot be slow.
 */
static bool
draw_slow(const struct gibbs *gibbs, double excess)
{
	double z = excess / gibbs->sigma;

	if (z < 1.0 || !gibbs->replicated)
		return false;
	double slow = gibbs->slow_share / SLOW_MEAN * exp(-excess / SLOW_MEAN);
	double noise = (1.0 - gibbs->slow_share) / (gibbs->sigma * 2.5066282746310002) *
		exp(-0.5 * z * z);
	return gsl_rng_uniform(gibbs->random) * (slow + noise) < slow;
}

/* As if the fastest run were the only one. */
static void
keep_fastest(struct site *site)
{
	const struct posterior_arm *arm = site->arm;
	double least = arm->log_times[0];

	for (size_t j = 1; j < arm->runs; j++)
		least = fmin(least, arm->log_times[j]);
	site->runs = 1.0;
	site->log_mean = least;
	site->log_squares = 0.0;
}

/*
 * Which runs are slow, and the moments of the others. One run of an arm never is: without any
 * the law alone would tell its time, as far from its runs as it likes.
 */
static void
draw_slow_runs(struct gibbs *gibbs)
{
	double slow_runs = SLOW_PRIOR;
	double all_runs = SLOW_RUNS;

	for (size_t i = 0; i < gibbs->site_count; i++) {
		struct site *site = &gibbs->sites[i];
		const struct posterior_arm *arm = site->arm;
		double sum = 0.0, squares = 0.0;

		if (arm->log_times == NULL)
			continue;
		site->runs = 0.0;
		for (size_t j = 0; j < arm->runs; j++) {
			/* About the median, so that nothing cancels. */
			double deviation = arm->log_times[j] - site->log_median;

			if (draw_slow(gibbs, arm->log_times[j] - site->log_time))
				continue;
			site->runs++;
			sum += deviation;
			squares += deviation * deviation;
		}
		if (site->runs > 0.0) {
			site->log_mean = site->log_median + sum / site->runs;
			site->log_squares = squares - sum * sum / site->runs;
		} else if (arm->runs > 0) {
			keep_fastest(site);
		}
		slow_runs += (double)arm->runs - site->runs;
		all_runs += (double)arm->runs;
	}
	gibbs->slow_share = slow_runs / all_runs;
}

static double
relative_law(const struct gibbs *gibbs, const struct site *site)
{
	double sum = 0.0;

	for (enum term term = 0; term < TERM_COUNT; term++)
		sum += site->relative[term] * gibbs->terms[term];
	return sum;
}

/* What the runs say about the law's relative height at a site: near 1, for small deviations. */
static double
relative_mean(const struct site *site)
{
	return 1.0 + site->group.log_mean - site->log_median;
}

/* The logarithm of a product of many factors, taken as rarely as the exponent allows. */
struct product {
	double factors;
	double log;
};

static void
multiply(struct product *product, double factor)
{
	product->factors *= factor;
	if (product->factors > 1e200 || product->factors < 1e-200) {
		product->log += log(product->factors);
		product->factors = 1.0;
	}
}

/* ln of the density of the arms' mean times about the law, their own times integrated out. */
static double
means_weight(const struct gibbs *gibbs, double tau)
{
	struct product precisions = {1.0, 0.0};
	double squares = 0.0;

	for (size_t i = 0; i < gibbs->site_count; i++) {
		const struct site *site = &gibbs->sites[i];
		if (!(site->group.runs > 0.0))
			continue;
		double precision = 1.0 / (tau * tau + site->variance);
		squares += site->residual * site->residual * precision;
		multiply(&precisions, precision);
	}
	return 0.5 * (precisions.log + log(precisions.factors) - squares);
}

static void
find_residuals(struct gibbs *gibbs)
{
	for (size_t i = 0; i < gibbs->site_count; i++) {
		struct site *site = &gibbs->sites[i];
		if (!(site->group.runs > 0.0))
			continue;
		site->variance = gibbs->sigma * gibbs->sigma / site->group.runs;
		site->residual = relative_mean(site) - relative_law(gibbs, site);
	}
}

/* tau given the terms, the arms' own times integrated out. */
static void
draw_tau(struct gibbs *gibbs)
{
	double weights[TAU_COUNT];
	double best = -HUGE_VAL, total = 0.0;

	for (int step = 0; step < TAU_COUNT; step++) {
		weights[step] = means_weight(gibbs, gibbs->taus[step]) - log(gibbs->taus[step]);
		best = fmax(best, weights[step]);
	}
	for (int step = 0; step < TAU_COUNT; step++)
		total += weights[step] = exp(weights[step] - best);

	double left = gsl_rng_uniform(gibbs->random) * total;
	int step = 0;
	while (step < TAU_COUNT - 1 && left >= weights[step])
		left -= weights[step++];
	gibbs->tau = gibbs->taus[step];
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

/* What the runs say about the terms given tau: a normal density, to be cut at 0. */
struct normal {
	double precision[TERM_COUNT][TERM_COUNT];
	double pull[TERM_COUNT]; /* precision times mean */
};

static void
weigh_terms(const struct gibbs *gibbs, struct normal *normal)
{
	*normal = (struct normal){{{0}}, {0}};
	for (enum term j = 0; j < TERM_COUNT; j++)
		normal->precision[j][j] = gibbs->prior_precision[j];
	for (size_t i = 0; i < gibbs->site_count; i++) {
		const struct site *site = &gibbs->sites[i];
		if (!(site->group.runs > 0.0))
			continue;
		double weight = 1.0 / (gibbs->tau * gibbs->tau + site->variance);
		double mean = relative_mean(site);
		for (enum term j = 0; j < TERM_COUNT; j++) {
			double factor = weight * site->relative[j];
			normal->pull[j] += factor * mean;
			for (enum term k = 0; k <= j; k++)
				normal->precision[j][k] += factor * site->relative[k];
		}
	}
	for (enum term j = 0; j < TERM_COUNT; j++)
		for (enum term k = j + 1; k < TERM_COUNT; k++)
			normal->precision[j][k] = normal->precision[k][j];
}

/* The terms given tau, one after the other, the arms' own times integrated out. */
static void
draw_terms(struct gibbs *gibbs)
{
	struct normal normal;
	double variance[TERM_COUNT], deviation[TERM_COUNT];
	double *terms = gibbs->terms;

	weigh_terms(gibbs, &normal);
	for (enum term j = 0; j < TERM_COUNT; j++) {
		variance[j] = 1.0 / normal.precision[j][j];
		deviation[j] = sqrt(variance[j]);
	}
	for (int sweep = 0; sweep < SWEEPS; sweep++) {
		for (enum term j = 0; j < TERM_COUNT; j++) {
			double pull = normal.pull[j] + normal.precision[j][j] * terms[j];
			for (enum term k = 0; k < TERM_COUNT; k++)
				pull -= normal.precision[j][k] * terms[k];
			terms[j] =
				draw_positive(gibbs->random, pull * variance[j], deviation[j]);
		}
	}
}

static void
find_laws(struct gibbs *gibbs)
{
	for (size_t i = 0; i < gibbs->site_count; i++) {
		struct site *site = &gibbs->sites[i];
		site->log_law = log(fmax(site_law(gibbs, site), 1e-9 * site->median + 1e-300));
	}
}

/* The arms' own times: between what the law says and what the runs say. */
static void
draw_times(struct gibbs *gibbs)
{
	double law_precision = 1.0 / (gibbs->tau * gibbs->tau);
	double run_precision = 1.0 / (gibbs->sigma * gibbs->sigma);

	for (size_t i = 0; i < gibbs->site_count; i++) {
		struct site *site = &gibbs->sites[i];

		if (site->tied) {
			site->log_time = gibbs->sites[i - 1].log_time;
			continue;
		}
		double precision = law_precision + site->group.runs * run_precision;
		double mean = law_precision * site->log_law +
			site->group.runs * run_precision * site->group.log_mean;

		site->log_time = mean / precision +
			gsl_ran_gaussian_ziggurat(gibbs->random, 1.0 / sqrt(precision));
	}
}

/* Where no count was run twice: the prior's quantiles, one after the other. */
static double
assumed_noise(const struct gibbs *gibbs)
{
	return ALONE_MEDIAN * exp(ALONE_SPREAD * gsl_cdf_ugaussian_Pinv(gibbs->progress));
}

static double
drawn_noise(const struct gibbs *gibbs)
{
	double runs = NOISE_RUNS;
	double squares = runs * NOISE_PRIOR * NOISE_PRIOR;

	for (size_t i = 0; i < gibbs->site_count; i++) {
		const struct site *site = &gibbs->sites[i];
		if (!(site->runs > 0.0))
			continue;
		double difference = site->log_mean - site->log_time;
		squares += site->log_squares + site->runs * difference * difference;
		runs += site->runs;
	}
	return sqrt(squares / gsl_ran_chisq(gibbs->random, runs));
}

static void
draw_noise(struct gibbs *gibbs)
{
	double noise = gibbs->replicated ? drawn_noise(gibbs) : assumed_noise(gibbs);

	gibbs->sigma = fmax(noise, NOISE_FLOOR);
}

void
gibbs_init(struct gibbs *gibbs, const struct gibbs_arg *arg)
{
	*gibbs = (struct gibbs){
		.sites = arg->sites,
		.site_count = arg->arm_count,
		.sigma = NOISE_PRIOR,
		.slow_share = SLOW_PRIOR / SLOW_RUNS,
		.random = arg->random,
	};
	for (size_t i = 0; i < arg->arm_count; i++) {
		site_init(&gibbs->sites[i], &arg->arms[i]);
		gibbs->replicated |= arg->arms[i].runs > 1;
	}
	scale_design(gibbs);
	for (int step = 0; step < TAU_COUNT; step++)
		gibbs->taus[step] =
			TAU_LEAST * pow(TAU_MOST / TAU_LEAST, step / (TAU_COUNT - 1.0));
	gibbs->tau = gibbs->taus[TAU_COUNT / 2];
	find_laws(gibbs);
}

void
gibbs_step(struct gibbs *gibbs, double progress)
{
	gibbs->progress = progress;
	draw_slow_runs(gibbs);
	ties_draw(gibbs);
	find_residuals(gibbs);
	draw_tau(gibbs);
	draw_terms(gibbs);
	find_laws(gibbs);
	draw_times(gibbs);
	draw_noise(gibbs);
}
