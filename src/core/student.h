/*
 * student - the factor of a 95 % interval, and what lies beyond a distance.
 */
#ifndef CORE_STUDENT_H
#define CORE_STUDENT_H

#include <gsl/gsl_cdf.h>

/*
 * The .975 quantile of Student's t; its square is the .95 quantile of F(1, df). GSL's iteration
 * for F does not converge from about 10^5 degrees of freedom on, where t is normal to 5 digits.
 */
static inline double
student_quantile(double df)
{
	return df > 1e5 ? gsl_cdf_ugaussian_Pinv(0.975) : gsl_cdf_tdist_Pinv(0.975, df);
}

/* P(X > t). */
static inline double
student_beyond(double t, double df)
{
	return df > 1e5 ? gsl_cdf_ugaussian_Q(t) : gsl_cdf_tdist_Q(t, df);
}

#endif
