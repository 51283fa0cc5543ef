#include "config.h"

#include "core/quantity.h"

#include <math.h>

struct quantity
quantity_time(struct datum datum, double cpus)
{
	return (struct quantity){.kind = QUANTITY_TIME, .datum = datum, .cpus = cpus};
}

/* T at the quantity's datum and CPUs as factors of the terms plus an offset. */
static double
time_factors(const struct model *model, const struct quantity *quantity, bool saturated,
	double factors[static TERM_COUNT])
{
	for (int t = 0; t < TERM_COUNT; t++)
		factors[t] = model_has(model, (enum term)t) ? quantity->datum.columns[t] : 0.0;
	if (!saturated)
		return 0.0;
	factors[TERM_PARALLEL] = 0.0;
	factors[TERM_SERIAL] = 1.0 - model->data->cpu_share / quantity->cpus;
	return quantity->datum.cpu_s / quantity->cpus;
}

/* Parallel seconds as the workers, and as the CPUs, allow them: the two sides of the max. */
static double
branch_excess(const struct model *model, const struct quantity *quantity, const double *terms)
{
	double serial_cpu_s = model->data->cpu_share * terms[TERM_SERIAL];

	return (quantity->datum.cpu_s - serial_cpu_s) / quantity->cpus -
		terms[TERM_PARALLEL] / quantity->datum.workers;
}

bool
quantity_has_branches(const struct model *model, const struct quantity *quantity)
{
	return quantity->kind == QUANTITY_TIME && model->capacity &&
		quantity->datum.workers > 1.0;
}

enum branch
quantity_branch(const struct model *model, const struct quantity *quantity,
	const double terms[static TERM_COUNT])
{
	return quantity_has_branches(model, quantity) &&
			branch_excess(model, quantity, terms) > 0.0
		? BRANCH_CPUS
		: BRANCH_WORKERS;
}

static double
time_value(const struct model *model, const struct quantity *quantity, const double *terms)
{
	double factors[TERM_COUNT];
	bool saturated = quantity_branch(model, quantity, terms) == BRANCH_CPUS;
	double value = time_factors(model, quantity, saturated, factors);

	for (int t = 0; t < TERM_COUNT; t++)
		value += factors[t] * terms[t];
	return value;
}

/* The term that makes T rise, as a factor of b at the optimum. */
static double
rise(const struct model *model, const double *terms)
{
	if (model_has(model, TERM_TREE))
		return terms[TERM_TREE] / (terms[TERM_PARALLEL] * M_LN2);
	return terms[TERM_WORKER] / terms[TERM_PARALLEL];
}

double
quantity_value(const struct model *model, const struct quantity *quantity,
	const double terms[static TERM_COUNT])
{
	double t1 = terms[TERM_SERIAL] + terms[TERM_PARALLEL];

	switch (quantity->kind) {
	case QUANTITY_TERM:
		return terms[quantity->term];
	case QUANTITY_SERIAL:
		return terms[TERM_SERIAL] / t1;
	case QUANTITY_WORKER:
		return terms[TERM_WORKER] / t1;
	case QUANTITY_T1:
		return t1;
	case QUANTITY_TIME:
		return time_value(model, quantity, terms);
	case QUANTITY_RELATIVE:
		return time_value(model, quantity, terms) / t1;
	case QUANTITY_RISE:
		return rise(model, terms);
	}
	return UNKNOWN;
}

double
quantity_optimum(const struct model *model, const double terms[static TERM_COUNT])
{
	double slope = rise(model, terms);

	if (!(slope > 0.0) || !isfinite(slope))
		return UNKNOWN;
	return model_has(model, TERM_TREE) ? 1.0 / slope : 1.0 / sqrt(slope);
}

double
quantity_most(const struct quantity *quantity)
{
	return quantity->kind == QUANTITY_SERIAL ? 1.0 : HUGE_VAL;
}

double
quantity_scale(const struct model *model, const struct quantity *quantity,
	const double terms[static TERM_COUNT])
{
	double largest = dataset_largest(model->data);
	double t1 = terms[TERM_SERIAL] + terms[TERM_PARALLEL];

	switch (quantity->kind) {
	case QUANTITY_TERM:
		return quantity->term == TERM_WORKER ? t1 / largest : t1;
	case QUANTITY_WORKER:
		return 1.0 / largest;
	case QUANTITY_T1:
	case QUANTITY_TIME:
		return t1;
	case QUANTITY_SERIAL:
	case QUANTITY_RELATIVE:
		return 1.0;
	case QUANTITY_RISE:
		return 1.0 / (largest * largest);
	}
	return 1.0;
}

/* The equation that holds the quantity at `value`. */
static struct constraint
hold(const struct model *model, const struct quantity *quantity, double value, bool saturated)
{
	struct constraint constraint = {.value = 0.0};
	double *factors = constraint.factors;

	switch (quantity->kind) {
	case QUANTITY_TERM:
		factors[quantity->term] = 1.0;
		constraint.value = value;
		break;
	case QUANTITY_SERIAL:
		factors[TERM_SERIAL] = 1.0 - value;
		factors[TERM_PARALLEL] = -value;
		break;
	case QUANTITY_WORKER:
		factors[TERM_WORKER] = 1.0;
		factors[TERM_SERIAL] = -value;
		factors[TERM_PARALLEL] = -value;
		break;
	case QUANTITY_T1:
		factors[TERM_SERIAL] = 1.0;
		factors[TERM_PARALLEL] = 1.0;
		constraint.value = value;
		break;
	case QUANTITY_TIME:
		constraint.value = value - time_factors(model, quantity, saturated, factors);
		break;
	case QUANTITY_RELATIVE:
		time_factors(model, quantity, false, factors);
		factors[TERM_SERIAL] -= value;
		factors[TERM_PARALLEL] -= value;
		break;
	case QUANTITY_RISE:
		factors[TERM_PARALLEL] = -value;
		if (model_has(model, TERM_TREE))
			factors[TERM_TREE] = 1.0 / M_LN2;
		else
			factors[TERM_WORKER] = 1.0;
		break;
	}
	return constraint;
}

size_t
quantity_hold(const struct model *model, const struct quantity *quantity, double value,
	enum branch branch, struct constraint constraints[static 2])
{
	constraints[0] = hold(model, quantity, value, branch == BRANCH_CPUS);
	if (branch != BRANCH_KINK)
		return 1;
	constraints[1] = (struct constraint){.value = quantity->datum.cpu_s / quantity->cpus};
	constraints[1].factors[TERM_PARALLEL] = 1.0 / quantity->datum.workers;
	constraints[1].factors[TERM_SERIAL] = model->data->cpu_share / quantity->cpus;
	return 2;
}
