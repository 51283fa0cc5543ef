/*
 * insight - what the tests of a measurement add to its analysis: schedules, findings, the
 * makespan beside the fitted law, and where the lost efficiency went.
 */
#ifndef CORE_INSIGHT_H
#define CORE_INSIGHT_H

#include "core/findings.h"
#include "core/result.h"
#include "core/schedule.h"

struct insight_arg {
	const struct findings *findings;
	const struct scheduler *scheduler; /* the runner's own; NULL: unknown, as `list` */
	bool by_file; /* which deals whole files */
	size_t max_chunk; /* as in schedule_arg */
	double cpus; /* that the runs had, NAN when unknown */
};

/*
 * Fills analysis->tests, its breakdowns and the makespan_s of its points, which must be there.
 * Times come from the sequential form, or from the smallest count where that was not measured.
 */
void insight_fill(const struct insight_arg *arg, struct analysis *analysis);

#endif
