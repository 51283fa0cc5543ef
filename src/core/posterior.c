#include "config.h"

#include "core/posterior.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/random.h"
#include "core/gibbs.h"

#define DRAWS 1000 /* probabilities to half a percent where it matters */
#define MAX_CELLS  64000 /* of the table of draws: fewer for very long lists of counts */
#define MIN_DRAWS  200
#define BURN_IN	   100
#define RUNS_WORK  1800 /* steps from one draw to the next: over the square of arms and runs */
#define ARMS_WORK  256 /* over the square of the arms */
#define MOST_STEPS 8

static void
make_room(struct posterior *posterior, size_t arm_count)
{
	size_t draws = MAX_CELLS / arm_count;

	draws = draws > DRAWS ? DRAWS : draws < MIN_DRAWS ? MIN_DRAWS : draws;
	if (arm_count > posterior->arm_capacity) {
		posterior->within =
			xreallocarray(posterior->within, arm_count, sizeof *posterior->within);
		posterior->gains =
			xreallocarray(posterior->gains, arm_count, sizeof *posterior->gains);
		posterior->work =
			xreallocarray(posterior->work, arm_count, sizeof(struct site));
		posterior->arm_capacity = arm_count;
	}
	if (draws * arm_count > posterior->draw_capacity) {
		posterior->draw_capacity = draws * arm_count;
		posterior->draws = xreallocarray(
			posterior->draws, posterior->draw_capacity, sizeof *posterior->draws);
	}
	posterior->arm_count = arm_count;
	posterior->draw_count = draws;
}

static double
least_of(const double *times, size_t count)
{
	double least = times[0];

	for (size_t i = 1; i < count; i++)
		least = times[i] < least ? times[i] : least;
	return least;
}

static void
count_within(struct posterior *posterior, double tolerance)
{
	double room = log1p(tolerance);

	memset(posterior->within, 0, posterior->arm_count * sizeof *posterior->within);
	for (size_t draw = 0; draw < posterior->draw_count; draw++) {
		const double *times = posterior->draws + draw * posterior->arm_count;
		double limit = least_of(times, posterior->arm_count) + room;

		for (size_t i = 0; i < posterior->arm_count; i++)
			posterior->within[i] += times[i] <= limit;
	}
	for (size_t i = 0; i < posterior->arm_count; i++)
		posterior->within[i] /= (double)posterior->draw_count;
}

static bool
is_faster(const struct posterior *posterior, const struct posterior_arm *arms, size_t arm)
{
	size_t faster = 0;

	if (arms[arm].log_location >= arms[0].log_location)
		return false;
	for (size_t draw = 0; draw < posterior->draw_count; draw++) {
		const double *times = posterior->draws + draw * posterior->arm_count;
		faster += times[arm] < times[0];
	}
	return 2 * faster >= posterior->draw_count;
}

/* Workers cost something: what is not shown to be faster than without them is no pick. */
static void
choose_pick(struct posterior *posterior, const struct posterior_arm *arms)
{
	posterior->pick = 0;
	for (size_t i = 0; i < posterior->arm_count; i++) {
		posterior->gains[i] = i == 0 || is_faster(posterior, arms, i);
		if (posterior->gains[i] &&
			posterior->within[i] > posterior->within[posterior->pick])
			posterior->pick = i;
	}
}

void
posterior_seed(gsl_rng *random, uint64_t seed, uint64_t rows)
{
	random_seed(random, seed, rows, USE_POSTERIOR);
}

/* Fewer runs and arms are drawn faster, and their draws hang together more. */
static int
steps_between(const struct posterior_arg *arg)
{
	size_t size = arg->arm_count;

	assert(size > 0);
	for (size_t i = 0; i < arg->arm_count; i++)
		size += arg->arms[i].runs;
	size_t for_runs = RUNS_WORK / (size * size);
	size_t for_arms = ARMS_WORK / (arg->arm_count * arg->arm_count);
	size_t steps = for_runs < for_arms ? for_runs : for_arms;
	return steps < 1 ? 1 : steps > MOST_STEPS ? MOST_STEPS : (int)steps;
}

void
posterior_draw(struct posterior *posterior, const struct posterior_arg *arg)
{
	struct gibbs gibbs;
	int steps = steps_between(arg);

	make_room(posterior, arg->arm_count);
	gibbs_init(&gibbs,
		&(struct gibbs_arg){
			.sites = posterior->work,
			.arms = arg->arms,
			.arm_count = arg->arm_count,
			.random = arg->random,
		});
	for (int i = 0; i < BURN_IN; i++)
		gibbs_step(&gibbs, 0.5 / (double)posterior->draw_count);
	for (size_t draw = 0; draw < posterior->draw_count; draw++) {
		double *times = posterior->draws + draw * arg->arm_count;

		for (int i = 0; i < steps; i++)
			gibbs_step(
				&gibbs, ((double)draw + 0.5) / (double)posterior->draw_count);
		for (size_t i = 0; i < arg->arm_count; i++)
			times[i] = gibbs.sites[i].log_time;
	}
	count_within(posterior, arg->tolerance);
	choose_pick(posterior, arg->arms);
}

void
posterior_release(struct posterior *posterior)
{
	free(posterior->draws);
	free(posterior->within);
	free(posterior->gains);
	free(posterior->work);
	*posterior = (struct posterior)POSTERIOR_INIT;
}

double
posterior_knee(
	const struct posterior *posterior, const int *workers, size_t arm, double tolerance)
{
	double room = 2.0 * log1p(tolerance);
	size_t good = 0;

	for (size_t draw = 0; draw < posterior->draw_count; draw++) {
		const double *times = posterior->draws + draw * posterior->arm_count;
		double least = HUGE_VAL;

		for (size_t i = 0; i < posterior->arm_count; i++)
			if (workers[i] > 0)
				least = fmin(least, log(workers[i]) + 2.0 * times[i]);
		good += log(workers[arm]) + 2.0 * times[arm] <= least + room;
	}
	return (double)good / (double)posterior->draw_count;
}

double
posterior_time(const struct posterior *posterior, size_t arm)
{
	double sum = 0.0;

	for (size_t draw = 0; draw < posterior->draw_count; draw++)
		sum += posterior->draws[draw * posterior->arm_count + arm];
	return exp(sum / (double)posterior->draw_count);
}

size_t
posterior_challenger(const struct posterior *posterior, double tolerance, gsl_rng *random)
{
	size_t first = gsl_rng_uniform_int(random, posterior->draw_count);
	double room = log1p(tolerance);

	for (size_t i = 0; i < posterior->draw_count; i++) {
		size_t draw = (first + i) % posterior->draw_count;
		const double *times = posterior->draws + draw * posterior->arm_count;
		double least = least_of(times, posterior->arm_count);

		if (times[posterior->pick] <= least + room)
			continue;
		for (size_t arm = 0; arm < posterior->arm_count; arm++)
			if (times[arm] <= least)
				return arm;
	}
	return posterior->pick;
}
