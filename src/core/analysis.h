/*
 * analysis - from observations to everything that can be said about them.
 *
 * points -> laws -> intervals -> predictions -> advice, in one call, pure and
 * deterministic. The argument's pointers are borrowed for the call.
 */
#ifndef CORE_ANALYSIS_H
#define CORE_ANALYSIS_H

#include <stdint.h>

#include "base/error.h"
#include "core/cost.h"
#include "core/result.h"
#include "core/targets.h"

struct analysis_arg {
	const struct observations *observations;
	const char *suite;           /* rows of this suite only; NULL: all rows */
	const struct counts *counts; /* listed: for labels and unmeasured points; or NULL */
	double cpus;                 /* C that the runs had; NAN when unknown */
	const struct law *law;       /* --law, or NULL for all */
	enum loss loss;
	const struct target *targets;
	size_t target_count;
	double tolerance;  /* fraction: within this of the best is as good */
	double confidence; /* fraction */
	int ci_cpus;         /* 0: as here */
	double memory_limit; /* bytes, NAN for none */
	const struct cost_arg *costs; /* prices of CI machines, or NULL */
	uint64_t seed;
};

/* 0; or -1 with STATUS_COMMAND_FAILED and a sentence when no row is usable: what was found
 * (points with their failures) is in `analysis` all the same. The caller releases it. */
int analysis_run(const struct analysis_arg *arg, struct analysis *analysis, struct error *error);

#endif
