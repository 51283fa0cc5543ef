#include "config.h"

#include "unit.h"

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

SUITE(nnls, {"a coefficient stops at its bound", test_bound});
