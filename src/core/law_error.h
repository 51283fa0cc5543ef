/*
 * law_error - how far the law is from the true times, tau of core/posterior.h.
 *
 * Before anything is known tau is half-Cauchy with the scale (and median) 1 %, on a geometric
 * grid from .25 to 512 % (Gelman, Bayesian Analysis 1 (2006) 515): laws mostly hold, but a kink
 * where the CPUs end, or more than linear gains, are no more than rare. With a tail as short as
 * the normal one's, a gain beyond what the law allows would sooner be noise than true, and
 * under loud noise the law would be believed against every kink
 * (tests/montecarlo/calibration.c). So it would if the grid ended at 64 %: of 100 s against 5 s,
 * twice each, four draws in five said that two workers help. A scale of .5 % takes a twentieth
 * fewer runs until the pick is sure; but of truths that are steps, plateaus or 5 % off their law,
 * under noise of 1 to 6 %, the picks said to be 98.6 % probable were right in 95.9 %, and those of
 * two runs of each count, said to be 92.5 %, in 88.5 % (1 %: 97.1 of 98.4, 89.7 of 92.2).
 */
#ifndef CORE_LAW_ERROR_H
#define CORE_LAW_ERROR_H

#include "core/gibbs.h"

void law_error_init(struct gibbs *gibbs);

/* Draws tau given the sites' residuals and their variance, the arms' own times integrated out. */
void law_error_draw(struct gibbs *gibbs);

#endif
