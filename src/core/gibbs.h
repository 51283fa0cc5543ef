/*
 * gibbs - draws from the posterior whose model core/posterior.h states.
 *
 * A Gibbs sampler (Geman and Geman 1984) in which T is integrated out wherever tau, the terms
 * and the ties are drawn (van Dyk and Park, JASA 103 (2008) 790). The caller owns the sites and
 * the generator; the sampler borrows them and the arms.
 */
#ifndef CORE_GIBBS_H
#define CORE_GIBBS_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/law.h"
#include "core/posterior.h"

#define TAU_COUNT 12

/* The runs of sites that are equal. */
struct group {
	double runs;
	double log_mean;
	double log_squares; /* between the sites' means */
};

/* One arm in the sampler. */
struct site {
	const struct posterior_arm *arm;
	double row[TERM_COUNT]; /* of the design, its columns scaled to at most 1 */
	double relative[TERM_COUNT]; /* the same over `median`: relative residuals */
	double median; /* seconds, over the runs' */
	double log_median;
	uint64_t slow; /* a bit for each run that is, in this draw; */
	double runs; /* how many are not, */
	double log_mean; /* their mean */
	double log_squares;
	double log_law; /* ln of what the law says */
	double log_time; /* ln T of this draw */
	bool tied; /* equal to the site before, in this draw */
	struct group
		group; /* the sites equal to this one, at the first of them; else no runs */
	double variance; /* of the group's mean */
	double residual; /* of it from the law, relative */
};

struct gibbs {
	struct site *sites;
	size_t site_count;
	double terms[TERM_COUNT];
	double prior_precision[TERM_COUNT];
	double taus[TAU_COUNT]; /* that tau may be (core/law_error.h) */
	double tau_priors[TAU_COUNT]; /* ln of the weight of each, before anything is known */
	double tau;
	double sigma;
	double slow_share;
	bool replicated; /* some arm has more than one run */
	double progress; /* through the draws, above 0 and below 1 */
	gsl_rng *random;
};

struct gibbs_arg {
	struct site *sites; /* room for one per arm */
	const struct posterior_arm *arms;
	size_t arm_count;
	gsl_rng *random;
};

void gibbs_init(struct gibbs *gibbs, const struct gibbs_arg *arg);

/* The next draw: log_time of every site. `progress` is the share of the draws that is done. */
void gibbs_step(struct gibbs *gibbs, double progress);

#endif
