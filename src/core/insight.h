/*
 * insight - what the tests of a measurement add to its analysis: schedules, findings, the
 * makespan beside the fitted law, and where the lost efficiency went.
 */
#ifndef CORE_INSIGHT_H
#define CORE_INSIGHT_H

#include "core/findings.h"
#include "core/result.h"
#include "core/schedule.h"

/*
 * Fills analysis->tests, its breakdowns and the makespan_s of its points, which must be there.
 * `scheduler` is the runner's own; `cpus` those that the runs had, NAN when unknown. Times come
 * from the sequential form, or from the smallest count where that was not measured.
 */
void insight_fill(const struct findings *findings, const struct scheduler *scheduler,
	double cpus, struct analysis *analysis);

#endif
