#include "config.h"

#include "core/nnls.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <string.h>

/* A column whose part outside the span of the others is smaller than this is one too many. */
#define DEPENDENT 1e-9

/* Off zero by less than this share of the largest coefficient is rounding. */
#define ROUNDING 1e-12

/* Uphill by less than this share of what a column could do is rounding, too. */
#define LEVEL 1e-10

static bool
independent(const gsl_matrix *qr, const double *norms)
{
	for (size_t k = 0; k < qr->size2; k++)
		if (!(fabs(gsl_matrix_get(qr, k, k)) > DEPENDENT * norms[k]))
			return false;
	return true;
}

bool
lsq_solve(double *matrix, size_t rows, size_t columns, double *targets, double *residuals,
	double *solution, double *rss)
{
	double norms[LSQ_MAX_COLUMNS] = {0};
	double tau[LSQ_MAX_COLUMNS];

	if (columns > rows)
		return false;
	gsl_matrix_view a = gsl_matrix_view_array(matrix, rows, columns);
	gsl_vector_view reflections = gsl_vector_view_array(tau, columns);
	gsl_vector_view y = gsl_vector_view_array(targets, rows);
	gsl_vector_view r = gsl_vector_view_array(residuals, rows);
	gsl_vector_view x = gsl_vector_view_array(solution, columns);

	for (size_t k = 0; k < columns; k++) {
		gsl_vector_view column = gsl_matrix_column(&a.matrix, k);
		norms[k] = gsl_blas_dnrm2(&column.vector);
	}
	if (gsl_linalg_QR_decomp(&a.matrix, &reflections.vector) != 0 ||
		!independent(&a.matrix, norms) ||
		gsl_linalg_QR_lssolve(
			&a.matrix, &reflections.vector, &y.vector, &x.vector, &r.vector) != 0)
		return false;
	*rss = 0.0;
	for (size_t i = 0; i < rows; i++)
		*rss += residuals[i] * residuals[i];
	return true;
}

/* One support under way: which terms are free, which were eliminated and how to get them back. */
struct support {
	size_t free[TERM_COUNT];
	size_t free_count;
	size_t pivots[NNLS_MAX_CONSTRAINTS];
	struct constraint equations[NNLS_MAX_CONSTRAINTS];
	size_t pivot_count;
	double *matrix; /* rows x TERM_COUNT */
	double *targets;
};

/* The constraint with the coefficients that are already gone replaced. */
static struct constraint
reduce_constraint(const struct support *support, const struct constraint *original)
{
	struct constraint constraint = *original;

	for (size_t p = 0; p < support->pivot_count; p++) {
		const struct constraint *equation = &support->equations[p];
		double factor = constraint.factors[support->pivots[p]];
		for (size_t t = 0; t < TERM_COUNT; t++)
			constraint.factors[t] -= factor * equation->factors[t];
		constraint.value -= factor * equation->value;
		constraint.factors[support->pivots[p]] = 0.0;
	}
	return constraint;
}

/* Solves the constraint for its largest coefficient; false when it cannot be obeyed. */
static bool
eliminate(struct support *support, size_t rows, const struct constraint *original)
{
	struct constraint equation = reduce_constraint(support, original);
	size_t best = 0;
	double size = 0.0;

	for (size_t i = 0; i < support->free_count; i++) {
		double candidate = fabs(equation.factors[support->free[i]]);
		if (candidate > size) {
			size = candidate;
			best = i;
		}
	}
	if (size < ROUNDING)
		return fabs(equation.value) <= ROUNDING * (1.0 + fabs(original->value));

	size_t pivot = support->free[best];
	double divisor = equation.factors[pivot];
	for (size_t t = 0; t < TERM_COUNT; t++)
		equation.factors[t] /= divisor;
	equation.value /= divisor;
	for (size_t i = 0; i < rows; i++) {
		double *row = &support->matrix[i * TERM_COUNT];
		support->targets[i] -= equation.value * row[pivot];
		for (size_t t = 0; t < TERM_COUNT; t++)
			if (t != pivot)
				row[t] -= equation.factors[t] * row[pivot];
	}
	support->free[best] = support->free[--support->free_count];
	support->pivots[support->pivot_count] = pivot;
	support->equations[support->pivot_count++] = equation;
	return true;
}

static void
recover(const struct support *support, double solution[static TERM_COUNT])
{
	for (size_t p = support->pivot_count; p-- > 0;) {
		const struct constraint *equation = &support->equations[p];
		double value = equation->value;
		for (size_t t = 0; t < TERM_COUNT; t++)
			if (t != support->pivots[p])
				value -= equation->factors[t] * solution[t];
		solution[support->pivots[p]] = value;
	}
}

/* Tiny coefficients are rounding and become 0; false when one is really negative. */
static bool
feasible(double solution[static TERM_COUNT])
{
	double largest = 0.0;

	for (size_t t = 0; t < TERM_COUNT; t++)
		largest = fmax(largest, fabs(solution[t]));
	for (size_t t = 0; t < TERM_COUNT; t++) {
		if (!(solution[t] >= -ROUNDING * largest))
			return false;
		if (solution[t] <= ROUNDING * largest)
			solution[t] = 0.0;
	}
	return true;
}

/*
 * Whether no term outside the support could lower the sum of squares by becoming positive
 * (Kuhn-Tucker): the problem is convex, so that this is the minimum. The columns are those
 * with the constraints eliminated; where a constraint left nothing to eliminate, the test is
 * stricter than it has to be.
 */
static bool
is_optimal(const struct nnls *problem, const struct support *support, unsigned terms,
	const double *residuals)
{
	unsigned outside = problem->terms & ~terms;

	for (size_t t = 0; t < TERM_COUNT; t++) {
		double slope = 0.0;
		double column = 0.0;
		double residual = 0.0;
		if ((outside & 1u << t) == 0)
			continue;
		for (size_t i = 0; i < problem->rows; i++) {
			double x = support->matrix[i * TERM_COUNT + t];
			slope += x * residuals[i];
			column += x * x;
			residual += residuals[i] * residuals[i];
		}
		if (slope > LEVEL * sqrt(column * residual))
			return false;
	}
	return true;
}

struct candidate {
	double solution[TERM_COUNT];
	double rss;
	bool optimal;
};

/* Least squares of the free columns. */
static bool
solve_free(const struct nnls *problem, struct support *support, double *residuals,
	struct candidate *candidate)
{
	size_t rows = problem->rows;
	double *compact = problem->scratch + rows * TERM_COUNT;
	double found[LSQ_MAX_COLUMNS];

	if (support->free_count == 0) {
		candidate->rss = 0.0;
		memcpy(residuals, support->targets, rows * sizeof *residuals);
		for (size_t i = 0; i < rows; i++)
			candidate->rss += residuals[i] * residuals[i];
		return true;
	}
	for (size_t i = 0; i < rows; i++)
		for (size_t k = 0; k < support->free_count; k++)
			compact[i * support->free_count + k] =
				support->matrix[i * TERM_COUNT + support->free[k]];
	if (!lsq_solve(compact, rows, support->free_count, support->targets, residuals, found,
		    &candidate->rss))
		return false;
	for (size_t k = 0; k < support->free_count; k++)
		candidate->solution[support->free[k]] = found[k];
	return true;
}

static bool
solve_support(const struct nnls *problem, unsigned terms, struct candidate *candidate)
{
	size_t rows = problem->rows;
	struct support support = {.matrix = problem->scratch,
		.targets = problem->scratch + 2 * rows * TERM_COUNT};
	double *residuals = support.targets + rows;

	memcpy(support.matrix, problem->matrix, rows * TERM_COUNT * sizeof *support.matrix);
	memcpy(support.targets, problem->targets, rows * sizeof *support.targets);
	*candidate = (struct candidate){.rss = HUGE_VAL};
	for (size_t t = 0; t < TERM_COUNT; t++)
		if ((terms & 1u << t) != 0)
			support.free[support.free_count++] = t;
	for (size_t c = 0; c < problem->constraint_count; c++)
		if (!eliminate(&support, rows, &problem->constraints[c]))
			return false;
	if (!solve_free(problem, &support, residuals, candidate))
		return false;
	recover(&support, candidate->solution);
	if (!feasible(candidate->solution))
		return false;
	candidate->optimal = is_optimal(problem, &support, terms, residuals);
	return true;
}

/* The terms that are not 0. */
static unsigned
support_of(const double solution[static TERM_COUNT])
{
	unsigned terms = 0;

	for (size_t t = 0; t < TERM_COUNT; t++)
		if (solution[t] > 0.0)
			terms |= 1u << t;
	return terms;
}

/* The next subset of `terms` after `subset`, counting down; 0 is the last. */
static unsigned
previous_subset(unsigned terms, unsigned subset)
{
	return (subset - 1) & terms;
}

/* Tries every support until one is optimal, or takes the best. */
static void
try_all(const struct nnls *problem, struct candidate *best)
{
	unsigned found[1u << TERM_COUNT]; /* feasible supports: their subsets can only be worse */
	size_t found_count = 0;

	/* A superset is a larger number, so counting down visits it before its subsets. */
	for (unsigned subset = problem->terms; !best->optimal;
		subset = previous_subset(problem->terms, subset)) {
		struct candidate candidate;
		bool covered = false;
		for (size_t i = 0; i < found_count; i++)
			covered |= (subset & ~found[i]) == 0;
		if (!covered && solve_support(problem, subset, &candidate)) {
			found[found_count++] = subset;
			if (candidate.rss < best->rss || candidate.optimal)
				*best = candidate;
		}
		if (subset == 0)
			break;
	}
}

double
nnls_solve(const struct nnls *problem, double solution[static TERM_COUNT])
{
	struct candidate best = {.rss = HUGE_VAL};

	if (problem->support != NULL && *problem->support != 0)
		(void)solve_support(problem, *problem->support & problem->terms, &best);
	if (!best.optimal) {
		best.rss = HUGE_VAL;
		try_all(problem, &best);
	}
	if (!isfinite(best.rss))
		return best.rss;
	memcpy(solution, best.solution, sizeof best.solution);
	if (problem->support != NULL)
		*problem->support = support_of(solution);
	return best.rss;
}
