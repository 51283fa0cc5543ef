/*
 * suites - what several suites tell together, beside the total of their times (core/total).
 */
#ifndef CORE_SUITES_H
#define CORE_SUITES_H

#include "core/result.h"

enum suite_safety {
	SUITE_UNKNOWN, /* no count of workers was measured, or not the sequential form */
	SUITE_SAFE, /* passes at every count that was measured */
	SUITE_UNSAFE,
};

/* Whether the suite may run in parallel; *fails_at is the smallest count that fails, or 0. */
enum suite_safety suite_safety(const struct analysis *suite, int *fails_at);

/* The time of all suites, each in the form that is advised for here; NAN when one has none. */
double suites_own_s(const struct result *result);

/*
 * Adds to the total's advice, which is one count for all suites, what each suite's own count
 * would give. Nothing where a suite has no advice, or where that saves nothing.
 */
void suites_advise(struct result *result);

#endif
