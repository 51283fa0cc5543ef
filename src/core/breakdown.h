/*
 * breakdown - where the worker-seconds N*T(N) - T(1) went, as parts that add up to the whole.
 *
 * With D(N) the sum of the tests' own times at N workers, M(N) the makespan of those times
 * under the runner's scheduler and o = T(1) - D(1) what the sequential run does outside tests:
 *
 *     N*T(N) - T(1) = (N-1)*o               serial start-up: the others wait
 *                   + N*M(N) - D(N)         imbalance: workers idle at the end
 *                   + D(N) - D(1)           tests that take longer: contention and inflation
 *                   + N*(T(N) - o - M(N))   what having N workers costs each of them
 *
 * Longer tests are waiting for a CPU (contention) as far as the CPU seconds did not grow with
 * them and there are more workers than CPUs; the rest is inflation. A part cannot be negative:
 * what the identity would make so goes to `other`.
 */
#ifndef CORE_BREAKDOWN_H
#define CORE_BREAKDOWN_H

#include "core/result.h"

struct breakdown_arg {
	int workers;
	double sequential_s; /* T(1) */
	double parallel_s; /* T(N) */
	double sequential_tests_s; /* D(1) */
	double parallel_tests_s; /* D(N) */
	double makespan_s; /* M(N) */
	double sequential_cpu_s; /* U(1), NAN when unknown */
	double parallel_cpu_s; /* U(N), NAN when unknown */
	double cpus; /* C, NAN when unknown */
};

struct breakdown breakdown_of(const struct breakdown_arg *arg);

#endif
