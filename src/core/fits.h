/*
 * fits - every law fitted to the same points, and weighed.
 *
 * Weights are Akaike's (core/fitted_law.h): AICc for averages, the criterion for terms that
 * cannot be negative for intervals. A law with n <= q+1 has neither. Where CPU seconds and the
 * number of CPUs are known only laws with capacity are weighed.
 *
 * With few runs the correction alone gives all weight to the simplest law, whatever the runs
 * say, and an interval would be that law's: with two runs each of 1, 2, 4 and 8 workers and a
 * fixed cost of 5 % it would hold the true s in 47 % of cases. So a law's say in intervals is
 * without the correction. tests/montecarlo/coverage prints what this gives.
 *
 * The caller owns the struct; fits_release() frees what it holds.
 */
#ifndef CORE_FITS_H
#define CORE_FITS_H

#include "core/fitted_law.h"

#define FITS_MOST 16 /* room for every law, with and without capacity */

struct fits {
	const struct dataset *data;
	struct fitted_law *items;
	size_t count;
	struct fitted_law *headline; /* NULL: nothing could be fitted */
	bool averaged; /* more than the headline is weighed */
};

struct fits_arg {
	const struct dataset *data;
	const struct law *law; /* the only one to be weighed; NULL: all */
	enum loss loss;
};

void fits_make(const struct fits_arg *arg, struct fits *fits);
void fits_release(struct fits *fits);

#endif
