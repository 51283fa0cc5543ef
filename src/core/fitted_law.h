/*
 * fitted_law - one law fitted to the points: its terms, how sure they are, and what it is
 * worth.
 *
 * Akaike's criterion with the small-sample correction (Hurvich and Tsai, Biometrika 76
 * (1989) 297; Burnham and Anderson 2002, section 2.9), for n runs and q coefficients (at a
 * bound or not) plus one for the variance; without a value where n <= q+1:
 *
 *     AICc = n ln(RSS/n) + 2q + 2q(q+1)/(n-q-1)
 *
 * and the one for terms that cannot be negative, in which each overhead (h, c, d) counts one
 * half, for where there is none the bound holds it at 0 every other time (Anraku, Biometrika 86
 * (1999) 141; Kuiper, Hoijtink and Silvapulle, Biometrika 98 (2011) 495; two overheads are
 * taken as if they were estimated independently).
 *
 * The owner of the law's model releases it (model_release()).
 */
#ifndef CORE_FITTED_LAW_H
#define CORE_FITTED_LAW_H

#include "core/model.h"
#include "core/result.h"

struct fitted_law {
	struct model model;
	struct estimate best;
	unsigned unknown; /* terms that the points cannot tell, as bits */
	bool feasible; /* fitted, every term identifiable */
	bool weighed; /* takes part in averages */
	double aicc;
	double restricted_aic;
	double weight; /* its share in an average, by aicc */
	double say; /* its share in an interval, by restricted_aic */
	double loo_error;
};

void fitted_law_make(struct fitted_law *fitted, const struct dataset *data,
	const struct law *law, bool capacity, enum loss loss);

/* Wald covariance of the terms off their bound (Gauss-Newton), NAN for the others. */
void fitted_law_covariance(
	const struct fitted_law *fitted, double covariance[TERM_COUNT][TERM_COUNT]);

/* Lack of fit against the scatter of replicates (Draper and Smith, section 2.1). */
struct lack_of_fit fitted_law_lack(const struct fitted_law *fitted);

#endif
