/*
 * nnls - least squares with coefficients that are not negative and may have to obey
 * linear equations.
 *
 *     minimise |y - X b|^2   subject to   b >= 0,   g'b = v for each constraint
 *
 * Exact: the minimum is the best feasible one among the least-squares solutions on
 * all supports (which coefficients are not 0), and there are at most 2^5 of them
 * (Lawson and Hanson, Solving Least Squares Problems, 1974, chapter 23, whose active
 * set visits the same supports one by one). Each is solved by Householder QR (GSL);
 * a constraint is used up by eliminating one coefficient from it. The problem is convex, so
 * that the first solution that meets the Kuhn-Tucker conditions ends the search; among many
 * problems that are alike it is found at once when each starts from the support of the last.
 */
#ifndef CORE_NNLS_H
#define CORE_NNLS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/law.h"

#define NNLS_MAX_CONSTRAINTS 4
#define LSQ_MAX_COLUMNS	     16

/* Sum of factors[t] * coefficient[t] over the terms is `value`. */
struct constraint {
	double factors[TERM_COUNT];
	double value;
};

struct nnls {
	size_t rows;
	unsigned terms; /* a bit for each coefficient that takes part */
	const double *matrix; /* rows x TERM_COUNT, weights already multiplied in */
	const double *targets; /* rows, likewise */
	const struct constraint *constraints;
	size_t constraint_count;
	double *scratch; /* rows x (2 TERM_COUNT + 2) numbers, overwritten */
	unsigned
		*support; /* tried first, then the solution's; 0: not known; NULL: never mind */
};

/* The residual sum of squares, INFINITY when no coefficients obey the constraints. */
double nnls_solve(const struct nnls *problem, double solution[static TERM_COUNT]);

/*
 * Plain least squares: `matrix` is rows x columns, row after row; matrix and targets are
 * overwritten. false when a column is no more than a combination of those before it.
 */
bool lsq_solve(double *matrix, size_t rows, size_t columns, double *targets, double *residuals,
	double *solution, double *rss);

#endif
