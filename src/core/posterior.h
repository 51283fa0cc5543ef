/*
 * posterior - what the runs so far say about the true time of every count.
 *
 * A Bayesian model of T(N) whose law may be wrong:
 *
 *     ln y_ij = ln T_i + e_ij + s_ij     a run j of arm i
 *     T_i     = (x_i' b)(1 + u_i)        an arm: one form and count
 *
 * x_i are the columns of the family of core/law.h and b >= 0 their terms under wide half-normal
 * priors, so that counts tell about each other; u_i ~ N(0, tau^2) is the law's own error
 * at each count (Kennedy and O'Hagan, JRSS B 63 (2001) 425), tau averaged over .25 to 512 %
 * (core/law_error.h), so that kinks and sawteeth are safe. e_ij ~ N(0, sigma^2) is the noise.
 * Few runs are slow by s_ij, an exponential with mean .3 (0 for the others), never all of an
 * arm's (core/slow_runs.h); their share is estimated. A run that is slow beyond doubt thus
 * counts for nothing, as if it had been flagged.
 *
 * Neighbouring counts may also be equal (core/ties.h). Where no count was run twice, sigma
 * cannot be known: it is then what is usual (core/noise.h), and only a count far ahead is highly
 * probable.
 *
 * The draws are core/gibbs.h's. Another seed moves a probability by less than two points (one
 * standard deviation; tests/unit/test_posterior.c); whether the probabilities are true is
 * tests/montecarlo/calibration.c.
 *
 * The caller owns the struct, the struct its arrays; posterior_release() frees them. A
 * struct can be drawn from again and again: it allocates only when it grows.
 */
#ifndef CORE_POSTERIOR_H
#define CORE_POSTERIOR_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/observation.h"

/* The runs of one form and count; without any, the law alone tells about it. */
struct posterior_arm {
	enum mode mode;
	int workers;
	size_t runs;
	const double *log_times; /* ln of each run's seconds, borrowed; NULL of many: */
	double log_mean; /* then their mean */
	double log_squares; /* and the sum of squared deviations from it */
	double log_location; /* ln of the time that is reported; NAN where there is none */
};

/* More runs of an arm than this are given by their moments. */
#define POSTERIOR_MAX_RUNS 64

struct posterior {
	size_t arm_count;
	size_t draw_count;
	double *draws; /* ln T, draw after draw, one figure per arm */
	double *within; /* per arm: the share of draws in which it is within tolerance of the
			   best */
	bool *gains; /* per arm: it is faster than the first one, as measured and more probably
			than not; the first one, which is what all others must beat, is true */
	size_t pick; /* the arm with gains for which `within` is greatest */
	size_t arm_capacity;
	size_t draw_capacity;
	void *work;
};

#define POSTERIOR_INIT                                                                         \
	{                                                                                      \
		0                                                                              \
	}

struct posterior_arg {
	const struct posterior_arm *arms; /* at least one, and one of them with runs */
	size_t arm_count;
	double tolerance; /* fraction */
	gsl_rng *random; /* seeded by the caller */
};

/* Seeds the generator for the posterior after that many rows: planner and advice draw alike. */
void posterior_seed(gsl_rng *random, uint64_t seed, uint64_t rows);

void posterior_draw(struct posterior *posterior, const struct posterior_arg *arg);
void posterior_release(struct posterior *posterior);

/*
 * The share of the draws in which N T(N)^2 of the arm is within tolerance (of T) of the least
 * of all arms: the knee, as S(N) E(N) is T(1)^2 over that. `workers` is N of every arm, 0 for
 * those that do not come into question.
 */
double posterior_knee(
	const struct posterior *posterior, const int *workers, size_t arm, double tolerance);

/* The mean of T of an arm over the draws, in seconds (of ln T, exponentiated). */
double posterior_time(const struct posterior *posterior, size_t arm);

/*
 * One Thompson draw: the best arm of a random draw among those in which the pick is not within
 * tolerance of the best; the pick itself where there is no such draw.
 */
size_t posterior_challenger(
	const struct posterior *posterior, double tolerance, gsl_rng *random);

#endif
