/*
 * session - the loop of a measurement: ask the planner, measure, record.
 */
#ifndef CLI_SESSION_H
#define CLI_SESSION_H

#include "base/error.h"
#include "cli/measurement.h"

/*
 * Measures until the planner has enough, a signal arrives, or the sequential form fails. Every
 * row is in measurement->rows and in runs.csv when this returns. 0; or -1 when ptbench itself
 * had to give up (STATUS_INTERNAL), or when the sequential form failed (STATUS_COMMAND_FAILED,
 * its log's tail was shown); of several suites the others are measured first.
 */
int session_run(struct measurement *measurement, struct error *error);

#endif
