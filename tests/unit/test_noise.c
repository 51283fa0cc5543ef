/*
 * What is drawn of the noise and of slow runs, against integrals over sigma: the prior's
 * density times the runs' one, nothing else.
 */
#include "config.h"

#include "unit.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdint.h>

#include "core/gibbs.h"
#include "core/noise.h"
#include "core/random.h"
#include "core/sample.h"
#include "core/slow_runs.h"

#define ARMS  2
#define DRAWS 4000
#define SURE  4.0 /* standard deviations */
#define UPPER 0.67448975019608171 /* quartile of the normal distribution */
#define SHARE 0.4 /* of slow runs, as far as is known */

/* Two arms of true times 10 s and 6 s, known to the sampler. */
struct chain {
	double log_times[ARMS][POSTERIOR_MAX_RUNS];
	struct posterior_arm arms[ARMS];
	struct site sites[ARMS];
	struct gibbs gibbs;
	gsl_rng *random;
};

static const double log_truth[ARMS] = {2.302585092994046, 1.791759469228055};

static void
begin(struct chain *chain, const size_t runs[static ARMS],
	const double deviations[ARMS][POSTERIOR_MAX_RUNS])
{
	chain->random = random_new();
	random_seed(chain->random, 1, 1, USE_POSTERIOR);
	for (size_t i = 0; i < ARMS; i++) {
		for (size_t j = 0; j < runs[i]; j++)
			chain->log_times[i][j] = log_truth[i] + deviations[i][j];
		chain->arms[i] = (struct posterior_arm){
			.mode = i == 0 ? MODE_SEQ : MODE_PAR,
			.workers = i == 0 ? 1 : 2,
			.runs = runs[i],
			.log_times = chain->log_times[i],
		};
	}
	gibbs_init(&chain->gibbs,
		&(struct gibbs_arg){.sites = chain->sites,
			.arms = chain->arms,
			.arm_count = ARMS,
			.random = chain->random});
	for (size_t i = 0; i < ARMS; i++)
		chain->sites[i].log_time = log_truth[i];
}

static void
end(struct chain *chain)
{
	gsl_rng_free(chain->random);
}

/* What is integrated over ln sigma: prior, deviations of runs, and one run more. */
struct integrand {
	const double *deviations;
	size_t count;
	double more; /* NAN for none */
};

static double
density(double log_sigma, void *argument)
{
	const struct integrand *integrand = argument;
	double sigma = exp(log_sigma);
	double scale = UPPER * SAMPLE_USUAL_NOISE;
	/* sigma is scale / |z| for a normal z. */
	double value = 2 * gsl_ran_ugaussian_pdf(scale / sigma) * scale / sigma;

	for (size_t i = 0; i < integrand->count; i++)
		value *= gsl_ran_gaussian_pdf(integrand->deviations[i], sigma);
	if (!isnan(integrand->more))
		value *= gsl_ran_gaussian_pdf(integrand->more, sigma);
	return value;
}

static double
integrate(const struct integrand *integrand, double from, double to)
{
	gsl_integration_workspace *room = gsl_integration_workspace_alloc(200);
	gsl_function function = {density, (void *)(uintptr_t)integrand};
	double value = 0, error = 0;

	CU_ASSERT_EQUAL(gsl_integration_qag(&function, log(from), log(to), 0, 1e-9, 200,
				GSL_INTEG_GAUSS31, room, &value, &error),
		0);
	gsl_integration_workspace_free(room);
	return value;
}

#define LEAST_SIGMA 1e-4
#define MOST_SIGMA  1e6

/* The chance that sigma is below `limit`. */
static double
chance_below(const struct integrand *integrand, double limit)
{
	return integrate(integrand, LEAST_SIGMA, limit) /
		integrate(integrand, LEAST_SIGMA, MOST_SIGMA);
}

static bool
is_share_of(double share, double chance, int draws)
{
	return fabs(share - chance) <= SURE * sqrt(chance * (1 - chance) / draws);
}

static const double few[ARMS][POSTERIOR_MAX_RUNS] = {{.01, -.02, .03}, {-.05, .04}};
static const size_t few_runs[ARMS] = {3, 2};
static const double few_in_a_row[] = {.01, -.02, .03, -.05, .04};

static void
test_known(void)
{
	struct chain chain;

	begin(&chain, few_runs, few);
	struct noise noise = noise_known(&chain.gibbs);
	ASSERT_NEAR(noise.runs, 1.0 + 5.0, 1e-12);
	ASSERT_NEAR(noise.squares,
		UPPER * UPPER * .04 * .04 + .0001 + .0004 + .0009 + .0025 + .0016, 1e-9);
	end(&chain);
}

static void
test_sigma(void)
{
	static const double limits[] = {.02, .025, .03, .035, .045, .07};
	struct integrand integrand = {few_in_a_row, 5, UNKNOWN};
	double share[6] = {0};
	struct chain chain;

	begin(&chain, few_runs, few);
	for (int i = 0; i < DRAWS; i++) {
		noise_draw(&chain.gibbs);
		for (int j = 0; j < 6; j++)
			share[j] += (chain.gibbs.sigma < limits[j]) / (double)DRAWS;
	}
	for (int j = 0; j < 6; j++)
		CU_ASSERT(is_share_of(share[j], chance_below(&integrand, limits[j]), DRAWS));
	end(&chain);
}

/* Where no count was run twice, the runs say nothing: the draws are the prior's quantiles. */
static void
test_assumed(void)
{
	static const size_t runs[ARMS] = {1, 1};
	static const double limits[] = {.01, .02, .04, .1, 1};
	struct integrand prior = {NULL, 0, UNKNOWN};
	double share[5] = {0};
	struct chain chain;

	begin(&chain, runs, few);
	for (int i = 0; i < DRAWS; i++) {
		chain.gibbs.progress = (i + .5) / DRAWS;
		noise_draw(&chain.gibbs);
		for (int j = 0; j < 5; j++)
			share[j] += (chain.gibbs.sigma < limits[j]) / (double)DRAWS;
	}
	for (int j = 0; j < 5; j++)
		CU_ASSERT(fabs(share[j] - chance_below(&prior, limits[j])) < 1.0 / DRAWS);
	ASSERT_NEAR(chance_below(&prior, SAMPLE_USUAL_NOISE), .5, 1e-6);
	end(&chain);
}

static void
test_floor(void)
{
	static const double none[ARMS][POSTERIOR_MAX_RUNS] = {{0}};
	static const size_t runs[ARMS] = {2, 2};
	struct chain chain;
	int at_floor = 0;

	begin(&chain, runs, none);
	chain.sites[0].runs = 1e4;
	for (int i = 0; i < 100; i++) {
		noise_draw(&chain.gibbs);
		CU_ASSERT(chain.gibbs.sigma >= SAMPLE_NOISE_FLOOR);
		at_floor += chain.gibbs.sigma <= SAMPLE_NOISE_FLOOR;
	}
	CU_ASSERT(at_floor > 0);
	end(&chain);
}

SUITE(noise, {"what the prior and the runs say of sigma", test_known},
	{"sigma is drawn from its posterior", test_sigma},
	{"sigma is what is usual where no count was run twice", test_assumed},
	{"no noise is below the floor", test_floor});

static void
test_none_slow(void)
{
	struct chain chain;

	begin(&chain, few_runs, few);
	CU_ASSERT(chain.sites[0].slow == 0 && chain.sites[1].slow == 0);
	ASSERT_NEAR(chain.gibbs.slow_share, .05, 1e-12);
	ASSERT_NEAR(chain.sites[0].log_mean, log_truth[0] + .02 / 3, 1e-12);
	ASSERT_NEAR(chain.sites[0].log_squares, .0014 - .0004 / 3, 1e-9);
	end(&chain);
}

/* The one run that may be slow: the others are at or below their arms' times. */
static double
share_slow(double excess)
{
	const double deviations[ARMS][POSTERIOR_MAX_RUNS] = {
		{-.01, -.02, -.03, excess}, {-.04, -.02}};
	static const size_t runs[ARMS] = {4, 2};
	struct chain chain;
	int slow = 0;

	begin(&chain, runs, deviations);
	for (int i = 0; i < DRAWS; i++) {
		chain.gibbs.slow_share = SHARE;
		slow_runs_draw(&chain.gibbs);
		CU_ASSERT_FATAL((chain.sites[0].slow & 7) == 0 && chain.sites[1].slow == 0);
		slow += chain.sites[0].slow == 8;
	}
	end(&chain);
	return (double)slow / DRAWS;
}

/* An exponential with mean .3 against the noise that the other runs tell of. */
static double
chance_slow(double excess)
{
	static const double others[] = {-.01, -.02, -.03, -.04, -.02};
	struct integrand without = {others, 5, UNKNOWN};
	struct integrand with = {others, 5, excess};
	double noise = integrate(&with, LEAST_SIGMA, MOST_SIGMA) /
		integrate(&without, LEAST_SIGMA, MOST_SIGMA);
	double slow = SHARE * gsl_ran_exponential_pdf(excess, .3);

	return slow / (slow + (1 - SHARE) * noise);
}

static void
test_slow(void)
{
	static const double excesses[] = {.05, .08, .12, .2, .4};

	for (int i = 0; i < 5; i++)
		CU_ASSERT(
			is_share_of(share_slow(excesses[i]), chance_slow(excesses[i]), DRAWS));
	CU_ASSERT(chance_slow(.05) < .5 && chance_slow(.2) > .9);
	CU_ASSERT(share_slow(-.3) <= 0);
}

/* What is slow counts for the share alone, and the moments are the other runs'. */
static void
test_moments(void)
{
	static const double deviations[ARMS][POSTERIOR_MAX_RUNS] = {
		{-.001, -.003, 2}, {-.002, -.001}};
	static const size_t runs[ARMS] = {3, 2};
	struct chain chain;

	begin(&chain, runs, deviations);
	slow_runs_draw(&chain.gibbs);
	CU_ASSERT(chain.sites[0].slow == 4);
	ASSERT_NEAR(chain.sites[0].runs, 2.0, 1e-12);
	ASSERT_NEAR(chain.sites[0].log_mean, log_truth[0] - .002, 1e-12);
	ASSERT_NEAR(chain.sites[0].log_squares, 2e-6, 1e-6);
	ASSERT_NEAR(chain.gibbs.slow_share, 2.0 / 25.0, 1e-12);
	end(&chain);
}

static void
test_last(void)
{
	static const double far[ARMS][POSTERIOR_MAX_RUNS] = {{0}, {2, 2}};
	static const size_t runs[ARMS] = {POSTERIOR_MAX_RUNS, 2};
	struct chain chain;

	begin(&chain, runs, far);
	for (int i = 0; i < 100; i++) {
		slow_runs_draw(&chain.gibbs);
		CU_ASSERT(chain.sites[1].slow == 1 || chain.sites[1].slow == 2);
		ASSERT_NEAR(chain.sites[1].runs, 1.0, 1e-12);
	}
	end(&chain);
}

static void
test_single(void)
{
	static const double far[ARMS][POSTERIOR_MAX_RUNS] = {{5}, {9}};
	static const size_t runs[ARMS] = {1, 1};
	struct chain chain;

	begin(&chain, runs, far);
	chain.gibbs.slow_share = .5;
	slow_runs_draw(&chain.gibbs);
	CU_ASSERT(chain.sites[0].slow == 0 && chain.sites[1].slow == 0);
	ASSERT_NEAR(chain.gibbs.slow_share, .5, 1e-12);
	end(&chain);
}

SUITE(slow_runs, {"none is slow to begin with", test_none_slow},
	{"a run is slow as often as the integral says", test_slow},
	{"what is slow counts for the share alone", test_moments},
	{"never all of an arm's", test_last},
	{"none where no count was run twice", test_single});
