/*
 * failure - what people are told when a run of the command fails.
 */
#ifndef CLI_FAILURE_H
#define CLI_FAILURE_H

#include "base/error.h"
#include "cli/measurement.h"

/* A count failed: one line on stderr, once per form and count. */
void failure_show(const struct measurement *measurement, const struct outcome *outcome);

/*
 * The sequential form failed, now or before a --resume: shows the tail of its log; returns -1
 * with STATUS_COMMAND_FAILED.
 */
int failure_of_sequential(const struct measurement *measurement, const struct outcome *outcome,
	bool earlier, struct error *error);

#endif
