#include "config.h"

#include "core/planner.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "core/plan.h"

/*
 * What it took on average over the truths of tests/montecarlo: before anything is known, so
 * many times the runs that are due; then so many runs for each count, and more for each
 * standard deviation that the probability is away from what is wanted; less where only the
 * round is to be ended.
 */
#define TIMES_DUE      1.7
#define RUNS_A_COUNT   1.0
#define RUNS_DEVIATION 2.0
#define RUNS_TO_END    0.4

static double
remaining_a_count(double probability, double wanted)
{
	double away = gsl_cdf_ugaussian_Pinv(fmin(wanted, 0.9999)) -
		gsl_cdf_ugaussian_Pinv(fmin(fmax(probability, 0.01), 0.9999));

	return away > 0.0 ? RUNS_A_COUNT + RUNS_DEVIATION * away : RUNS_TO_END;
}

/* How many runs it will take in all: more than an int holds where many are asked for. */
static double
expected_runs(const struct planner *planner, const struct study *study)
{
	double runs = study_asked(study);
	double due = 0.0, alive = 0.0;

	for (size_t i = 0; i < study->arm_count; i++) {
		if (study->arms[i].failed)
			continue;
		due += fmax(plan_runs_due(planner, &study->arms[i]), study->arms[i].runs);
		alive++;
	}
	if (!plan_is_adaptive(planner))
		return due;
	if (!study->known)
		return ceil(TIMES_DUE * due);
	if (plan_is_settled(planner, study))
		return runs;
	double more = alive * remaining_a_count(study->probability, planner->arg.confidence);
	return ceil(runs + fmax(more, 1.0));
}

struct planner_progress
planner_progress(const struct planner *planner)
{
	const struct study *least = plan_least_sure(planner);
	struct planner_progress progress = {
		.done = planner->stopping.runs,
		.exact = !plan_is_adaptive(planner),
		.probability = planner->stopping.probability,
		.wanted = plan_is_adaptive(planner) ? planner->arg.confidence : UNKNOWN,
	};
	double expected = 0.0, total_s = 0.0;
	int timed = 0;

	for (size_t i = 0; i < planner->study_count; i++) {
		const struct study *study = &planner->studies[i];
		expected += expected_runs(planner, study);
		for (size_t j = 0; j < study->arm_count; j++) {
			total_s += study->arms[j].total_s;
			timed += study->arms[j].timed;
		}
	}
	progress.expected = (int)fmin(expected, plan_run_bound(planner));
	progress.remaining_s = (progress.expected - progress.done) * (total_s / timed);
	if (least != NULL) {
		progress.best_mode = least->arms[least->pick].mode;
		progress.best_workers = least->arms[least->pick].workers;
	}
	return progress;
}
