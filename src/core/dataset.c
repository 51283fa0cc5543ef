#include "config.h"

#include "core/dataset.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

struct datum
datum_new(enum mode mode, double workers)
{
	struct datum datum = {.mode = mode, .workers = workers, .cpu_s = UNKNOWN};

	for (int t = 0; t < TERM_COUNT; t++)
		datum.columns[t] = term_column((enum term)t, mode, workers);
	return datum;
}

static struct datum
datum_of(const struct sample *sample)
{
	struct datum datum = datum_new(sample->mode, sample->workers);

	datum.runs = sample->used;
	datum.location_s = sample->location_s;
	datum.time = sample->time;
	datum.log = sample->log;
	datum.rate = sample->rate;
	datum.cpu_s = sample->user_s + sample->sys_s;
	return datum;
}

static bool
all_cpu_known(const struct dataset *data)
{
	for (size_t i = 0; i < data->count; i++)
		if (!isfinite(data->items[i].cpu_s) || data->items[i].cpu_s < 0.0)
			return false;
	return data->count > 0;
}

/* U(N) = U(1) + each (N-1), U(1) as measured, each >= 0 by least squares on relative errors. */
static void
fit_cpu(struct dataset *data, double base_s)
{
	double products = 0.0;
	double squares = 0.0;

	for (size_t i = 0; i < data->count; i++) {
		const struct datum *datum = &data->items[i];
		double x = datum->workers - 1.0;
		double scale = fmax(datum->cpu_s, 1e-3 * datum->location_s);
		double weight = datum->runs / (scale * scale);
		products += weight * x * (datum->cpu_s - base_s);
		squares += weight * x * x;
	}
	data->cpu_base_s = base_s;
	data->cpu_each_s = squares > 0.0 ? fmax(products / squares, 0.0) : 0.0;
	data->cpu_share = base_s / data->t1_s;
}

/* N runs cannot use more CPU seconds than C CPUs have in their time, 10 % of measuring aside. */
static bool
cpu_contradicts(const struct dataset *data)
{
	for (size_t i = 0; i < data->count; i++)
		if (data->items[i].cpu_s > 1.1 * data->cpus * data->items[i].location_s)
			return true;
	return false;
}

static void
add_cpu(struct dataset *data)
{
	double runs = 0.0;
	double cpu_s = 0.0;

	data->cpu_base_s = UNKNOWN;
	data->cpu_each_s = UNKNOWN;
	data->cpu_share = UNKNOWN;
	data->cpu_known = all_cpu_known(data) && isfinite(data->t1_s);
	if (!data->cpu_known)
		return;
	for (size_t i = 0; i < data->count; i++) {
		const struct datum *datum = &data->items[i];
		if (datum->workers > 1.0 || (data->has_sequential && datum->mode == MODE_PAR))
			continue;
		runs += datum->runs;
		cpu_s += datum->runs * datum->cpu_s;
	}
	fit_cpu(data, cpu_s / runs);
	data->cpus_contradicted = isfinite(data->cpus) && cpu_contradicts(data);
}

void
dataset_make(const struct samples *samples, double cpus, struct dataset *data)
{
	*data = (struct dataset){.cpus = cpus, .t1_s = UNKNOWN};
	data->items = xcalloc(samples->count + 1, sizeof *data->items);
	for (size_t i = 0; i < samples->count; i++) {
		const struct sample *sample = &samples->items[i];
		if (!sample_is_fitted(sample))
			continue;
		data->items[data->count++] = datum_of(sample);
		data->runs += sample->used;
		/* Sequential first: the parallel form with one worker is second best. */
		if (sample->workers == 1 && isnan(data->t1_s))
			data->t1_s = sample->location_s;
		data->has_sequential |= sample->mode == MODE_SEQ;
	}
	add_cpu(data);
}

void
dataset_without(const struct dataset *data, size_t left_out, struct dataset *rest)
{
	*rest = *data;
	rest->items = xcalloc(data->count, sizeof *rest->items);
	rest->count = 0;
	for (size_t i = 0; i < data->count; i++)
		if (i != left_out)
			rest->items[rest->count++] = data->items[i];
	rest->runs -= data->items[left_out].runs;
}

void
dataset_release(struct dataset *data)
{
	free(data->items);
	*data = (struct dataset)DATASET_INIT;
}

double
dataset_largest(const struct dataset *data)
{
	double largest = 1.0;

	for (size_t i = 0; i < data->count; i++)
		largest = fmax(largest, data->items[i].workers);
	return largest;
}

bool
dataset_knows_capacity(const struct dataset *data)
{
	return data->cpu_known && isfinite(data->cpus) && data->cpus > 0.0 &&
		!data->cpus_contradicted;
}
