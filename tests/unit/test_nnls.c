#include "config.h"

#include "unit.h"

#include <gsl/gsl_rng.h>
#include <math.h>
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

/* NIST StRD, linear regression (https://www.itl.nist.gov/div898/strd/lls/lls.shtml). */
static const double norris[][2] = {{0.1, 0.2}, {338.8, 337.4}, {118.1, 118.2}, {888.0, 884.6},
	{9.2, 10.1}, {228.1, 226.5}, {668.5, 666.3}, {998.5, 996.3}, {449.1, 448.6},
	{778.9, 777.0}, {559.2, 558.2}, {0.3, 0.4}, {0.1, 0.6}, {778.1, 775.5}, {668.8, 666.9},
	{339.3, 338.0}, {448.9, 447.5}, {10.8, 11.6}, {557.7, 556.0}, {228.3, 228.1},
	{998.0, 995.8}, {888.8, 887.6}, {119.6, 120.2}, {0.3, 0.3}, {0.6, 0.3}, {557.6, 556.8},
	{339.3, 339.1}, {888.0, 887.2}, {998.5, 999.0}, {778.9, 779.0}, {10.2, 11.1},
	{117.6, 118.3}, {228.9, 229.2}, {668.4, 669.1}, {449.2, 448.9}, {0.2, 0.5}};

static void
test_norris(void)
{
	double matrix[36 * 2], targets[36], residuals[36], solution[2], rss = 0.0;

	for (size_t i = 0; i < 36; i++) {
		matrix[2 * i] = 1.0;
		matrix[2 * i + 1] = norris[i][1];
		targets[i] = norris[i][0];
	}
	CU_ASSERT(lsq_solve(matrix, 36, 2, targets, residuals, solution, &rss));
	ASSERT_NEAR(solution[0], -0.262323073774029, 1e-11);
	ASSERT_NEAR(solution[1], 1.00211681802045, 1e-13);
	ASSERT_NEAR(sqrt(rss / 34), 0.884796396144373, 1e-12);
}

static void
test_noint(void)
{
	double matrix[11], targets[11], residuals[11], solution[1], rss = 0.0;

	for (size_t i = 0; i < 11; i++) {
		matrix[i] = 60.0 + (double)i;
		targets[i] = 130.0 + (double)i;
	}
	CU_ASSERT(lsq_solve(matrix, 11, 1, targets, residuals, solution, &rss));
	ASSERT_NEAR(solution[0], 2.07438016528926, 1e-14);
	ASSERT_NEAR(sqrt(rss / 10), 3.56753034006338, 1e-13);

	double columns[] = {4, 5, 6};
	double y[] = {3, 4, 4};
	CU_ASSERT(lsq_solve(columns, 3, 1, y, residuals, solution, &rss));
	ASSERT_NEAR(solution[0], 0.727272727272727, 1e-14);
	ASSERT_NEAR(sqrt(rss / 2), 0.369274472937998, 1e-13);
}

static void
test_longley(void)
{
	static const double rows[16][7] = {{60323, 83.0, 234289, 2356, 1590, 107608, 1947},
		{61122, 88.5, 259426, 2325, 1456, 108632, 1948},
		{60171, 88.2, 258054, 3682, 1616, 109773, 1949},
		{61187, 89.5, 284599, 3351, 1650, 110929, 1950},
		{63221, 96.2, 328975, 2099, 3099, 112075, 1951},
		{63639, 98.1, 346999, 1932, 3594, 113270, 1952},
		{64989, 99.0, 365385, 1870, 3547, 115094, 1953},
		{63761, 100.0, 363112, 3578, 3350, 116219, 1954},
		{66019, 101.2, 397469, 2904, 3048, 117388, 1955},
		{67857, 104.6, 419180, 2822, 2857, 118734, 1956},
		{68169, 108.4, 442769, 2936, 2798, 120445, 1957},
		{66513, 110.8, 444546, 4681, 2637, 121950, 1958},
		{68655, 112.6, 482704, 3813, 2552, 123366, 1959},
		{69564, 114.2, 502601, 3931, 2514, 125368, 1960},
		{69331, 115.7, 518173, 4806, 2572, 127852, 1961},
		{70551, 116.9, 554894, 4007, 2827, 130081, 1962}};
	static const double certified[] = {-3482258.63459582, 15.0618722713733,
		-0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807,
		1829.15146461355};
	double matrix[16 * 7], targets[16], residuals[16], solution[7], rss = 0.0;

	for (size_t i = 0; i < 16; i++) {
		targets[i] = rows[i][0];
		for (size_t k = 0; k < 7; k++)
			matrix[i * 7 + k] = k == 0 ? 1.0 : rows[i][k];
	}
	CU_ASSERT(lsq_solve(matrix, 16, 7, targets, residuals, solution, &rss));
	for (size_t k = 0; k < 7; k++)
		ASSERT_NEAR(solution[k], certified[k], 1e-7);
	ASSERT_NEAR(sqrt(rss / 9), 304.854073561965, 1e-9);
}

/* Wampler 1 to 5: a polynomial of degree 5 and ever larger deviations from it. */
static void
test_wampler(void)
{
	static const double third[] = {760, -2042, 2111, -1684, 3888, 1858, 11379, 17560, 39287,
		64382, 113159, 175108, 273291, 400186, 581243, 811568, 1121004, 1506550,
		2002767, 2611612, 3369180};
	static const double factors[] = {0, 0, 1, 100, 10000};
	static const double deviations[] = {
		0, 0, 2360.14502379268, 236014.502379268, 23601450.2379268};

	for (size_t set = 0; set < 5; set++) {
		double base = set == 1 ? 0.1 : 1.0;
		double matrix[21 * 6], targets[21], residuals[21], solution[6], rss = 0.0;
		for (size_t i = 0; i < 21; i++) {
			double plain = 0.0;
			targets[i] = 0.0;
			for (size_t k = 0; k < 6; k++) {
				matrix[i * 6 + k] = pow((double)i, (double)k);
				targets[i] += pow(base, (double)k) * matrix[i * 6 + k];
				plain += matrix[i * 6 + k];
			}
			targets[i] += factors[set] * (third[i] - plain);
		}
		CU_ASSERT(lsq_solve(matrix, 21, 6, targets, residuals, solution, &rss));
		for (size_t k = 0; k < 6; k++)
			ASSERT_NEAR(solution[k], pow(base, (double)k), set == 4 ? 1e-5 : 1e-6);
		if (set > 1)
			ASSERT_NEAR(sqrt(rss / 15), deviations[set], 1e-11);
	}
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

/* x1 + x2 = 2 leaves (x1 - 3)^2 + (x2 + 1)^2 its least value at x1 = 2, x2 = 0; -1 cannot be.
 */
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
	{"constraints are obeyed or refused", test_constraint},
	{"every start ends at the same least", test_start},
	{"dependent columns are refused", test_dependent}, {"NIST Norris", test_norris},
	{"NIST NoInt1 and NoInt2", test_noint}, {"NIST Longley", test_longley},
	{"NIST Wampler1 to 5", test_wampler});
