#include "config.h"

#include "core/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define COMBINATION 1e-6 /* a column with less than this share of its own is one too many */

void
model_init(struct model *model, const struct dataset *data, const struct law *law,
	bool capacity, enum loss loss)
{
	size_t count = data->count + 1;

	*model = (struct model){.law = law,
		.loss = loss,
		.capacity = capacity,
		.data = data,
		.terms = law->terms};
	model->parameters = (int)law_term_count(law) - (loss_fixes_t1(loss) ? 1 : 0);
	for (size_t i = 0; i < data->count; i++)
		model->runs +=
			loss_counts(loss, data, &data->items[i]) ? data->items[i].runs : 0.0;
	model->matrix = xcalloc(count * TERM_COUNT, sizeof *model->matrix);
	model->targets = xcalloc(count, sizeof *model->targets);
	model->scratch = xcalloc(count * (2 * TERM_COUNT + 2), sizeof *model->scratch);
	model->fitted = xcalloc(count, sizeof *model->fitted);
	model->start = xcalloc(count, sizeof *model->start);
	model->saturated = xcalloc(count, sizeof *model->saturated);
	model->reduced = xcalloc(count, sizeof *model->reduced);
	for (size_t i = 0; i < data->count; i++)
		model->start[i] = data->items[i].location_s;
}

void
model_release(struct model *model)
{
	free(model->matrix);
	free(model->targets);
	free(model->scratch);
	free(model->fitted);
	free(model->start);
	free(model->saturated);
	free(model->reduced);
	*model = (struct model){0};
}

bool
model_has(const struct model *model, enum term term)
{
	return law_has(model->law, term);
}

struct datum
model_datum(const struct dataset *data, enum mode mode, double workers)
{
	struct datum datum = datum_new(mode, workers);

	datum.cpu_s = data->cpu_base_s + data->cpu_each_s * (workers - 1.0);
	return datum;
}

void
model_columns(const struct model *model, const struct datum *datum, bool saturated,
	double columns[static TERM_COUNT])
{
	memcpy(columns, datum->columns, sizeof datum->columns);
	if (saturated) {
		columns[TERM_SERIAL] = 1.0 - model->data->cpu_share / model->data->cpus;
		columns[TERM_PARALLEL] = 0.0;
	}
}

double
model_offset(const struct model *model, const struct datum *datum, bool saturated)
{
	return saturated ? datum->cpu_s / model->data->cpus : 0.0;
}

bool
model_is_saturated(const struct model *model, const double terms[static TERM_COUNT],
	const struct datum *datum)
{
	if (!model->capacity || datum->workers <= 1.0)
		return false;
	double serial_cpu_s = model->data->cpu_share * terms[TERM_SERIAL];
	return (datum->cpu_s - serial_cpu_s) / model->data->cpus >
		terms[TERM_PARALLEL] / datum->workers;
}

double
model_branch_time(const struct model *model, const double terms[static TERM_COUNT],
	const struct datum *datum, bool saturated)
{
	double columns[TERM_COUNT];
	double time = model_offset(model, datum, saturated);

	model_columns(model, datum, saturated, columns);
	for (int t = 0; t < TERM_COUNT; t++)
		time += columns[t] * terms[t];
	return time;
}

double
model_time(const struct model *model, const double terms[static TERM_COUNT],
	const struct datum *datum)
{
	return model_branch_time(model, terms, datum, model_is_saturated(model, terms, datum));
}

double
model_rss(const struct model *model, const double terms[static TERM_COUNT])
{
	double rss = 0.0;

	for (size_t i = 0; i < model->data->count; i++) {
		const struct datum *datum = &model->data->items[i];
		if (loss_counts(model->loss, model->data, datum))
			rss += loss_sum(model->loss, model->data, datum,
				model_time(model, terms, datum));
	}
	return isfinite(rss) ? rss : HUGE_VAL;
}

double
model_pure_error(const struct model *model, double *points)
{
	double pure = 0.0;

	*points = 0.0;
	for (size_t i = 0; i < model->data->count; i++) {
		struct datum datum = model->data->items[i];
		if (!loss_counts(model->loss, model->data, &datum))
			continue;
		double runs = datum.runs;
		datum.runs = 0.0; /* nothing but the squares about the mean */
		pure += loss_sum(model->loss, model->data, &datum, datum.location_s);
		*points += runs > 0.0 ? 1.0 : 0.0;
	}
	return pure;
}

double
model_squares(const struct model *model)
{
	double total = 0.0;

	for (size_t i = 0; i < model->data->count; i++) {
		const struct datum *datum = &model->data->items[i];
		total += datum->runs * datum->location_s * datum->location_s *
			loss_weight(model->loss, model->data, datum, datum->location_s);
	}
	return total;
}

/* Whether one term's column adds nothing to those of the others. */
static bool
is_combination(struct model *model, unsigned term)
{
	size_t rows = model->data->count;
	size_t width = law_term_count(model->law) - 1;
	double *targets = model->scratch + rows * TERM_COUNT;
	double *residuals = targets + rows;
	double solution[LSQ_MAX_COLUMNS];
	double norm = 0.0;
	double rss = 0.0;

	for (size_t i = 0; i < rows; i++) {
		double columns[TERM_COUNT];
		size_t next = 0;
		model_columns(model, &model->data->items[i], model->saturated[i], columns);
		for (unsigned k = 0; k < TERM_COUNT; k++)
			if (k != term && (model->terms & 1u << k) != 0)
				model->scratch[i * width + next++] = columns[k];
		targets[i] = columns[term];
		norm += columns[term] * columns[term];
	}
	return !lsq_solve(model->scratch, rows, width, targets, residuals, solution, &rss) ||
		!(sqrt(rss) > COMBINATION * sqrt(norm));
}

unsigned
model_unidentifiable(struct model *model)
{
	unsigned unknown = 0;

	for (unsigned term = 0; term < TERM_COUNT; term++)
		if ((model->terms & 1u << term) != 0 && is_combination(model, term))
			unknown |= 1u << term;
	return unknown;
}
