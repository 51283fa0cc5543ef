/*
 * points - what is said about each count by itself, before any law.
 *
 * Times and speedups with their 95 % intervals: log-time is taken as normal with one
 * standard deviation pooled over all points (of the runs that are not flagged), so
 * T(N) is exp(mean +- t sd/sqrt(n)) and S(N) exp(difference +- t sd sqrt(1/n_1 + 1/n_N)):
 * the baseline's own error is counted (Hoefler and Belli, SC 2015, section 3.1).
 * Karp and Flatt's experimentally determined serial fraction: CACM 33 (1990) 539.
 * The identity E(N) = [U(N)/(N T(N))] [U(1)/U(N)] [T(1)/U(1)] splits the efficiency into
 * CPU utilisation, work scalability and the inverse of the baseline's CPU use.
 */
#ifndef CORE_POINTS_H
#define CORE_POINTS_H

#include "core/counts.h"
#include "core/result.h"
#include "core/sample.h"

/*
 * Fills points, reference and noise of `analysis`, one point per sample and per listed count
 * (`counts` may be NULL) that has no sample yet; takes over the samples' rows.
 */
void points_make(
	struct samples *samples, const struct counts *counts, struct analysis *analysis);

#endif
