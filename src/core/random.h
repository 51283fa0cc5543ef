/*
 * random - reproducible generators that depend on what they are for, not on history.
 *
 * A generator is seeded anew from the user's seed and two numbers that name its use (a
 * trial, a step of the plan, ...). Whoever knows those numbers gets the same values,
 * after a resume too.
 */
#ifndef CORE_RANDOM_H
#define CORE_RANDOM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* A generator, to be seeded before its use; the caller frees it with gsl_rng_free(). */
gsl_rng *random_new(void);

/* What a generator is for: the last number of its seed. */
enum random_use {
	USE_TRIAL, /* a simulated one */
	USE_DRAW, /* of the next place in a round */
	USE_CHOOSE, /* an arm for it */
	USE_POSTERIOR, /* draws from it */
};

/* Seeds it for the use that `first` and `use` name. */
void random_seed(gsl_rng *random, uint64_t seed, uint64_t first, enum random_use use);

#endif
