/*
 * checks - what the order of the runs tells: drift, slow first runs, odd rounds.
 *
 * All on log-residuals about each point's location. Drift: Spearman's rank correlation of
 * residual and order (t approximation, Kendall and Gibbons 1990, section 4.14), told where
 * p < .01 and the trend over the session is at least 1 %. Rounds: one-way analysis of
 * variance, p < .01. Each point has taken its mean from its residuals, which leaves fewer degrees
 * of freedom. Each finding is a sentence; nothing is corrected or left out.
 */
#ifndef CORE_CHECKS_H
#define CORE_CHECKS_H

#include "base/strvec.h"
#include "core/sample.h"

void checks_warnings(
	const struct observations *all, const struct samples *samples, struct strvec *warnings);

#endif
