/*
 * results - from recorded rows to a whole struct result, for run and fit alike.
 */
#ifndef CLI_RESULTS_H
#define CLI_RESULTS_H

#include "base/error.h"
#include "cli/options.h"
#include "cli/questions.h"
#include "core/analysis.h"
#include "core/command.h"
#include "core/result.h"

struct results_arg {
	const struct options *options;
	const struct observations *rows;
	const struct counts *counts; /* as listed, or NULL */
	const struct strvec *suites; /* names; NULL or one "": a single analysis */
	const struct command *commands; /* one per suite, or NULL */
	const struct questions *questions;
	double cpus; /* C that the runs had */
	uint64_t seed;
	struct stopping stopping;
	const struct strvec *warnings; /* go before the analysis' own */
};

/* Fills an initialised result but for its host and texts. -1 with STATUS_COMMAND_FAILED: there
 * is nothing to advise on; what was found is in the result all the same. */
int results_fill(const struct results_arg *arg, struct result *result, struct error *error);

#endif
