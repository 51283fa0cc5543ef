/*
 * noise - sigma of core/posterior.h, the noise of single runs.
 *
 * Before anything is known, sigma^2 is scale^2 over a chi-squared deviate with one degree of
 * freedom: as much as one run would say, with the usual noise as sigma's median and a tail as
 * long as the half-Cauchy's, so that few runs leave loud noise possible (Gelman, Bayesian
 * Analysis 1 (2006) 515).
 *
 * Where every count was run once, no run can tell noise from what a count costs, so that sigma
 * is drawn from that prior and not from the runs: what a law cannot explain would pass for
 * noise, and counts that help for luck (feedback is cut: Plummer, Statistics and Computing 25
 * (2015) 37).
 */
#ifndef CORE_NOISE_H
#define CORE_NOISE_H

#include "core/gibbs.h"

/* As much is known of sigma as so many runs say, with that sum of squares about their arms. */
struct noise {
	double runs;
	double squares;
};

void noise_init(struct gibbs *gibbs);

/* What the prior and the runs that are not slow say, given the times of the arms. */
struct noise noise_known(const struct gibbs *gibbs);

/* Draws sigma given the times of the arms and which runs are slow. */
void noise_draw(struct gibbs *gibbs);

#endif
