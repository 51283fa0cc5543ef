/*
 * plan - where a measurement stands: what was asked for, what came back, what is still due.
 *
 * The state of core/planner.h, for the files that make it up. All is counted from the rows, so
 * that a resumed measurement goes on where it was.
 */
#ifndef CORE_PLAN_H
#define CORE_PLAN_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/observation.h"
#include "core/planner.h"
#include "core/random.h"
#include "core/study.h"

struct planner {
	struct planner_arg arg;
	struct study *studies;
	size_t study_count;
	gsl_rng *random;
	size_t seen; /* rows that are counted */
	int round; /* the current one, from 1 */
	int position; /* of the last trial in it */
	int warm_position;
	struct stopping stopping;
};

/* Whether the rounds are chosen as it goes on (no --runs). */
bool plan_is_adaptive(const struct planner *planner);

/* Trials in flight or done, without warm-ups; the most there may be. */
int plan_asked(const struct planner *planner);
int plan_run_bound(const struct planner *planner);

/* Seeds the planner's generator with the number of trials so far: equal rows, equal plan. */
void plan_seed(struct planner *planner, enum random_use use);

/* The runs that an arm gets whatever they tell, and whether some are still to come. */
int plan_runs_due(const struct planner *planner, const struct arm *arm);
bool plan_is_due(const struct planner *planner, const struct arm *arm);
bool plan_has_due(const struct planner *planner, const struct study *study);

/* Whether the pick of the study is sure enough. */
bool plan_is_settled(const struct planner *planner, const struct study *study);

/* The least sure of the suites, what the whole measurement waits for; NULL: none is known. */
const struct study *plan_least_sure(const struct planner *planner);

/* Draws the posterior of every study that got rows, with `due_too` also of those that get more
 * runs anyway. */
void plan_learn(struct planner *planner, const struct observations *done, bool due_too);

void plan_begin_round(struct planner *planner, int round, const struct observations *done);

/* Takes in the row at `index`. */
void plan_count_row(struct planner *planner, const struct observations *done, size_t index);

#endif
