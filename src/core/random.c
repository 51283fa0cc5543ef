#include "config.h"

#include "core/random.h"

#include "base/memory.h"

/* The finaliser of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): near seeds end far apart. */
static uint64_t
mix(uint64_t x)
{
	x += 0x9e3779b97f4a7c15;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
	return x ^ (x >> 31);
}

gsl_rng *
random_new(void)
{
	/* L'Ecuyer's taus2 (1999): small, so that seeding it for every trial costs nothing. */
	return xneeded(gsl_rng_alloc(gsl_rng_taus2));
}

void
random_seed(gsl_rng *random, uint64_t seed, uint64_t first, enum random_use use)
{
	uint64_t mixed = mix(mix(mix(seed) ^ first) ^ (uint64_t)use);

	/* taus2 takes 32 bits. */
	gsl_rng_set(random, (unsigned long)(mixed & 0xffffffff));
}
