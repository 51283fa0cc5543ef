/*
 * breakdown - where the worker-seconds N*T(N) - T(1) went, as parts that add up to the whole.
 *
 * With D(N) the sum of the tests' own times at N workers, M(N) the makespan of those times
 * under the runner's scheduler and o = T(1) - D(1) what the sequential run does outside tests:
 *
 *     N*T(N) - T(1) = (N-1)*o               start-up: serial work, for which the others wait
 *                   + N*M(N) - D(N)         imbalance: workers idle at the end
 *                   + D(N) - D(1)           tests that take longer: contention and inflation
 *                   + N*r(N)                the rest of each worker's time
 *
 * Each part has evidence of its own. o, D and M are measured or scheduled. Contention is what
 * C CPUs shared evenly make the k(t) busy workers of that schedule wait, each of which wants
 * p = U(1)/T(1) of a CPU: the integral of k (1 - min(1, C/(k p))), at most D(N) - D(1); what
 * the tests grew beyond it is inflation. r(N) is told apart by how it grows over the counts
 * (least squares, relative to T): having workers costs each of them h + c (N-1), h and c >= 0;
 * or, where r is negative, a share v of o was no serial work (the runner's work around each
 * test) and took v/N. The law with the least squares that has fewer coefficients than there are
 * counts is taken; what it does not explain is `other`, which may be negative. With a single
 * count no law can be told, and a worker's cost is the CPU seconds that neither the sequential
 * run nor longer tests explain.
 */
#ifndef CORE_BREAKDOWN_H
#define CORE_BREAKDOWN_H

#include <stddef.h>

#include "core/result.h"

/* One count; the sequential figures are the same in all. */
struct breakdown_arg {
	int workers;
	double sequential_s; /* T(1) */
	double parallel_s; /* T(N) */
	double sequential_tests_s; /* D(1) */
	double parallel_tests_s; /* D(N) */
	double makespan_s; /* M(N) */
	double waiting_s; /* of the tests, for a CPU: breakdown_waiting() */
	double sequential_cpu_s; /* U(1), NAN when unknown */
	double parallel_cpu_s; /* U(N), NAN when unknown */
};

/* The parts at each of `count` different counts, into as many structs. */
void breakdown_make(const struct breakdown_arg *args, size_t count, struct breakdown *parts);

/*
 * How long workers that are busy from 0 to busy_s[i] wait for one of `cpus` CPUs, shared
 * evenly, when each wants `share` of one; 0 when cpus or share is unknown. Sorts busy_s.
 */
double breakdown_waiting(double *busy_s, size_t workers, double share, double cpus);

#endif
