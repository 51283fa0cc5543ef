#include "config.h"

#include "core/law_error.h"

#include <gsl/gsl_rng.h>
#include <math.h>

#define TAU_LEAST .0025
#define TAU_SCALE .01

void
law_error_init(struct gibbs *gibbs)
{
	for (int step = 0; step < TAU_COUNT; step++) {
		double tau = ldexp(TAU_LEAST, step);
		double ratio = tau / TAU_SCALE;

		gibbs->taus[step] = tau;
		/* A step of a geometric grid is as wide as tau is large. */
		gibbs->tau_priors[step] = log(tau / (1.0 + ratio * ratio));
	}
	gibbs->tau = gibbs->taus[TAU_COUNT / 2];
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

void
law_error_draw(struct gibbs *gibbs)
{
	double weights[TAU_COUNT];
	double best = -HUGE_VAL, total = 0.0;

	for (int step = 0; step < TAU_COUNT; step++) {
		weights[step] =
			gibbs->tau_priors[step] + means_weight(gibbs, gibbs->taus[step]);
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
