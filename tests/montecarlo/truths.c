#include "config.h"

#include "truths.h"

#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "core/random.h"

const int workers_of[COUNTS] = {1, 2, 3, 4, 6, 8, 12, 16};

static double
peak(double n)
{
	return .10 + .88 / n + .006 * n;
}

static double
amdahl(double n)
{
	return .20 + .80 / n;
}

static double
kink(double n)
{
	return .10 + .90 / fmin(n, 8);
}

static double
oversubscribed(double n)
{
	return .10 + .90 / fmin(n, 4) + .02 * fmax(n - 4, 0);
}

static double
flat(double n)
{
	return .90 + .10 / n + .002 * n;
}

static double
sawtooth(double n)
{
	return .10 + .90 * ceil(8 / n) / 8;
}

const struct truth truths[TRUTHS] = {
	{"peak", peak},
	{"Amdahl", amdahl},
	{"kink at 8", kink},
	{"oversubscribed beyond 4", oversubscribed},
	{"flat", flat},
	{"sawtooth", sawtooth},
	{"drawn at random", NULL},
};

/* A suite of equal tests, fewer CPUs than workers, and overheads, all drawn at random. */
static double
any_truth(int seed, double n)
{
	gsl_rng *random = random_new();

	random_seed(random, 20260101, (uint64_t)seed, USE_TRIAL);
	double serial = 0.5 * gsl_rng_uniform(random);
	double tests = 4 + (double)gsl_rng_uniform_int(random, 60);
	double cpus = 1 + (double)gsl_rng_uniform_int(random, 16);
	double worker = gsl_rng_uniform(random) < 0.5 ? 0 : 0.02 * gsl_rng_uniform(random);
	double fixed = gsl_rng_uniform(random) < 0.5 ? 0 : 0.1 * gsl_rng_uniform(random);
	double crowding = gsl_rng_uniform(random) < 0.5 ? 0 : 0.05 * gsl_rng_uniform(random);

	gsl_rng_free(random);
	return serial + (1 - serial) * fmax(ceil(tests / n) / tests, 1 / cpus) +
		(n > 1 ? fixed : 0) + worker * (n - 1) + crowding * fmax(n - cpus, 0);
}

double
truth_time(const struct truth *truth, int seed, int workers)
{
	return truth->time != NULL ? truth->time(workers) : any_truth(seed, workers);
}

bool
truth_is_right(const struct truth *truth, int seed, int workers)
{
	double best = HUGE_VAL;

	for (int i = 0; i < COUNTS; i++)
		best = fmin(best, truth_time(truth, seed, workers_of[i]));
	return truth_time(truth, seed, workers) <= best * (1 + TOLERANCE) * (1 + 1e-12);
}
