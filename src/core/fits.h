/*
 * fits - every law fitted to the same points, weighed, and averaged.
 *
 * Weights are Akaike's with the small-sample correction (Hurvich and Tsai, Biometrika 76
 * (1989) 297; Burnham and Anderson 2002, section 2.9):
 *
 *     AICc = n ln(RSS/n) + 2q + 2q(q+1)/(n-q-1)
 *
 * n runs, q coefficients (at a bound or not) plus one for the variance. A law with
 * n <= q+1 has no weight. Where CPU seconds and the number of CPUs are known only laws
 * with capacity are weighed. The average of a quantity is over all weighed laws, its
 * interval the envelope of those with a weight of at least .1. With few runs the correction
 * alone puts every law but the simplest below .1, and the interval would be that of a law which
 * nothing speaks for: at 3 runs of 4 counts it holds the true s in 59 to 90 % of cases. So a
 * law also has a say when its weight is at least .1 without the correction (AIC, Akaike 1973);
 * from about 20 runs on that is the same. tests/montecarlo/coverage prints what this gives.
 *
 * The caller owns the struct; fits_release() frees what it holds.
 */
#ifndef CORE_FITS_H
#define CORE_FITS_H

#include "core/model.h"
#include "core/profile.h"
#include "core/result.h"

#define FITS_HEARD 0.1 /* laws with at least this weight have a say in intervals */
#define FITS_MOST  16 /* room for every law, with and without capacity */

struct fitted_law {
	struct model model;
	struct estimate best;
	unsigned unknown; /* terms that the points cannot tell, as bits */
	bool feasible; /* fitted, every term identifiable */
	bool weighed; /* takes part in the average */
	bool heard; /* has a say in the interval */
	double aicc;
	double weight;
	double loo_error;
};

struct fits {
	const struct dataset *data;
	struct fitted_law *items;
	size_t count;
	struct fitted_law *headline; /* NULL: nothing could be fitted */
	bool averaged; /* more than the headline has a say */
};

struct fits_arg {
	const struct dataset *data;
	const struct law *law; /* the only one to be weighed; NULL: all */
	enum loss loss;
};

void fits_make(const struct fits_arg *arg, struct fits *fits);
void fits_release(struct fits *fits);

/* The average of a quantity and the envelope of its intervals. */
struct interval fits_interval(struct fits *fits, const struct quantity *quantity);

/* Widens the envelope (the first time: sets its ends); an end that does not exist in one law
 * does not exist at all. */
void envelope_widen(struct interval *envelope, struct interval interval, bool *first);

/* The average alone. */
double fits_value(const struct fits *fits, const struct quantity *quantity);

/* The envelope over *all* feasible laws that have an interval, for what lies
 * outside the measured range. */
struct interval fits_envelope(struct fits *fits, const struct quantity *quantity);

/* Wald covariance of the terms off their bound (Gauss-Newton), NAN for the others. */
void fitted_law_covariance(
	const struct fitted_law *fitted, double covariance[TERM_COUNT][TERM_COUNT]);

/* Lack of fit against the scatter of replicates (Draper and Smith, section 2.1). */
struct lack_of_fit fitted_law_lack(const struct fitted_law *fitted);

#endif
