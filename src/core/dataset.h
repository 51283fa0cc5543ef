/*
 * dataset - the measured points as every law is fitted to them, with what is known of the CPUs.
 *
 * The CPU seconds of a count that was not measured lie on a line through the others,
 * U(N) = base + each (N-1); base is that of the baseline.
 *
 * The caller owns the struct, the struct its items; dataset_release() frees them.
 */
#ifndef CORE_DATASET_H
#define CORE_DATASET_H

#include <stdbool.h>
#include <stddef.h>

#include "core/law.h"
#include "core/sample.h"

/* One point as the fit sees it. */
struct datum {
	enum mode mode;
	double workers; /* a whole count, or between counts for curves */
	double runs;
	double location_s;
	struct moments time;
	struct moments log;
	struct moments rate;
	double cpu_s; /* user and system time; NAN when unknown */
	double columns[TERM_COUNT]; /* of T there, where the workers are the limit */
};

struct dataset {
	struct datum *items;
	size_t count;
	double runs; /* in all */
	double t1_s; /* the observed baseline at one worker; NAN without one */
	bool has_sequential;
	double cpus; /* C; NAN when unknown */
	double cpu_base_s; /* NAN when unknown */
	double cpu_each_s;
	double cpu_share; /* U(1)/T(1): of the serial part, too */
	bool cpu_known; /* every point has CPU seconds and there is a baseline at one worker */
	bool cpus_contradicted; /* more CPU seconds were used than C CPUs have: C is wrong */
};

#define DATASET_INIT {0}

/* A datum without runs, of which nothing but its columns is known. */
struct datum datum_new(enum mode mode, double workers);

void dataset_make(const struct samples *samples, double cpus, struct dataset *data);
/* A copy without one point. */
void dataset_without(const struct dataset *data, size_t left_out, struct dataset *rest);
void dataset_release(struct dataset *data);

/* Times the largest measured count: further is no prediction. */
#define DATASET_REACH 2.0

/* The largest count, at least 1. */
double dataset_largest(const struct dataset *data);

/* CPU seconds and C are known, so that laws with capacity can be fitted. */
bool dataset_knows_capacity(const struct dataset *data);

#endif
