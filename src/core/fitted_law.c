#include "config.h"

#include "core/fitted_law.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit.h>
#include <math.h>

#include "core/profile.h"

/* Smaller mean squares are rounding; they would make a weight of -inf. */
#define LEAST_SQUARE 1e-20

/* Counts that are left out in turn, at most. */
#define MOST_LEFT_OUT 16

/* n ln(RSS/n): minus twice the log-likelihood at its maximum, but for what all laws share. */
static double
deviance(const struct fitted_law *fitted)
{
	double n = fitted->model.runs;
	double least = LEAST_SQUARE * model_squares(&fitted->model);

	return n * log(fmax(fitted->best.rss, least) / n);
}

static void
fill_criteria(struct fitted_law *fitted)
{
	const struct model *model = &fitted->model;
	double n = model->runs;
	double q = model->parameters + 1.0;
	double overheads = (double)law_term_count(model->law) - 2.0;

	if (n <= q + 1.0)
		return;
	fitted->aicc = deviance(fitted) + 2.0 * q + 2.0 * q * (q + 1.0) / (n - q - 1.0);
	fitted->restricted_aic = deviance(fitted) + 2.0 * q - overheads;
}

/* Root mean square of the relative errors at each count, when it is left out of the fit. */
static double
leave_one_out(const struct fitted_law *fitted)
{
	const struct model *model = &fitted->model;
	const struct dataset *data = model->data;
	double squares = 0.0;
	size_t tried = 0;

	/* With very many counts, every few of them. */
	for (size_t i = 0; i < data->count; i += data->count / MOST_LEFT_OUT + 1) {
		struct dataset rest;
		struct model other;
		struct estimate estimate;
		/* A baseline that is given is no prediction. */
		if (!loss_counts(model->loss, data, &data->items[i]))
			continue;
		dataset_without(data, i, &rest);
		model_init(&other, &rest, model->law, model->capacity, model->loss);
		model_settle(&other, fitted->best.terms);
		if (model_unidentifiable(&other) == 0 && model_fit(&other, &estimate)) {
			const struct datum *left = &data->items[i];
			double error =
				model_time(&other, estimate.terms, left) / left->location_s;
			squares += (error - 1.0) * (error - 1.0);
			tried++;
		}
		model_release(&other);
		dataset_release(&rest);
	}
	return tried > 0 ? sqrt(squares / (double)tried) : UNKNOWN;
}

void
fitted_law_make(struct fitted_law *fitted, const struct dataset *data, const struct law *law,
	bool capacity, enum loss loss)
{
	*fitted = (struct fitted_law){
		.aicc = UNKNOWN, .restricted_aic = UNKNOWN, .loo_error = UNKNOWN};
	model_init(&fitted->model, data, law, capacity, loss);
	fitted->unknown = data->count == 0 ? law->terms : model_unidentifiable(&fitted->model);
	if (fitted->unknown != 0 || !model_fit(&fitted->model, &fitted->best))
		return;
	/* Where the CPUs are the limit the columns are others: ask again. */
	if (capacity)
		fitted->unknown = model_unidentifiable(&fitted->model);
	double t1 = fitted->best.terms[TERM_SERIAL] + fitted->best.terms[TERM_PARALLEL];
	fitted->feasible = fitted->unknown == 0 && t1 > 0.0;
	if (!fitted->feasible)
		return;
	fill_criteria(fitted);
	fitted->loo_error = leave_one_out(fitted);
}

/*
 * The columns of the terms off their bound. Where T(1) is fixed, b stands for a = T1 - b, too,
 * and is known once a is at its bound.
 */
static size_t
error_columns(const struct fitted_law *fitted, const struct datum *datum, bool saturated,
	double *row, int *terms)
{
	const struct model *model = &fitted->model;
	double columns[TERM_COUNT];
	size_t width = 0;
	bool fixed_t1 = model->parameters < (int)law_term_count(model->law);
	bool fixed_b = fixed_t1 && !(fitted->best.terms[TERM_SERIAL] > 0.0);

	model_columns(model, datum, saturated, columns);
	for (int t = 0; t < TERM_COUNT; t++) {
		if (!(fitted->best.terms[t] > 0.0) || (fixed_t1 && t == TERM_SERIAL) ||
			(fixed_b && t == TERM_PARALLEL))
			continue;
		terms[width] = t;
		row[width] = columns[t];
		if (fixed_t1 && t == TERM_PARALLEL)
			row[width] -= columns[TERM_SERIAL];
		width++;
	}
	return width;
}

/* Spreads the covariance of the columns over the terms; a fixed T(1) makes a = T1 - b. */
static void
fill_covariance(const struct fitted_law *fitted, const gsl_matrix *found, const int *terms,
	double variance, double covariance[TERM_COUNT][TERM_COUNT])
{
	bool fixed_t1 = fitted->model.parameters < (int)law_term_count(fitted->model.law);

	for (size_t k = 0; k < found->size1; k++)
		for (size_t l = 0; l < found->size1; l++)
			covariance[terms[k]][terms[l]] = variance * gsl_matrix_get(found, k, l);
	if (!fixed_t1 || !(fitted->best.terms[TERM_SERIAL] > 0.0))
		return;
	for (int t = TERM_PARALLEL; t < TERM_COUNT; t++) {
		covariance[TERM_SERIAL][t] = -covariance[TERM_PARALLEL][t];
		covariance[t][TERM_SERIAL] = -covariance[t][TERM_PARALLEL];
	}
	covariance[TERM_SERIAL][TERM_SERIAL] = covariance[TERM_PARALLEL][TERM_PARALLEL];
}

void
fitted_law_covariance(
	const struct fitted_law *fitted, double covariance[TERM_COUNT][TERM_COUNT])
{
	const struct model *model = &fitted->model;
	const struct dataset *data = model->data;
	double variance = estimate_variance(model, &fitted->best);
	double row[TERM_COUNT];
	int terms[TERM_COUNT];

	for (int t = 0; t < TERM_COUNT * TERM_COUNT; t++)
		covariance[t / TERM_COUNT][t % TERM_COUNT] = UNKNOWN;
	size_t width = error_columns(fitted, &data->items[0], false, row, terms);
	if (!isfinite(variance) || width == 0 || width > data->count)
		return;

	gsl_matrix *columns = gsl_matrix_alloc(data->count, width);
	gsl_matrix *found = gsl_matrix_alloc(width, width);
	gsl_vector *weights = gsl_vector_alloc(data->count);
	gsl_vector *targets = gsl_vector_calloc(data->count);
	gsl_vector *solution = gsl_vector_alloc(width);
	gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(data->count, width);
	double chisq = 0.0;
	for (size_t i = 0; i < data->count; i++) {
		const struct datum *datum = &data->items[i];
		double time = model_time(model, fitted->best.terms, datum);
		error_columns(fitted, datum, model->saturated[i], row, terms);
		for (size_t k = 0; k < width; k++)
			gsl_matrix_set(columns, i, k, row[k]);
		gsl_vector_set(weights, i,
			datum->runs * loss_weight(model->loss, model->data, datum, time));
	}
	if (gsl_multifit_wlinear(columns, weights, targets, solution, found, &chisq, work) == 0)
		fill_covariance(fitted, found, terms, variance, covariance);
	gsl_multifit_linear_free(work);
	gsl_vector_free(solution);
	gsl_vector_free(targets);
	gsl_vector_free(weights);
	gsl_matrix_free(found);
	gsl_matrix_free(columns);
}

struct lack_of_fit
fitted_law_lack(const struct fitted_law *fitted)
{
	const struct model *model = &fitted->model;
	struct lack_of_fit lack = {UNKNOWN, UNKNOWN};
	double points = 0.0;
	double pure = model_pure_error(model, &points);
	double pure_df = model->runs - points;
	double lack_df = points - model->parameters;

	/* Scatter within rounding is none: nothing to compare with. */
	if (pure_df < 0.5 || lack_df < 0.5 || pure <= LEAST_SQUARE * model_squares(model))
		return lack;
	lack.f = fmax(fitted->best.rss - pure, 0.0) / lack_df / (pure / pure_df);
	lack.p = gsl_cdf_fdist_Q(lack.f, lack_df, pure_df);
	return lack;
}
