/*
 * planner - which trial to run next, and when to stop.
 *
 * A fixed design (--runs N: N rounds, each form and count once per round in fresh
 * random order) or the adaptive one: the first design, then the runs
 * that tell most (core/study.h), until the pick is sure enough. The planner sees observations
 * only; it starts nothing. The same seed and the same observations give the same
 * plan. The caller owns the struct; planner_free() releases it.
 */
#ifndef CORE_PLANNER_H
#define CORE_PLANNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strvec.h"
#include "core/counts.h"
#include "core/measurer.h"
#include "core/result.h"

struct planner_arg {
	const struct counts *counts; /* borrowed for the planner's life */
	const struct strvec *suites; /* names in order; NULL or empty: one suite "" */
	bool one_is_sequential;
	int runs; /* --runs: fixed rounds; 0: adaptive */
	int min_runs; /* of every listed count, adaptive only */
	int max_runs; /* in all, without warm-ups; 0: the planner's own bound */
	double budget_s; /* on the measurer's clock; INFINITY for none */
	int warmup; /* warm-up rounds */
	double tolerance; /* fractions */
	double confidence;
	uint64_t seed;
};

struct planner;

struct planner *planner_new(const struct planner_arg *arg);
void planner_free(struct planner *planner);

/*
 * The next trial (mode, workers, suite, round, position, warmup are set), given all rows so far
 * and the seconds used on the measurer's clock. false: stop. Rows of a resumed measurement
 * count as if this planner had asked for them. A count whose run failed is asked for no more.
 * Trials in flight are those returned and not yet in the observations.
 */
bool planner_next(struct planner *planner, const struct observations *done, double elapsed_s,
	struct trial *trial);

/* Why it stopped and the probability reached, after planner_next() said false (or when cut
 * short). */
struct stopping planner_stopping(const struct planner *planner);

/* For the progress line; figures that are not known are 0 or NAN. */
struct planner_progress {
	int done; /* trials without warm-ups */
	int expected; /* in all, as far as can be told */
	bool exact; /* `expected` is no estimate */
	double remaining_s; /* of measuring, estimated */
	enum mode best_mode;
	int best_workers; /* current best guess */
	double probability; /* that it is within tolerance */
	double wanted; /* the probability it waits for; NAN in a fixed design */
};

struct planner_progress planner_progress(const struct planner *planner);

#endif
