/*
 * recorded - what is known of the measurement that recorded rows came from.
 *
 * A folder, or a runs.csv in it, lies beside the report.json and session.json of its
 * measurement, which say how many CPUs the runs had and which seed the statistics used. With
 * those, `fit` says of the rows what the measurement said. Any other file is rows and nothing
 * else.
 */
#ifndef CLI_RECORDED_H
#define CLI_RECORDED_H

#include <stdint.h>

#include "cli/commands.h"

struct recorded {
	double cpus; /* C that all runs had; UNKNOWN: not recorded, or not the same for all */
	uint64_t seed; /* of the first file */
};

/* Options that were given (--host-cpus, --seed) stand above what is recorded. */
struct recorded recorded_find(const struct invocation *invocation);

#endif
