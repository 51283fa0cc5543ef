/*
 * slow_runs - which runs something else held up.
 *
 * A slow run takes an exponential longer than its arm, a mixture (Aitkin and Wilson,
 * Technometrics 22 (1980) 325), in place of flags that a run just below the limit escapes. One
 * run of an arm never is slow: without any the law alone would tell its time, as far from its
 * runs as it likes.
 */
#ifndef CORE_SLOW_RUNS_H
#define CORE_SLOW_RUNS_H

#include "core/gibbs.h"

/* None is slow. */
void slow_runs_init(struct gibbs *gibbs);

/* Draws which runs are slow given the arms' times and sigma, and makes the moments of the
 * others. */
void slow_runs_draw(struct gibbs *gibbs);

#endif
