/*
 * loss - what a fit minimises.
 *
 * Each is a sum over runs that needs only means and sums of squares per point, so the cost does
 * not grow with the runs:
 *
 *   relative         ((T - That)/m)^2, m the point's location
 *   absolute         (T - That)^2
 *   log              (ln T - ln That)^2
 *   throughput       (1/T - 1/That)^2, what R usl, usl4j and usl-rs minimise
 *   speedup          (T1/T - T1/That)^2, That(1) = T1 the observed baseline
 *   amdahl-fixed-t1  (y - s x)^2 with x = 1 - 1/N, y = T/T1 - 1/N, That(1) = T1
 *
 * Log, throughput and speedup are weighted linear least squares on T whose weights and targets
 * depend on That; they are iterated until they stand still. T is linear in the terms, so that
 * Newton's method is such an iteration, too: weight f''/2 and target That - f'/f'' (Nocedal and
 * Wright, Numerical Optimization, 2006, section 3.3). It needs 3 to 5 steps. Far from the runs,
 * where f'' may be negative, the weights are those with the same stationary point that never
 * are (for throughput, weights X Xhat^3 give X Xhat^3 (T - That) x = -(X - Xhat) Xhat^2 x, its
 * gradient). The others are quadratic as they stand.
 */
#ifndef CORE_LOSS_H
#define CORE_LOSS_H

#include <stdbool.h>

struct datum;
struct dataset;

enum loss {
	LOSS_RELATIVE,
	LOSS_ABSOLUTE,
	LOSS_LOG,
	LOSS_SPEEDUP,
	LOSS_THROUGHPUT,
	LOSS_AMDAHL_FIXED_T1,
	LOSS_COUNT,
};

const char *loss_name(enum loss loss);

/* The loss of that name, or -1. */
int loss_find(const char *name);

/* Whether That(1) is the observed baseline. */
bool loss_fixes_t1(enum loss loss);

/* Whether the weights do not depend on the fitted times, so that one solution is the last. */
bool loss_is_quadratic(enum loss loss);

/* Whether it can be used at all: with a fixed T(1) it needs a baseline at one worker. */
bool loss_applies(enum loss loss, const struct dataset *data);

/* Whether the datum's runs say anything: where T(1) is fixed, those of the baseline do not. */
bool loss_counts(enum loss loss, const struct dataset *data, const struct datum *datum);

/* Its sum over the runs of a datum when That there is `fitted`. */
double loss_sum(
	enum loss loss, const struct dataset *data, const struct datum *datum, double fitted);

/* Gauss-Newton weight of one run at a datum: the curvature of the loss in That. */
double loss_weight(
	enum loss loss, const struct dataset *data, const struct datum *datum, double fitted);

/* The target and its weight whose linear least squares has the loss's stationary point. */
struct working_point {
	double target;
	double weight;
};

struct working_point loss_working_point(
	enum loss loss, const struct dataset *data, const struct datum *datum, double fitted);

#endif
