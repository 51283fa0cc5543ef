#include "config.h"

#include "core/slow_runs.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>

#include "core/noise.h"

#define SLOW_MEAN  .3 /* of the extra time of a slow run, as a fraction */
#define SLOW_PRIOR 1. /* slow runs, out of SLOW_RUNS, before anything is known */
#define SLOW_RUNS  20.

/*
 * Whether a run that took `excess` longer (ln) than its arm is a slow one: an exponential tail
 * against the noise that the other runs tell of. A run that is no slower than its arm cannot be
 * slow.
 */
static bool
draw_slow(const struct gibbs *gibbs, const struct noise *others, double excess)
{
	double scale = sqrt(others->squares / others->runs);

	if (excess < scale)
		return false;
	double slow = gibbs->slow_share / SLOW_MEAN * exp(-excess / SLOW_MEAN);
	double noise = (1.0 - gibbs->slow_share) / scale *
		gsl_ran_tdist_pdf(excess / scale, others->runs);
	return gsl_rng_uniform(gibbs->random) * (slow + noise) < slow;
}

static void
judge_runs(struct gibbs *gibbs, struct site *site, struct noise *noise)
{
	for (size_t j = 0; j < site->arm->runs; j++) {
		uint64_t bit = UINT64_C(1) << j;
		double excess = site->arm->log_times[j] - site->log_time;
		bool counts = !(site->slow & bit);

		if (counts && site->runs < 1.5) /* the last one */
			continue;
		if (counts) {
			noise->runs--;
			noise->squares -= excess * excess;
			site->runs--;
		}
		if (draw_slow(gibbs, noise, excess)) {
			site->slow |= bit;
			continue;
		}
		site->slow &= ~bit;
		noise->runs++;
		noise->squares += excess * excess;
		site->runs++;
	}
}

static bool
has_runs(const struct site *site)
{
	return site->arm->log_times != NULL && site->arm->runs > 0;
}

/* About the median, so that nothing cancels. */
static void
take_moments(struct site *site)
{
	double sum = 0.0, squares = 0.0;

	for (size_t j = 0; j < site->arm->runs; j++) {
		double deviation = site->arm->log_times[j] - site->log_median;

		if (site->slow >> j & 1)
			continue;
		sum += deviation;
		squares += deviation * deviation;
	}
	site->log_mean = site->log_median + sum / site->runs;
	site->log_squares = squares - sum * sum / site->runs;
}

void
slow_runs_init(struct gibbs *gibbs)
{
	gibbs->slow_share = SLOW_PRIOR / SLOW_RUNS;
	for (size_t i = 0; i < gibbs->site_count; i++)
		if (has_runs(&gibbs->sites[i]))
			take_moments(&gibbs->sites[i]);
}

void
slow_runs_draw(struct gibbs *gibbs)
{
	double slow_runs = SLOW_PRIOR;
	double all_runs = SLOW_RUNS;
	struct noise noise = noise_known(gibbs);

	if (!gibbs->replicated)
		return;
	for (size_t i = 0; i < gibbs->site_count; i++) {
		struct site *site = &gibbs->sites[i];

		if (!has_runs(site))
			continue;
		judge_runs(gibbs, site, &noise);
		take_moments(site);
		slow_runs += (double)site->arm->runs - site->runs;
		all_runs += (double)site->arm->runs;
	}
	gibbs->slow_share = slow_runs / all_runs;
}
