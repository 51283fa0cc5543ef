/*
 * questions - what the options ask of an analysis beyond the fit: other counts, CI machines.
 *
 * Read before anything runs, so that a mistake in them costs no measurement. The caller owns the
 * struct; questions_release() frees its contents.
 */
#ifndef CLI_QUESTIONS_H
#define CLI_QUESTIONS_H

#include "base/error.h"
#include "cli/options.h"
#include "core/analysis.h"

struct questions {
	struct target *targets; /* --predict */
	size_t target_count;
	struct prices prices; /* --prices, or ptbench's own list */
	struct cost_arg costs;
};

int questions_read(const struct options *options, struct questions *questions,
	struct error *error);
void questions_release(struct questions *questions);

#endif
