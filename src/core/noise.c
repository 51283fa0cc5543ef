#include "config.h"

#include "core/noise.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

#include "core/sample.h"

#define PRIOR_RUNS	      1.0
#define NORMAL_UPPER_QUARTILE 0.67448975019608171
#define PRIOR_SCALE	      (NORMAL_UPPER_QUARTILE * SAMPLE_USUAL_NOISE)

void
noise_init(struct gibbs *gibbs)
{
	gibbs->sigma = PRIOR_SCALE;
}

struct noise
noise_known(const struct gibbs *gibbs)
{
	struct noise noise = {PRIOR_RUNS, PRIOR_RUNS * PRIOR_SCALE * PRIOR_SCALE};

	for (size_t i = 0; i < gibbs->site_count; i++) {
		const struct site *site = &gibbs->sites[i];
		if (!(site->runs > 0.0))
			continue;
		double difference = site->log_mean - site->log_time;
		noise.squares += site->log_squares + site->runs * difference * difference;
		noise.runs += site->runs;
	}
	return noise;
}

/* The prior's quantiles, one after the other. */
static double
assumed_noise(const struct gibbs *gibbs)
{
	return PRIOR_SCALE / gsl_cdf_ugaussian_Qinv(0.5 * gibbs->progress);
}

static double
drawn_noise(const struct gibbs *gibbs)
{
	struct noise noise = noise_known(gibbs);

	return sqrt(noise.squares / gsl_ran_chisq(gibbs->random, noise.runs));
}

void
noise_draw(struct gibbs *gibbs)
{
	double sigma = gibbs->replicated ? drawn_noise(gibbs) : assumed_noise(gibbs);

	gibbs->sigma = fmax(sigma, SAMPLE_NOISE_FLOOR);
}
