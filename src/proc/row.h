/*
 * row - what was seen of a run, weighed and put into its observation.
 */
#ifndef PROC_ROW_H
#define PROC_ROW_H

#include "core/observation.h"
#include "proc/group.h"
#include "proc/sampler.h"
#include "proc/supervise.h"

/* Who saw something of the run; all borrowed. */
struct row_source {
	const struct supervised *run;
	const struct group_usage *usage;
	const struct sampler *sampler;
};

/* Fills times, memory, processes, threads and how the run ended. */
void row_fill(const struct row_source *source, struct observation *row);

/* A sentence on how the command failed, "" when it did not. */
#define ROW_REASON_SIZE 200
void row_reason(const struct observation *row, double timeout_s,
	char text[static ROW_REASON_SIZE]);

#endif
