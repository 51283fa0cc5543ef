/*
 * cpu_limit - where the CPUs, not the workers, are the limit, and what that costs.
 *
 * A law with capacity says at which counts the parallel part takes (U(N) - u_s)/C, not b/N
 * (core/model.h). That alone is no news: where the tests wait or all the time is serial, a few
 * CPU seconds are more than b/N, and no more CPUs would make the run any shorter. So what
 * counts is the time that more CPUs would save.
 */
#ifndef CORE_CPU_LIMIT_H
#define CORE_CPU_LIMIT_H

#include "core/fits.h"

/* Less than this share of a run is not worth a bigger machine. */
#define CPU_LIMIT_NOTICED 0.02

/* T at a datum if there were enough CPUs, seconds. */
double cpu_limit_free_time(const struct fitted_law *fitted, const struct datum *datum);

/* The first datum at which the CPUs are the limit and cost more than the noise (a share of T;
 * NAN: not known); NULL where they never do, as with fewer workers than CPUs. For a headline with
 * capacity. */
const struct datum *cpu_limit_first(const struct fits *fits, double noise);

/* The count from which the CPUs are the limit, b/N = (U(N) - share a)/C; HUGE_VAL where that is
 * beyond twice the counts that were measured, or nothing would be saved from there on. */
double cpu_limit_workers(const struct fitted_law *fitted);

#endif
