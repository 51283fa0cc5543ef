/*
 * sample_result - plausible results for the views, with everything in them.
 *
 * All figures follow from a law, none was measured: what matters is how they are shown.
 * result_release() frees the result, observations_release() the observations.
 */
#ifndef TESTS_SAMPLE_RESULT_H
#define TESTS_SAMPLE_RESULT_H

#include "core/result.h"

struct sample_arg {
	const int *counts; /* parallel ones, ascending */
	size_t count;
	int runs;         /* of each count */
	int fails_at;     /* this count fails; 0: none */
	int unmeasured;   /* this count was not measured; 0: none */
	bool tests;       /* with tests, schedules and findings */
	bool costs;
	const char *hostile; /* put into every foreign name; NULL: friendly names */
};

/* `observations` is empty and outlives the result. */
void sample_result(const struct sample_arg *arg, struct result *result,
	struct observations *observations);

/* Eight counts, one unsafe, one unmeasured, tests and costs: most of what can be shown. */
extern const struct sample_arg sample_rich;

/* Two counts and nothing else. */
extern const struct sample_arg sample_small;

#endif
