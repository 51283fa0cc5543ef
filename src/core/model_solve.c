#include "config.h"

#include "core/model.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/*
 * How a model is solved: rows of a least squares for the branches that hold, reduced to a
 * triangle, solved again and again while the loss or the branches ask for it.
 */

#define MAX_ITERATIONS	  40
#define FROZEN_ITERATIONS 6
#define MOST_STARTS	  16 /* orders of branches that a fit tries */
#define MANY_COUNTS	  32
#define LEAST_TIME	  1e-4 /* of a location: no weight grows without bound */
#define MOST_SETTLINGS	  4
#define MOST_HALVINGS	  12

/* Relative change of That below which an iteration stands: what is left is its square. */
#define STILL 1e-8

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
		model->targets[i] =
			root * (point.target - model_offset(model, datum, model->saturated[i]));
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
		double time = model_branch_time(model, terms, datum, model->saturated[i]);
		time = fmax(time, LEAST_TIME * datum->location_s);
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
		model->rows = model->data->count;
		memcpy(model->reduced, model->saturated,
			model->data->count * sizeof *model->reduced);
		/* Few rows that change with every step are not worth it. */
		if (loss_is_quadratic(model->loss) || model->rows > MANY_COUNTS)
			reduce_rows(model);
	}
	struct nnls problem = {.rows = model->rows,
		.terms = model->terms,
		.matrix = model->matrix,
		.targets = model->targets,
		.constraints = constraints,
		.constraint_count = count,
		.scratch = model->scratch,
		.support = &model->support};
	return isfinite(nnls_solve(&problem, terms));
}

size_t
model_settle(struct model *model, const double terms[static TERM_COUNT])
{
	size_t changed = model->data->count;

	for (size_t i = 0; i < model->data->count; i++) {
		bool saturated = model_is_saturated(model, terms, &model->data->items[i]);
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
 * The rows have positive weights and the slope of the loss, so that a step to their solution
 * begins downhill; where half of it ends lower it was too long. Any point between two that obey
 * the constraints obeys them, too.
 */
static void
shorten(const struct model *model, const double *from, double *terms)
{
	double before = model_rss(model, from);
	double here = model_rss(model, terms);

	for (int left = MOST_HALVINGS; left > 0; left--) {
		double half[TERM_COUNT];

		for (int t = 0; t < TERM_COUNT; t++)
			half[t] = (from[t] + terms[t]) / 2.0;
		double lower = model_rss(model, half);
		if (here <= before && here <= lower)
			return;
		memcpy(terms, half, sizeof half);
		here = lower;
	}
}

/*
 * From the branches as they are to branches that agree with their own solution, and to weights
 * that do, where the loss is iterated; both in one loop, for a solution on wrong branches need
 * not be exact. Returns the datum whose branch changed last where that never ends, else the
 * number of data.
 */
static size_t
iterate(struct model *model, const struct constraint *constraints, size_t count,
	unsigned settlings, struct estimate *best)
{
	double terms[TERM_COUNT], last[TERM_COUNT];
	size_t changed = model->data->count;
	bool iterated = !loss_is_quadratic(model->loss);

	memcpy(model->fitted, model->start, model->data->count * sizeof *model->fitted);
	for (int left = MAX_ITERATIONS; left > 0; left--) {
		if (iterated)
			model->rows = 0;
		if (!solve_rows(model, constraints, count, terms))
			return model->data->count;
		if (iterated && left < MAX_ITERATIONS)
			shorten(model, last, terms);
		memcpy(last, terms, sizeof last);
		if (settlings > 0) {
			changed = model_settle(model, terms);
			if (changed < model->data->count) {
				keep_better(model, terms, best);
				/* Branches that never agree are not worth more. */
				if (--settlings == 0 && left > FROZEN_ITERATIONS)
					left = FROZEN_ITERATIONS;
			}
		}
		bool moved = iterated && refit_times(model, terms, model->fitted) >= STILL;
		if (!moved && (changed == model->data->count || settlings == 0))
			break;
	}
	keep_better(model, terms, best);
	return changed;
}

/* Where two choices of branches point at each other, the least loss is on the kink between. */
static void
search_branches(struct model *model, const struct constraint *constraints, size_t count,
	struct estimate *best)
{
	struct constraint all[NNLS_MAX_CONSTRAINTS] = {0};

	if (count > 0)
		memcpy(all, constraints, count * sizeof *all);
	if (loss_fixes_t1(model->loss)) {
		all[count].factors[TERM_SERIAL] = 1.0;
		all[count].factors[TERM_PARALLEL] = 1.0;
		all[count++].value = model->data->t1_s;
	}
	size_t changed = iterate(model, all, count, model->capacity ? MOST_SETTLINGS : 0, best);
	if (changed == model->data->count || model->data->count > MANY_COUNTS ||
		count + 1 > NNLS_MAX_CONSTRAINTS)
		return;
	all[count] = kink(model, &model->data->items[changed]);
	iterate(model, all, count + 1, 0, best);
}

bool
model_solve(struct model *model, const struct constraint *constraints, size_t count,
	struct estimate *estimate)
{
	estimate->rss = HUGE_VAL;
	search_branches(model, constraints, count, estimate);
	return isfinite(estimate->rss);
}

/* What is fitted from now on is near this fit, so that an iterated loss sets out there. */
static void
start_from(struct model *model, const double *terms)
{
	if (!loss_is_quadratic(model->loss))
		refit_times(model, terms, model->start);
}

/*
 * CPU seconds have noise, so that one point may be at its kink while those beside it are not near
 * theirs: no order of branches leads there.
 */
static void
search_kinks(struct model *model, size_t stride, struct estimate *best)
{
	for (size_t i = 0; i < model->data->count; i += stride) {
		if (!(model->data->items[i].workers > 1.0))
			continue;
		struct constraint at = kink(model, &model->data->items[i]);
		model_settle(model, best->terms);
		search_branches(model, &at, 1, best);
	}
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
	if (model->capacity)
		search_kinks(model, stride, estimate);
	model_settle(model, estimate->terms);
	start_from(model, estimate->terms);
	return true;
}
