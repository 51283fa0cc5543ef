#include "config.h"

#include "unit.h"

#include <gsl/gsl_rng.h>
#include <math.h>

#include "core/gibbs.h"
#include "core/law_error.h"
#include "core/posterior.h"
#include "core/random.h"

#define MOST_ARMS 8
#define MOST_RUNS 6

/* The seconds of every run; 0 ends an arm's. */
struct data_set {
	const char *name;
	int workers[MOST_ARMS];
	double wall_s[MOST_ARMS][MOST_RUNS];
};

static const struct data_set data_sets[] = {
	{"one run of two counts", {1, 2}, {{10}, {6}}},
	{"one run of two counts that are near", {1, 2}, {{10}, {9.8}}},
	{"two runs of two counts", {1, 2}, {{10, 10.3}, {9.5, 9.9}}},
	{"two runs, one of them slow", {1, 2}, {{10, 10.1}, {9.2, 12.9}}},
	{"one run of four counts", {1, 2, 4, 8}, {{10}, {6}, {4.1}, {4}}},
	{"one run of four counts, a kink", {1, 2, 4, 8}, {{10}, {5.4}, {5.3}, {5.6}}},
	{"a count with one run and one with two", {1, 4}, {{10}, {9.4, 10.3}}},
	{"two runs of four counts", {1, 2, 4, 8},
		{{10, 10.2}, {6, 6.1}, {4.2, 4.1}, {4.0, 4.2}}},
	{"two runs of four noisy counts", {1, 2, 4, 8},
		{{10, 12}, {7, 6.1}, {4.2, 5.1}, {4.0, 5.2}}},
	{"counts that were not run", {1, 2, 4, 8, 16},
		{{10, 10.2}, {0}, {4.2, 4.1}, {0}, {4.0, 3.9}}},
	{"three runs of eight counts", {1, 2, 3, 4, 6, 8, 12, 16},
		{{1, 1.03, .98}, {.55, .56, .54}, {.41, .42, .39}, {.33, .34, .5},
			{.27, .28, .27}, {.25, .24, .25}, {.24, .25, .26}, {.26, .27, .26}}},
};

/* The probability of one arm with that seed. */
static size_t
draw(const struct data_set *set, uint64_t seed, double within[static MOST_ARMS])
{
	struct posterior_arm arms[MOST_ARMS] = {{0}};
	double logs[MOST_ARMS][MOST_RUNS];
	struct posterior posterior = POSTERIOR_INIT;
	gsl_rng *random = random_new();
	size_t count = 0;

	for (; count < MOST_ARMS && set->workers[count] > 0; count++) {
		struct posterior_arm *arm = &arms[count];
		arm->mode = set->workers[count] == 1 ? MODE_SEQ : MODE_PAR;
		arm->workers = set->workers[count];
		arm->log_times = logs[count];
		for (; arm->runs < MOST_RUNS && set->wall_s[count][arm->runs] > 0; arm->runs++)
			logs[count][arm->runs] = log(set->wall_s[count][arm->runs]);
		arm->log_location = arm->runs > 0 ? logs[count][0] : UNKNOWN;
	}
	posterior_seed(random, seed, 4);
	posterior_draw(&posterior,
		&(struct posterior_arg){
			.arms = arms, .arm_count = count, .tolerance = 0.02, .random = random});
	for (size_t i = 0; i < count; i++)
		within[i] = posterior.within[i];
	posterior_release(&posterior);
	gsl_rng_free(random);
	return count;
}

#define SEEDS 10

/*
 * A probability is one of the data: the seed moves it by about two points at most (.020 over 50
 * seeds; ten tell that to a quarter).
 */
static void
test_seeds(void)
{
	for (size_t i = 0; i < sizeof data_sets / sizeof *data_sets; i++) {
		double sum[MOST_ARMS] = {0}, squares[MOST_ARMS] = {0}, within[MOST_ARMS];
		double widest = 0;
		size_t count = 0;

		for (uint64_t seed = 1; seed <= SEEDS; seed++) {
			count = draw(&data_sets[i], seed, within);
			for (size_t j = 0; j < count; j++) {
				sum[j] += within[j];
				squares[j] += within[j] * within[j];
			}
		}
		for (size_t j = 0; j < count; j++) {
			double mean = sum[j] / SEEDS;
			widest = fmax(widest, squares[j] / SEEDS - mean * mean);
		}
		CU_ASSERT(sqrt(fmax(widest, 0)) < 0.027);
	}
}

/* Not all runs of a count are slow: four that agree leave little doubt about a factor of two. */
static void
test_far_ahead(void)
{
	static const struct data_set set = {"twice as fast", {1, 2}, {{100, 101}, {51, 52}}};
	double sum = 0.0, within[MOST_ARMS];

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		draw(&set, seed, within);
		sum += within[1];
	}
	CU_ASSERT(sum / SEEDS > 0.86);
}

/*
 * A larger gain is not less probable. Laws end at T(1)/N: what is faster still is the law's
 * error, which must not be less probable than noise that no two runs show.
 */
static void
test_monotone(void)
{
	static const double seconds[] = {95, 80, 65, 51, 45, 30, 20, 10, 5, 1};
	double before = 0.0;

	for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
		struct data_set set = {"a gain", {1, 2}, {{100, 101}}};
		double sum = 0.0, within[MOST_ARMS];

		set.wall_s[1][0] = seconds[i];
		set.wall_s[1][1] = 1.01 * seconds[i];
		for (uint64_t seed = 1; seed <= SEEDS; seed++) {
			draw(&set, seed, within);
			sum += within[1];
		}
		CU_ASSERT(sum / SEEDS > before - 0.004);
		before = fmax(before, sum / SEEDS);
	}
}

/* Without runs, half of the law's errors are below the half-Cauchy's scale, 1 %. */
static void
test_law_error(void)
{
	gsl_rng *random = random_new();
	struct gibbs gibbs = {.random = random};
	int below = 0, at = 0;

	random_seed(random, 1, 0, USE_POSTERIOR);
	law_error_init(&gibbs);
	for (int i = 0; i < 10000; i++) {
		law_error_draw(&gibbs);
		below += gibbs.tau < 0.0099;
		at += fabs(gibbs.tau - 0.01) < 1e-4;
	}
	/* The grid's step at 1 % holds the errors about it. */
	CU_ASSERT(below < 5000);
	CU_ASSERT(below + at > 5000);
	gsl_rng_free(random);
}

SUITE(posterior, {"a law is off by a percent", test_law_error},
	{"the seed does not matter", test_seeds}, {"a count that is far ahead", test_far_ahead},
	{"a larger gain is not less probable", test_monotone});
