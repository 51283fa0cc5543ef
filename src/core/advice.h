/*
 * advice - how many workers to use, with the rule and the probability behind each answer.
 *
 * Probabilities come from the posterior of T(N) (core/posterior.h): the share of its draws
 * in which a count's true time is within the tolerance of the best count's. Workers that are
 * not faster than the sequential form, as measured and more probably than not, are never
 * advised, nor is a count at which a run failed.
 *
 * - `fastest`: the count that is most probably within the tolerance of the best.
 * - `local`: the smallest count (the sequential form counts as 1) for which that is at least as
 *   probable as not.
 * - `ci`: the knee, the largest S(N) E(N) = S(N)^2/N (Eager, Zahorjan and Lazowska, IEEE Trans.
 *   Computers 38 (1989) 408), on the CI machine's CPUs and in its memory. Its probability is
 *   that no other count's is better by more than the tolerance (of T).
 */
#ifndef CORE_ADVICE_H
#define CORE_ADVICE_H

#include <stdint.h>

#include "core/fits.h"
#include "core/observation.h"
#include "core/result.h"
#include "core/sample.h"

struct advice_arg {
	const struct observations *observations; /* that the points' rows index */
	const struct samples *samples; /* of the same observations */
	const struct fits *fits; /* of the same, for another number of CPUs; NULL: none */
	double tolerance; /* fraction: within this of the best is as good */
	double confidence; /* fraction: above it nothing is said about doubt */
	double cpus; /* C that the runs had; NAN when unknown */
	int ci_cpus; /* of the CI machine; 0: as here */
	double memory_limit; /* bytes that the command may use; NAN for none */
	uint64_t seed;
};

/*
 * Fills analysis->recommendation from its points, fit and memory model, which must be there
 * (a fit that was not done is no obstacle). Where there is nothing to advise, the counts are 0
 * and the sentence says why.
 */
void advice_recommend(const struct advice_arg *arg, struct analysis *analysis);

#endif
