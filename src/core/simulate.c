/*
 * The truth, and the measurer that adds noise to it on a clock of its own.
 */
#include "config.h"

#include "core/simulate.h"

#include <assert.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/random.h"

static const struct truth_row *
truth_row(const struct simulation *simulation, int workers)
{
	for (size_t i = 0; i < simulation->truth_count; i++)
		if (simulation->truth[i].workers == workers)
			return &simulation->truth[i];
	return NULL;
}

int
simulation_check(
	const struct simulation *simulation, const struct counts *counts, struct error *error)
{
	const char *advice = "add it to the file";
	int missing = 0;

	if (simulation->file == NULL)
		return 0;
	if (truth_row(simulation, 1) == NULL)
		missing = 1;
	for (size_t i = 0; i < counts->count && missing == 0; i++)
		if (truth_row(simulation, counts->items[i].workers) == NULL) {
			missing = counts->items[i].workers;
			advice = "add it, or leave that count out";
		}
	if (missing == 0)
		return 0;
	return error_set(error, STATUS_USAGE, "%s has no row for %d worker%s: %s",
		simulation->file, missing, missing == 1 ? " (the sequential form)" : "s",
		advice);
}

double
simulation_cpu_time(const struct simulation *simulation, enum mode mode, int workers)
{
	double share = simulation->cpu_share;
	double extra = mode == MODE_SEQ ? 0.0 : workers - 1.0;

	if (simulation->file == NULL)
		return share * (simulation->t1_s + simulation->worker_s * extra);

	const struct truth_row *row = truth_row(simulation, mode == MODE_SEQ ? 1 : workers);
	const struct truth_row *first = truth_row(simulation, 1);
	if (row != NULL && !isnan(row->user_s))
		return row->user_s;
	return first != NULL ? share * first->wall_s : UNKNOWN;
}

double
simulation_time(const struct simulation *simulation, enum mode mode, int workers)
{
	if (simulation->file != NULL) {
		const struct truth_row *row =
			truth_row(simulation, mode == MODE_SEQ ? 1 : workers);
		return row != NULL ? row->wall_s : UNKNOWN;
	}
	if (mode == MODE_SEQ)
		return simulation->t1_s;

	double serial_s = simulation->serial * simulation->t1_s;
	double parallel_s = simulation->t1_s - serial_s;
	double cpu_s = simulation_cpu_time(simulation, mode, workers);
	double busy_s = (cpu_s - simulation->cpu_share * serial_s) / simulation->cpus;

	return serial_s + fmax(parallel_s / workers, busy_s) + simulation->fixed_s +
		simulation->worker_s * (workers - 1.0) + simulation->tree_s * log2(workers);
}

/* A trial under way, and when it ends on the virtual clock. */
struct flight {
	struct outcome outcome;
	double end_s;
};

struct simulate {
	struct measurer measurer; /* first: a measurer is all that others see */
	const struct simulation *simulation;
	uint64_t seed;
	gsl_rng *random;
	double now_s;
	struct flight *flights;
	size_t count;
	size_t capacity;
	char reason[80];
};

/* The factor that noise, a slow run and drift put on a trial; `noise` is the first alone. */
static double
slowness(const struct simulate *self, int number, double *noise)
{
	const struct simulation *simulation = self->simulation;
	double length = simulation->session > 1 ? simulation->session - 1.0 : 1.0;

	random_seed(self->random, self->seed, (uint64_t)number, USE_TRIAL);
	*noise = exp(gsl_ran_gaussian(self->random, simulation->noise));
	*noise *= fmax(1.0 + simulation->drift * (number - 1) / length, 0.01);
	double slow = gsl_rng_uniform(self->random) < simulation->outliers
		? 1.0 + gsl_ran_exponential(self->random, simulation->outlier_mean)
		: 1.0;
	return *noise * slow;
}

static struct observation
simulate_observation(const struct simulate *self, const struct trial *trial)
{
	const struct simulation *simulation = self->simulation;
	struct observation row = observation_empty();
	int workers = trial->mode == MODE_SEQ ? 1 : trial->workers;
	double noise;
	double factor = slowness(self, trial->number, &noise);

	row.suite = trial->suite;
	row.round = trial->round;
	row.position = trial->position;
	row.mode = (unsigned char)trial->mode;
	row.workers = trial->workers;
	row.warmup = trial->warmup;
	row.wall_s = factor * simulation_time(simulation, trial->mode, workers);
	/* A run is slow because it waits: that costs no CPU seconds. */
	row.user_s = noise * simulation_cpu_time(simulation, trial->mode, workers);
	row.sys_s = isnan(row.user_s) ? UNKNOWN : 0.0;
	row.peak_bytes = simulation->base_bytes + simulation->worker_bytes * workers;
	row.peak_method = isnan(row.peak_bytes) ? PEAK_UNKNOWN : PEAK_SIMULATED;
	row.exit_code = simulation->fail_at > 0 && workers >= simulation->fail_at ? 1 : 0;
	return row;
}

static int
simulate_start(struct measurer *measurer, const struct trial *trial, struct error *error)
{
	struct simulate *self = (struct simulate *)measurer;
	struct flight flight = {
		.outcome = {.kind = OUTCOME_OBSERVED, .trial = *trial, .reason = ""},
	};

	flight.outcome.observation = simulate_observation(self, trial);
	if (isnan(flight.outcome.observation.wall_s))
		return error_set(error, STATUS_USAGE,
			"the simulated truth does not know %d workers: add them to its file",
			trial->workers);
	flight.end_s = self->now_s + flight.outcome.observation.wall_s;
	ARRAY_GROW(self->flights, self->count, self->capacity);
	self->flights[self->count++] = flight;
	return 0;
}

/* The trial that ends first; of several, the one that was started first. */
static int
simulate_wait(struct measurer *measurer, struct outcome *outcome, struct error *error)
{
	struct simulate *self = (struct simulate *)measurer;
	size_t first = 0;

	(void)error;
	assert(self->count > 0);
	for (size_t i = 1; i < self->count; i++)
		if (self->flights[i].end_s < self->flights[first].end_s)
			first = i;
	*outcome = self->flights[first].outcome;
	self->now_s = self->flights[first].end_s;
	for (size_t i = first + 1; i < self->count; i++)
		self->flights[i - 1] = self->flights[i];
	self->count--;

	if (outcome->observation.exit_code != 0) {
		snprintf(self->reason, sizeof self->reason,
			"the simulated command fails at %d workers and more",
			self->simulation->fail_at);
		outcome->reason = self->reason;
	}
	return 0;
}

static double
simulate_elapsed(const struct measurer *measurer)
{
	return ((const struct simulate *)measurer)->now_s;
}

static void
simulate_release(struct measurer *measurer)
{
	struct simulate *self = (struct simulate *)measurer;

	gsl_rng_free(self->random);
	free(self->flights);
	free(self);
}

static const struct measurer_class simulate_class = {
	.name = "simulate",
	.start = simulate_start,
	.wait = simulate_wait,
	.release = simulate_release,
};

struct measurer *
simulate_new(const struct simulation *simulation, uint64_t seed)
{
	struct simulate *self = xcalloc(1, sizeof *self);

	self->measurer.class = &simulate_class;
	self->measurer.in_flight = 1;
	self->measurer.elapsed_s = simulate_elapsed;
	self->simulation = simulation;
	self->seed = seed;
	self->random = random_new();
	return &self->measurer;
}
