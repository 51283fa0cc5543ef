/*
 * simulate - a measurer that obeys a law in virtual time (--simulate SPEC).
 *
 * For tests, for planning and for learning: the truth is known, the noise comes
 * from a seeded generator, and no process is started.
 */
#ifndef CORE_SIMULATE_H
#define CORE_SIMULATE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "core/law.h"
#include "core/measurer.h"

/* One row of file=truth.csv. */
struct truth_row {
	int workers;
	double wall_s;
	double user_s; /* NAN when not given */
};

struct simulation {
	double t1_s;
	double serial;    /* s: fraction */
	double fixed_s;
	double worker_s;
	double tree_s;
	double cpus;      /* INFINITY: as many as there are workers */
	double cpu_share; /* of the work that needs a CPU, 0..1 */
	double noise;     /* sigma of the log-normal factor */
	double outliers;  /* share of slow runs */
	double outlier_mean; /* a slow run is 1+Exp(mean) times longer */
	double drift;     /* linear over the session */
	int fail_at;      /* this count and larger ones fail; 0: none */
	double base_bytes;
	double worker_bytes; /* NAN: no memory figures */
	char *file;       /* truth file, NULL for none: the caller reads it into `truth` */
	struct truth_row *truth;
	size_t truth_count;
};

/* Parses SPEC; -1 with STATUS_USAGE. The caller releases the simulation. */
int simulation_parse(const char *spec, struct simulation *simulation, struct error *error);
void simulation_release(struct simulation *simulation);

/* The true time of a form at a count, without noise. */
double simulation_time(const struct simulation *simulation, enum mode mode, int workers);

/* The measurer; `simulation` is borrowed for its life. */
struct measurer *simulate_new(const struct simulation *simulation, uint64_t seed);

#endif
