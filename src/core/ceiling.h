/*
 * ceiling - the best speedup that one law can reach with enough CPUs, and its interval.
 *
 * The ceiling is T(1) over the least T(N). Its F-profile holds the ceilings of all terms whose
 * loss is not significantly larger than the least. T(N)/T(1) is, at any N, a ratio of linear
 * functions of the terms, and at any terms it is convex in ln N, so that the largest of its
 * least values is the least of its largest ones (Sion, Pacific Journal of Mathematics 8 (1958)
 * 171): both ends of 1/ceiling are the lowest ends of the profile intervals of T(N)/T(1) along
 * N.
 */
#ifndef CORE_CEILING_H
#define CORE_CEILING_H

#include "core/fits.h"

/* A law with a cost that grows with the workers has its best speedup at some count. */
bool ceiling_is_reached(const struct law *law);

/* T(N)/T(1) there at the best fit, where T(N) is least: 1/ceiling, 0 where there is none. */
double ceiling_inverse(const struct fitted_law *fitted);

/* The same with its interval; ends that do not exist are NAN. */
struct interval ceiling_inverse_interval(struct fitted_law *fitted);

#endif
