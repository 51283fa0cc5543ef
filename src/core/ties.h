/*
 * ties - which neighbouring counts have the same true time.
 *
 * More workers than there are CPUs, tests or files change nothing: from some count on, or from
 * step to step, T(N) is flat, which no smooth law says. A count is equal to the one before it
 * with a chance that is small beforehand; their runs then count together, against the law at
 * the first of them.
 */
#ifndef CORE_TIES_H
#define CORE_TIES_H

#include "core/gibbs.h"

/* Draws the ties given tau, sigma and the terms, T integrated out; makes the groups. */
void ties_draw(struct gibbs *gibbs);

#endif
