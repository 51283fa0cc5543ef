#include "config.h"

#include "core/cpu_limit.h"

#include <math.h>

#include "core/quantity.h"
#include "core/sample.h"

/* A machine that is idle for more than the rest of the time has CPUs to spare. */
#define LEAST_USE 0.1

/* As good as enough for any count. */
#define MANY_CPUS 1e9

double
cpu_limit_free_time(const struct fitted_law *fitted, const struct datum *datum)
{
	struct quantity unlimited = quantity_time(*datum, MANY_CPUS);

	return quantity_value(&fitted->model, &unlimited, fitted->best.terms);
}

/* The share of the CPUs' time that a run used. */
static double
cpu_use(const struct dataset *data, const struct datum *datum)
{
	return datum->cpu_s / (data->cpus * datum->location_s);
}

/* A share of one CPU above this is more than one thread's, and no error of measuring. */
#define ONE_THREAD 1.1

/* CPUs that so many workers can use: as many as they are, unless each computes in threads. */
static double
usable_cpus(const struct dataset *data, double workers)
{
	return workers * (data->cpu_share > ONE_THREAD ? data->cpu_share : 1.0);
}

/* The share of the fitted time at a datum that more CPUs would save. */
static double
cpu_cost(const struct fitted_law *fitted, const struct datum *datum)
{
	double here = model_time(&fitted->model, fitted->best.terms, datum);

	return (here - cpu_limit_free_time(fitted, datum)) / here;
}

const struct datum *
cpu_limit_first(const struct fits *fits, double noise)
{
	const struct dataset *data = fits->data;
	double least = fmax(CPU_LIMIT_NOTICED, isnan(noise) ? SAMPLE_USUAL_NOISE : noise);

	for (size_t i = 0; i < data->count; i++)
		if (fits->headline->model.saturated[i] &&
			usable_cpus(data, data->items[i].workers) > data->cpus &&
			cpu_cost(fits->headline, &data->items[i]) > least &&
			cpu_use(data, &data->items[i]) > LEAST_USE)
			return &data->items[i];
	return NULL;
}

/* each N^2 + base N - b C = 0 */
static double
saturation(const struct fitted_law *fitted)
{
	const struct dataset *data = fitted->model.data;
	const double *terms = fitted->best.terms;
	double base_s =
		data->cpu_base_s - data->cpu_share * terms[TERM_SERIAL] - data->cpu_each_s;
	double each_s = data->cpu_each_s;
	double target = terms[TERM_PARALLEL] * data->cpus;

	if (each_s > 1e-12 * fabs(base_s))
		return (-base_s + sqrt(base_s * base_s + 4.0 * each_s * target)) /
			(2.0 * each_s);
	return base_s > 0.0 ? target / base_s : HUGE_VAL;
}

double
cpu_limit_workers(const struct fitted_law *fitted)
{
	const struct model *model = &fitted->model;

	if (!model->capacity)
		return HUGE_VAL;
	double workers = fmax(saturation(fitted), 1.0);
	if (!(workers <= DATASET_REACH * dataset_largest(model->data)))
		return HUGE_VAL;
	struct datum there = model_datum(model->data, MODE_PAR, workers);
	double parallel_s = fitted->best.terms[TERM_PARALLEL] / workers;
	double saved = parallel_s / model_time(model, fitted->best.terms, &there);
	return saved > CPU_LIMIT_NOTICED ? workers : HUGE_VAL;
}
