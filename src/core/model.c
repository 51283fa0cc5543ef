#include "config.h"

#include "core/model.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define MAX_ITERATIONS 200
#define MOST_STARTS    16 /* orders of branches that a fit tries */
#define MANY_COUNTS    32
#define MOST_SETTLINGS 4
#define COMBINATION    1e-6 /* a column with less than this share of its own is one too many */
#define STILL	       1e-12 /* relative change of That below which an iteration stands */

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
	model->saturated = xcalloc(count, sizeof *model->saturated);
	model->reduced = xcalloc(count, sizeof *model->reduced);
}

void
model_release(struct model *model)
{
	free(model->matrix);
	free(model->targets);
	free(model->scratch);
	free(model->fitted);
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
	return (struct datum){
		.mode = mode,
		.workers = workers,
		.cpu_s = data->cpu_base_s + data->cpu_each_s * (workers - 1.0),
	};
}

void
model_columns(const struct model *model, const struct datum *datum, bool saturated,
	double columns[static TERM_COUNT])
{
	for (int t = 0; t < TERM_COUNT; t++)
		columns[t] = term_value((enum term)t, datum->mode, datum->workers);
	if (saturated) {
		columns[TERM_SERIAL] = 1.0 - model->data->cpu_share / model->data->cpus;
		columns[TERM_PARALLEL] = 0.0;
	}
}

/* What T has besides the terms where the CPUs are the limit. */
static double
saturated_offset(const struct model *model, const struct datum *datum, bool saturated)
{
	return saturated ? datum->cpu_s / model->data->cpus : 0.0;
}

/* Whether the CPUs, not the workers, limit the parallel part at this datum. */
static bool
is_saturated(const struct model *model, const double *terms, const struct datum *datum)
{
	if (!model->capacity || datum->workers <= 1.0)
		return false;
	double serial_cpu_s = model->data->cpu_share * terms[TERM_SERIAL];
	return (datum->cpu_s - serial_cpu_s) / model->data->cpus >
		terms[TERM_PARALLEL] / datum->workers;
}

static double
branch_time(const struct model *model, const double *terms, const struct datum *datum,
	bool saturated)
{
	double columns[TERM_COUNT];
	double time = saturated_offset(model, datum, saturated);

	model_columns(model, datum, saturated, columns);
	for (int t = 0; t < TERM_COUNT; t++)
		time += columns[t] * terms[t];
	return time;
}

double
model_time(const struct model *model, const double terms[static TERM_COUNT],
	const struct datum *datum)
{
	return branch_time(model, terms, datum, is_saturated(model, terms, datum));
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

static void
fill_rows(struct model *model, const double *fitted)
{
	for (size_t i = 0; i < model->data->count; i++) {
		const struct datum *datum = &model->data->items[i];
		double *row = &model->matrix[i * TERM_COUNT];
		struct working_point point =
			loss_working_point(model->loss, model->data, datum, fitted[i]);

		model_columns(model, datum, model->saturated[i], row);
		double root = sqrt(point.weight);
		for (int t = 0; t < TERM_COUNT; t++)
			row[t] *= root;
		model->targets[i] = root *
			(point.target - saturated_offset(model, datum, model->saturated[i]));
	}
}

/* Whether the rows at hand were made for the branches as they are now. */
static bool
rows_are_current(const struct model *model)
{
	return model->rows > 0 &&
		memcmp(model->reduced, model->saturated,
			model->data->count * sizeof *model->reduced) == 0;
}

/*
 * Replaces the rows by the triangle of their QR decomposition: as many rows as terms, with the
 * same least squares under any constraint. A profile solves thousands of times on the same
 * rows.
 */
static void
reduce_rows(struct model *model)
{
	size_t rows = model->data->count;
	size_t width = law_term_count(model->law);
	double tau[LSQ_MAX_COLUMNS];
	double *packed = model->scratch;
	gsl_vector_view targets = gsl_vector_view_array(model->targets, rows);
	gsl_vector_view reflections = gsl_vector_view_array(tau, width);

	model->rows = rows;
	memcpy(model->reduced, model->saturated, rows * sizeof *model->reduced);
	if (rows <= width)
		return;
	gsl_matrix_view matrix = gsl_matrix_view_array(packed, rows, width);
	for (size_t i = 0; i < rows; i++)
		for (size_t t = 0, k = 0; t < TERM_COUNT; t++)
			if ((model->terms & 1u << t) != 0)
				packed[i * width + k++] = model->matrix[i * TERM_COUNT + t];
	if (gsl_linalg_QR_decomp(&matrix.matrix, &reflections.vector) != 0 ||
		gsl_linalg_QR_QTvec(&matrix.matrix, &reflections.vector, &targets.vector) != 0)
		return;
	for (size_t i = 0; i < width; i++)
		for (size_t t = 0, k = 0; t < TERM_COUNT; t++)
			model->matrix[i * TERM_COUNT + t] = (model->terms & 1u << t) == 0 ? 0.0
				: k++ >= i ? packed[i * width + k - 1]
					   : 0.0;
	model->rows = width;
}

/* New fitted times; how much they moved, relatively. */
static double
refit_times(const struct model *model, const double *terms, double *fitted)
{
	double moved = 0.0;

	for (size_t i = 0; i < model->data->count; i++) {
		const struct datum *datum = &model->data->items[i];
		double time = branch_time(model, terms, datum, model->saturated[i]);
		/* A law may pass through 0 at one count while it is searched. */
		time = fmax(time, 1e-3 * datum->location_s);
		moved = fmax(moved, fabs(time - fitted[i]) / time);
		fitted[i] = time;
	}
	return moved;
}

static bool
solve_rows(struct model *model, const struct constraint *constraints, size_t count,
	double terms[static TERM_COUNT])
{
	if (!rows_are_current(model)) {
		fill_rows(model, model->fitted);
		reduce_rows(model);
	}
	struct nnls problem = {.rows = model->rows,
		.terms = model->terms,
		.matrix = model->matrix,
		.targets = model->targets,
		.constraints = constraints,
		.constraint_count = count,
		.scratch = model->scratch};
	return isfinite(nnls_solve(&problem, terms));
}

/* The least loss for the branches chosen in model->saturated. */
static bool
solve_branches(struct model *model, const struct constraint *constraints, size_t count,
	double terms[static TERM_COUNT])
{
	struct constraint all[NNLS_MAX_CONSTRAINTS] = {0};
	double *fitted = model->fitted;
	bool solved = false;

	if (count > 0)
		memcpy(all, constraints, count * sizeof *all);
	if (loss_fixes_t1(model->loss)) {
		all[count].factors[TERM_SERIAL] = 1.0;
		all[count].factors[TERM_PARALLEL] = 1.0;
		all[count++].value = model->data->t1_s;
	}
	if (loss_is_quadratic(model->loss))
		return solve_rows(model, all, count, terms);
	for (size_t i = 0; i < model->data->count; i++)
		fitted[i] = model->data->items[i].location_s;
	for (int iteration = 0; iteration < MAX_ITERATIONS; iteration++) {
		model->rows = 0;
		solved = solve_rows(model, all, count, terms);
		if (!solved || refit_times(model, terms, fitted) < STILL)
			break;
	}
	return solved;
}

size_t
model_settle(struct model *model, const double terms[static TERM_COUNT])
{
	size_t changed = model->data->count;

	for (size_t i = 0; i < model->data->count; i++) {
		bool saturated = is_saturated(model, terms, &model->data->items[i]);
		if (saturated != model->saturated[i] && changed == model->data->count)
			changed = i;
		model->saturated[i] = saturated;
	}
	return changed;
}

static void
keep_better(const struct model *model, const double *terms, struct estimate *best)
{
	double rss = model_rss(model, terms);

	if (rss < best->rss) {
		best->rss = rss;
		memcpy(best->terms, terms, sizeof best->terms);
	}
}

/* b/N = (U(N) - share a)/C: the datum sits on the kink between its branches. */
static struct constraint
kink(const struct model *model, const struct datum *datum)
{
	struct constraint constraint = {.value = datum->cpu_s / model->data->cpus};

	constraint.factors[TERM_PARALLEL] = 1.0 / datum->workers;
	constraint.factors[TERM_SERIAL] = model->data->cpu_share / model->data->cpus;
	return constraint;
}

/*
 * From the branches as they are to branches that agree with their own solution. Where two
 * choices point at each other, the least loss is on the kink between them.
 */
static void
search_branches(struct model *model, const struct constraint *constraints, size_t count,
	struct estimate *best)
{
	double terms[TERM_COUNT];
	size_t changed = model->data->count;

	/* With fewer steps a profile among many counts ends on wrong branches, far above its
	 * minimum. */
	for (size_t step = 0; step < MOST_SETTLINGS; step++) {
		if (!solve_branches(model, constraints, count, terms))
			return;
		keep_better(model, terms, best);
		if (!model->capacity)
			return;
		changed = model_settle(model, terms);
		if (changed == model->data->count)
			return;
	}
	struct constraint extended[NNLS_MAX_CONSTRAINTS] = {0};
	if (count + 2 > NNLS_MAX_CONSTRAINTS || model->data->count > MANY_COUNTS)
		return;
	if (count > 0)
		memcpy(extended, constraints, count * sizeof *extended);
	extended[count] = kink(model, &model->data->items[changed]);
	if (solve_branches(model, extended, count + 1, terms))
		keep_better(model, terms, best);
}

bool
model_solve(struct model *model, const struct constraint *constraints, size_t count,
	struct estimate *estimate)
{
	estimate->rss = HUGE_VAL;
	search_branches(model, constraints, count, estimate);
	return isfinite(estimate->rss);
}

bool
model_fit(struct model *model, struct estimate *estimate)
{
	size_t count = model->data->count;
	size_t stride = count / MOST_STARTS + 1;

	estimate->rss = HUGE_VAL;
	/*
	 * More workers never leave more CPU for each, so the saturated points are the last
	 * ones. Among very many counts the search finds its way from every few of them.
	 */
	for (size_t first = model->capacity ? count % stride : count; first <= count;
		first += stride) {
		for (size_t i = 0; i < count; i++)
			model->saturated[i] = i >= first && model->data->items[i].workers > 1.0;
		search_branches(model, NULL, 0, estimate);
	}
	if (!isfinite(estimate->rss))
		return false;
	model_settle(model, estimate->terms);
	return true;
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
