/*
 * whatif - `ptbench predict`: speedups that given fractions and overheads would lead to.
 *
 * Theory is Amdahl's law (AFIPS 1967), S(N) = 1/(s + (1-s)/N); adjusted adds a fixed cost for
 * having workers at all and a cost for each further one (core/law.h: h and c). One worker is the
 * sequential run and has no overhead. The caller owns the struct; whatif_release() frees its rows.
 */
#ifndef CORE_WHATIF_H
#define CORE_WHATIF_H

#include <stdbool.h>
#include <stddef.h>

#include "core/counts.h"

struct whatif_times {
	double wall_s;
	double speedup;
	double efficiency; /* speedup / N */
	double reduction;  /* 1 - T(N)/T(1) */
};

struct whatif_row {
	int workers;
	struct whatif_times theory;
	struct whatif_times adjusted; /* equal to theory without overheads */
};

struct whatif_arg {
	double t1_s;         /* T(1), greater than 0 */
	double serial;       /* s, 0 to 1 */
	double fixed_s;      /* h */
	double per_worker_s; /* c */
	const struct counts *counts;
};

struct whatif {
	double t1_s;
	double serial;
	double fixed_s;
	double per_worker_s;
	bool adjusted;   /* there are overheads */
	double ceiling;  /* 1/s: the speedup of theory with endless workers; INFINITY for s = 0 */
	int best_workers; /* where the adjusted time is least; 0: the more the better */
	struct whatif_row *rows;
	size_t count;
};

void whatif_fill(const struct whatif_arg *arg, struct whatif *whatif);
void whatif_release(struct whatif *whatif);

#endif
