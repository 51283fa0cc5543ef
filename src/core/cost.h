/*
 * cost - what a run would take and cost on each CI machine of a price list.
 *
 * The time on another machine is the laws' with its number of CPUs (core/predict.h): a core
 * there is taken for a core here, times `core_speed`. Billed is the run and the job's overhead,
 * rounded up to whole billing steps. On each machine the smallest count within the tolerance of
 * the fastest one that fits its memory is taken. A machine is on the Pareto front when no other
 * one is as fast and cheaper, or as cheap and faster.
 */
#ifndef CORE_COST_H
#define CORE_COST_H

#include <stddef.h>

#include "core/fits.h"
#include "core/result.h"

/* A machine that can be rented. NAN: unknown. The table owns its texts. */
struct price {
	char *provider;
	char *label;
	double cpus;
	double memory_bytes;
	double usd_per_min;
	double billing_s; /* the step that time is rounded up to; 0: none */
};

struct prices {
	struct price *rows;
	size_t count;
	size_t capacity;
};

#define PRICES_INIT {0}

void prices_release(struct prices *prices);

struct cost_arg {
	const struct prices *prices;
	double job_overhead_s; /* checkout, installation: billed with every run */
	double core_speed;     /* of a core there, relative to one here */
	double tolerance;      /* fraction */
};

/* Dollars for a run of that length; NAN where the price is unknown. */
double cost_billed_usd(const struct price *price, double seconds);

/* Fills costs; points, fit and memory model of `analysis` are there already. */
void cost_fill(const struct fits *fits, const struct cost_arg *arg, struct analysis *analysis);

#endif
