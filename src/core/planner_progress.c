#include "config.h"

#include "core/planner.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#include "core/plan.h"

/*
 * How many runs it will take in all. The doubt falls as 1/sqrt(runs), so that a probability
 * that is z standard errors away from certain is z_wanted of them away after (z_wanted/z)^2
 * times as many runs.
 */
static int
expected_runs(const struct planner *planner, const struct study *study)
{
	double runs = study_asked(study);
	double due = 0.0;

	for (size_t i = 0; i < study->arm_count; i++)
		if (!study->arms[i].failed)
			due += fmax(
				plan_runs_due(planner, &study->arms[i]), study->arms[i].runs);
	if (!plan_is_adaptive(planner))
		return (int)due;
	if (!study->known)
		return (int)ceil(1.6 * due);
	if (plan_is_settled(planner, study))
		return (int)runs;
	double wanted = gsl_cdf_ugaussian_Pinv(fmin(planner->arg.confidence, 0.9999));
	double reached = gsl_cdf_ugaussian_Pinv(fmin(study->probability, 0.9999));
	double more = reached > 0.3 ? fmin(wanted * wanted / (reached * reached), 3.0) : 3.0;
	return (int)ceil(fmax(runs * more, runs + 1.0));
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
	double total_s = 0.0;
	int timed = 0;

	for (size_t i = 0; i < planner->study_count; i++) {
		const struct study *study = &planner->studies[i];
		progress.expected += expected_runs(planner, study);
		for (size_t j = 0; j < study->arm_count; j++) {
			total_s += study->arms[j].total_s;
			timed += study->arms[j].timed;
		}
	}
	if (progress.expected > plan_run_bound(planner))
		progress.expected = plan_run_bound(planner);
	progress.remaining_s = (progress.expected - progress.done) * (total_s / timed);
	if (least != NULL) {
		progress.best_mode = least->arms[least->pick].mode;
		progress.best_workers = least->arms[least->pick].workers;
	}
	return progress;
}
