#include "config.h"

#include "core/gibbs.h"

#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

#include "core/law_error.h"
#include "core/noise.h"
#include "core/slow_runs.h"
#include "core/ties.h"

#define SWEEPS 2 /* over the terms for each draw: neighbouring columns are alike */

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

void
gibbs_init(struct gibbs *gibbs, const struct gibbs_arg *arg)
{
	*gibbs = (struct gibbs){
		.sites = arg->sites,
		.site_count = arg->arm_count,
		.random = arg->random,
	};
	for (size_t i = 0; i < arg->arm_count; i++) {
		site_init(&gibbs->sites[i], &arg->arms[i]);
		gibbs->replicated |= arg->arms[i].runs > 1;
	}
	scale_design(gibbs);
	slow_runs_init(gibbs);
	noise_init(gibbs);
	law_error_init(gibbs);
	find_laws(gibbs);
}

void
gibbs_step(struct gibbs *gibbs, double progress)
{
	gibbs->progress = progress;
	slow_runs_draw(gibbs);
	noise_draw(gibbs);
	ties_draw(gibbs);
	find_residuals(gibbs);
	law_error_draw(gibbs);
	draw_terms(gibbs);
	find_laws(gibbs);
	draw_times(gibbs);
}
