#include "config.h"

#include "unit.h"

#include <gsl/gsl_rng.h>
#include <string.h>

#include "core/nnls.h"

/* min (x1 - 3)^2 + (x2 + 1)^2 has x2 on its bound. */
static void
test_bound(void)
{
	double matrix[2 * TERM_COUNT] = {1, 0, 0, 0, 0, 0, 1, 0, 0, 0};
	double targets[2] = {3, -1};
	double scratch[2 * (2 * TERM_COUNT + 2)];
	double solution[TERM_COUNT];
	struct nnls problem = {.rows = 2,
		.terms = 3,
		.matrix = matrix,
		.targets = targets,
		.scratch = scratch};

	ASSERT_NEAR(nnls_solve(&problem, solution), 1.0, 1e-15);
	ASSERT_NEAR(solution[0], 3.0, 1e-15);
	ASSERT_NEAR(solution[1], 0.0, 0.0);
}

/* A cost that is 0 but for rounding is at its bound: .1 + .2 - .3 is 5.6e-17. */
static void
test_rounding(void)
{
	double matrix[2 * TERM_COUNT] = {1, 0, 0, 0, 0, 0, 1, 0, 0, 0};
	double targets[2] = {3, 0.1 + 0.2 - 0.3};
	double scratch[2 * (2 * TERM_COUNT + 2)];
	double solution[TERM_COUNT];
	struct nnls problem = {.rows = 2,
		.terms = 3,
		.matrix = matrix,
		.targets = targets,
		.scratch = scratch};

	ASSERT_NEAR(nnls_solve(&problem, solution), 0.0, 1e-15);
	CU_ASSERT_FALSE(solution[1] > 0.0);
}

static void
test_dependent(void)
{
	double matrix[] = {1, 2, 1, 2, 1, 2};
	double targets[] = {1, 2, 3};
	double residuals[3], solution[2], rss = 0.0;

	CU_ASSERT_FALSE(lsq_solve(matrix, 3, 2, targets, residuals, solution, &rss));
	CU_ASSERT_FALSE(lsq_solve(matrix, 1, 2, targets, residuals, solution, &rss));
}

/* x1 + x2 = 2 leaves (x1 - 3)^2 + (x2 + 1)^2 its least value at x1 = 2, x2 = 0; -1 cannot be. */
static void
test_constraint(void)
{
	double matrix[2 * TERM_COUNT] = {1, 0, 0, 0, 0, 0, 1, 0, 0, 0};
	double targets[2] = {3, -1};
	double scratch[2 * (2 * TERM_COUNT + 2)];
	double solution[TERM_COUNT];
	struct constraint sum = {.factors = {1, 1}, .value = 2};
	struct nnls problem = {.rows = 2,
		.terms = 3,
		.matrix = matrix,
		.targets = targets,
		.constraints = &sum,
		.constraint_count = 1,
		.scratch = scratch};

	ASSERT_NEAR(nnls_solve(&problem, solution), 2.0, 1e-14);
	ASSERT_NEAR(solution[0], 2.0, 1e-14);
	sum.value = -1;
	CU_ASSERT(isinf(nnls_solve(&problem, solution)));
}

static double
squares_at(const struct nnls *problem, const double *solution)
{
	double rss = 0.0;

	for (size_t i = 0; i < problem->rows; i++) {
		double off = problem->targets[i];
		for (size_t t = 0; t < TERM_COUNT; t++)
			off -= problem->matrix[i * TERM_COUNT + t] * solution[t];
		rss += off * off;
	}
	return rss;
}

/* No feasible step lowers the sum: along each coefficient, and along each pair of them that
 * keeps the constraint. */
static bool
is_least(const struct nnls *problem, const double *solution, double rss)
{
	const double *g = problem->constraints[0].factors;

	for (size_t j = 0; j < TERM_COUNT; j++)
		for (size_t k = 0; k < TERM_COUNT; k++)
			for (double step = -1e-4; step < 2e-4; step += 2e-4) {
				double moved[TERM_COUNT];
				memcpy(moved, solution, sizeof moved);
				moved[j] += step * g[k];
				moved[k] -= step * g[j];
				if (moved[j] >= 0.0 && moved[k] >= 0.0 &&
					squares_at(problem, moved) < rss - 1e-12)
					return false;
			}
	return true;
}

/* Whatever support the search starts from, it ends at the same least sum. */
static void
test_start(void)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
	double matrix[8 * TERM_COUNT], targets[8], scratch[8 * (2 * TERM_COUNT + 2)];

	for (int trial = 0; trial < 200; trial++) {
		double plain[TERM_COUNT], started[TERM_COUNT];
		unsigned support = (unsigned)trial % 32;
		struct constraint constraint = {.value = gsl_rng_uniform(random)};
		struct nnls problem = {.rows = 8,
			.terms = 31,
			.matrix = matrix,
			.targets = targets,
			.constraints = &constraint,
			.constraint_count = 1,
			.scratch = scratch};
		for (size_t i = 0; i < 8; i++) {
			targets[i] = gsl_rng_uniform(random) - 0.3;
			for (size_t t = 0; t < TERM_COUNT; t++)
				matrix[i * TERM_COUNT + t] = gsl_rng_uniform(random) - 0.5;
		}
		for (size_t t = 0; t < TERM_COUNT; t++)
			constraint.factors[t] = gsl_rng_uniform(random);
		double rss = nnls_solve(&problem, plain);
		problem.support = &support;
		ASSERT_NEAR(nnls_solve(&problem, started), rss, 1e-12);
		CU_ASSERT(is_least(&problem, plain, rss));
		for (size_t t = 0; t < TERM_COUNT; t++) {
			ASSERT_NEAR(started[t], plain[t], 1e-9);
			CU_ASSERT_EQUAL((support & 1u << t) != 0, started[t] > 0.0);
		}
	}
	gsl_rng_free(random);
}

SUITE(nnls, {"a coefficient stops at its bound", test_bound},
	{"what is 0 but for rounding is 0", test_rounding},
	{"constraints are obeyed or refused", test_constraint},
	{"every start ends at the same least", test_start},
	{"dependent columns are refused", test_dependent});
