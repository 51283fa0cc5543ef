/*
 * simulate - a measurer that obeys a law in virtual time (--simulate SPEC).
 *
 * For tests, for planning and for learning: the truth is known, the noise comes
 * from a seeded generator, and no process is started.
 *
 *     T(1) = t1, a = s t1, b = (1 - s) t1
 *     T(N) = a + max(b/N, (U(N) - cpu a)/C) + fixed + worker (N-1) + tree log2(N)
 *     U(N) = cpu (t1 + worker (N-1))
 *
 * where U are CPU seconds and C = cpus: the capacity of core/model.h, written here a
 * second time on purpose, so that a simulation is no mirror of the fit that it tests. A measured
 * time is T(N) times exp(noise z), z standard normal, times 1 + Exp(outlier-mean)
 * in a share `outliers` of the runs, times 1 + drift (number - 1)/(session - 1) for
 * the trial of that number. Every figure of a trial depends on the seed and the
 * trial's number alone, so that neither a resume nor the order of waiting changes it.
 *
 * The caller owns the struct, the struct its contents.
 */
#ifndef CORE_SIMULATE_H
#define CORE_SIMULATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "core/counts.h"
#include "core/measurer.h"

#define SIMULATION_SESSION 50 /* trials in a session where nobody says how many */

/* One row of file=truth.csv. */
struct truth_row {
	int workers;
	double wall_s;
	double user_s; /* NAN when not given */
};

struct simulation {
	double t1_s;
	double serial; /* s: fraction */
	double fixed_s;
	double worker_s;
	double tree_s;
	double cpus; /* INFINITY: as many as there are workers */
	double cpu_share; /* of the work that needs a CPU, 0..1 */
	double noise; /* sigma of the log-normal factor */
	double outliers; /* share of slow runs */
	double outlier_mean; /* a slow run is 1+Exp(mean) times longer */
	double drift; /* linear over the session */
	double session; /* trials over which the drift builds up: the caller may set what
			   planner_progress() expects */
	int fail_at; /* this count and larger ones fail; 0: none */
	double base_bytes; /* NAN: no memory figures */
	double worker_bytes; /* NAN: no memory figures */
	char *file; /* truth file, NULL for none: the caller reads it into `truth` */
	struct truth_row *truth;
	size_t truth_count;
};

/* Parses SPEC; -1 with STATUS_USAGE and nothing to release. The caller releases it. */
int simulation_parse(const char *spec, struct simulation *simulation, struct error *error);
void simulation_release(struct simulation *simulation);

/* Whether the truth file that was read tells every count; -1 with STATUS_USAGE. */
int simulation_check(
	const struct simulation *simulation, const struct counts *counts, struct error *error);

/* The true time and CPU seconds of a form at a count, without noise; NAN where not known. */
double simulation_time(const struct simulation *simulation, enum mode mode, int workers);
double simulation_cpu_time(const struct simulation *simulation, enum mode mode, int workers);

/* The measurer; `simulation` is borrowed for its life. One trial at a time unless the caller
 * raises `in_flight` before the first start. */
struct measurer *simulate_new(const struct simulation *simulation, uint64_t seed);

#endif
