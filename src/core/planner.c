/*
 * Rounds of trials over the forms and counts of every suite.
 *
 * An "arm" is one mode and count of one suite. What an arm was asked for and what came
 * back are counted from the rows, so that a resumed measurement goes on where it was.
 * The order within a round is drawn one trial at a time from a generator that is seeded
 * with the number of trials so far: equal rows, equal plan.
 */
#include "config.h"

#include "core/planner.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/random.h"

#define DEFAULT_ROUNDS 5 /* where neither --runs nor a posterior decides */

struct arm {
	size_t suite;
	enum mode mode;
	int workers;
	int runs; /* rows, warm-ups not counted */
	int in_flight;
	int warmups; /* asked for */
	int warm_in_flight;
	bool failed;
	bool in_round; /* asked for in the current round */
	double total_s; /* of all its rows, for the estimate of what remains */
	int timed;
};

struct planner {
	struct planner_arg arg;
	struct arm *arms; /* suite after suite, the sequential form first */
	size_t arm_count;
	size_t suite_count;
	gsl_rng *random;
	size_t seen; /* rows that are counted */
	int round; /* the current one, from 1 */
	int position; /* of the last trial in it */
	int warm_position;
	struct stopping stopping;
};

static const char *
suite_name(const struct planner *planner, size_t suite)
{
	const struct strvec *suites = planner->arg.suites;

	return suites != NULL && suites->count > 0 ? suites->items[suite] : "";
}

static void
add_arms(struct planner *planner, size_t suite)
{
	const struct counts *counts = planner->arg.counts;

	planner->arms[planner->arm_count++] =
		(struct arm){.suite = suite, .mode = MODE_SEQ, .workers = 1};
	for (size_t i = 0; i < counts->count; i++) {
		if (counts->items[i].workers == 1 && planner->arg.one_is_sequential)
			continue;
		planner->arms[planner->arm_count++] = (struct arm){
			.suite = suite, .mode = MODE_PAR, .workers = counts->items[i].workers};
	}
}

struct planner *
planner_new(const struct planner_arg *arg)
{
	struct planner *planner = xcalloc(1, sizeof *planner);

	planner->arg = *arg;
	planner->suite_count =
		arg->suites != NULL && arg->suites->count > 0 ? arg->suites->count : 1;
	planner->arms =
		xcalloc(planner->suite_count * (arg->counts->count + 1), sizeof *planner->arms);
	for (size_t suite = 0; suite < planner->suite_count; suite++)
		add_arms(planner, suite);
	planner->random = random_new();
	planner->round = 1;
	planner->stopping =
		(struct stopping){.reason = STOP_INTERRUPTED, .probability = UNKNOWN};
	return planner;
}

void
planner_free(struct planner *planner)
{
	if (planner == NULL)
		return;
	gsl_rng_free(planner->random);
	free(planner->arms);
	free(planner);
}

static struct arm *
find_arm(struct planner *planner, const struct observation *row)
{
	for (size_t i = 0; i < planner->arm_count; i++) {
		struct arm *arm = &planner->arms[i];

		if (arm->mode == (enum mode)row->mode && arm->workers == row->workers &&
			strcmp(suite_name(planner, arm->suite), row->suite) == 0)
			return arm;
	}
	return NULL;
}

static void
begin_round(struct planner *planner, int round)
{
	planner->round = round;
	planner->position = 0;
	for (size_t i = 0; i < planner->arm_count; i++)
		planner->arms[i].in_round = false;
}

/* Nothing of a suite is worth measuring once its sequential form fails. */
static void
drop_suite(struct planner *planner, size_t suite)
{
	for (size_t i = 0; i < planner->arm_count; i++)
		if (planner->arms[i].suite == suite)
			planner->arms[i].failed = true;
}

static void
count_warmup(struct planner *planner, struct arm *arm, const struct observation *row)
{
	if (arm->warm_in_flight > 0)
		arm->warm_in_flight--;
	else
		arm->warmups++;
	if (row->position > planner->warm_position)
		planner->warm_position = row->position;
}

static void
count_run(struct planner *planner, struct arm *arm, const struct observation *row)
{
	arm->runs++;
	planner->stopping.runs++;
	if (row->round > planner->round)
		begin_round(planner, row->round);
	if (row->round == planner->round) {
		arm->in_round = true;
		if (row->position > planner->position)
			planner->position = row->position;
	}
	if (arm->in_flight > 0)
		arm->in_flight--;
}

static void
count_row(struct planner *planner, const struct observation *row)
{
	struct arm *arm = find_arm(planner, row);

	if (arm == NULL)
		return;
	if (row->warmup)
		count_warmup(planner, arm, row);
	else
		count_run(planner, arm, row);
	if (!observation_succeeded(row)) {
		arm->failed = true;
		if (arm->mode == MODE_SEQ)
			drop_suite(planner, arm->suite);
	}
	if (isfinite(row->wall_s)) {
		arm->total_s += row->wall_s;
		arm->timed++;
	}
}

/* The trials that were asked for, in flight or done: the state that the next draw depends on.
 */
static int
asked_in_all(const struct planner *planner)
{
	int asked = 0;

	for (size_t i = 0; i < planner->arm_count; i++) {
		const struct arm *arm = &planner->arms[i];
		asked += arm->runs + arm->in_flight + arm->warmups;
	}
	return asked;
}

static int
asked_runs(const struct planner *planner)
{
	int asked = 0;

	for (size_t i = 0; i < planner->arm_count; i++)
		asked += planner->arms[i].runs + planner->arms[i].in_flight;
	return asked;
}

/* Which arms may be drawn; both designs and the warm-up differ in this alone. */
typedef bool wanted_fn(const struct planner *planner, const struct arm *arm);

/* One of the wanted arms, each as likely as the other; NULL when there is none. */
static struct arm *
draw_arm(struct planner *planner, wanted_fn *wanted)
{
	unsigned long count = 0;

	for (size_t i = 0; i < planner->arm_count; i++)
		count += wanted(planner, &planner->arms[i]);
	if (count == 0)
		return NULL;
	random_seed(planner->random, planner->arg.seed, (uint64_t)asked_in_all(planner), 1);

	unsigned long left = gsl_rng_uniform_int(planner->random, count);
	for (size_t i = 0;; i++)
		if (wanted(planner, &planner->arms[i]) && left-- == 0)
			return &planner->arms[i];
}

static int
rounds_wanted(const struct planner *planner)
{
	return planner->arg.runs > 0 ? planner->arg.runs : DEFAULT_ROUNDS;
}

static bool
wanted_in_round(const struct planner *planner, const struct arm *arm)
{
	return !arm->failed && !arm->in_round &&
		arm->runs + arm->in_flight < rounds_wanted(planner);
}

/* The round in which an arm is warmed up next. */
static int
warm_round(const struct planner *planner)
{
	int least = planner->arg.warmup;

	for (size_t i = 0; i < planner->arm_count; i++)
		if (!planner->arms[i].failed && planner->arms[i].warmups < least)
			least = planner->arms[i].warmups;
	return least;
}

static bool
wanted_warm(const struct planner *planner, const struct arm *arm)
{
	return !arm->failed && arm->warmups == warm_round(planner);
}

/* A warm-up round begins with the sequential forms, so that a broken suite is known at once. */
static struct arm *
next_warmup(struct planner *planner)
{
	if (warm_round(planner) >= planner->arg.warmup)
		return NULL;
	for (size_t i = 0; i < planner->arm_count; i++)
		if (planner->arms[i].mode == MODE_SEQ &&
			wanted_warm(planner, &planner->arms[i]))
			return &planner->arms[i];
	return draw_arm(planner, wanted_warm);
}

static struct arm *
next_run(struct planner *planner)
{
	struct arm *arm = draw_arm(planner, wanted_in_round);

	if (arm != NULL)
		return arm;
	begin_round(planner, planner->round + 1);
	return draw_arm(planner, wanted_in_round);
}

static bool
nothing_left(const struct planner *planner)
{
	for (size_t i = 0; i < planner->arm_count; i++)
		if (!planner->arms[i].failed)
			return false;
	return true;
}

static bool
stop(struct planner *planner, enum stop_reason reason)
{
	planner->stopping.reason = reason;
	return false;
}

static void
fill_trial(
	const struct planner *planner, const struct arm *arm, bool warmup, struct trial *trial)
{
	trial->suite = suite_name(planner, arm->suite);
	trial->mode = arm->mode;
	trial->workers = arm->workers;
	trial->warmup = warmup;
	trial->round = warmup ? 0 : planner->round;
	trial->position = warmup ? planner->warm_position : planner->position;
}

static void
ask_warmup(struct planner *planner, struct arm *arm, struct trial *trial)
{
	arm->warmups++;
	arm->warm_in_flight++;
	planner->warm_position++;
	fill_trial(planner, arm, true, trial);
}

static void
ask_run(struct planner *planner, struct arm *arm, struct trial *trial)
{
	arm->in_flight++;
	arm->in_round = true;
	planner->position++;
	fill_trial(planner, arm, false, trial);
}

bool
planner_next(struct planner *planner, const struct observations *done, double elapsed_s,
	struct trial *trial)
{
	const struct planner_arg *arg = &planner->arg;
	struct arm *arm;

	for (; planner->seen < done->count; planner->seen++)
		count_row(planner, &done->rows[planner->seen]);
	if (nothing_left(planner))
		return stop(planner, STOP_FAILED);
	if (elapsed_s >= arg->budget_s)
		return stop(planner, STOP_BUDGET);
	if ((arm = next_warmup(planner)) != NULL) {
		ask_warmup(planner, arm, trial);
		return true;
	}
	if (arg->max_runs > 0 && asked_runs(planner) >= arg->max_runs)
		return stop(planner, STOP_MAX_RUNS);
	if ((arm = next_run(planner)) == NULL)
		return stop(planner, STOP_FIXED);
	ask_run(planner, arm, trial);
	return true;
}

struct stopping
planner_stopping(const struct planner *planner)
{
	return planner->stopping;
}

struct planner_progress
planner_progress(const struct planner *planner)
{
	struct planner_progress progress = {
		.done = planner->stopping.runs,
		.exact = true,
		.probability = UNKNOWN,
		.wanted = UNKNOWN,
	};

	for (size_t i = 0; i < planner->arm_count; i++) {
		const struct arm *arm = &planner->arms[i];
		int left = arm->failed ? 0 : rounds_wanted(planner) - arm->runs;

		left = left > 0 ? left : 0;
		progress.expected += arm->runs + left;
		if (left > 0)
			progress.remaining_s += left * (arm->total_s / arm->timed);
	}
	if (planner->arg.max_runs > 0 && progress.expected > planner->arg.max_runs)
		progress.expected = planner->arg.max_runs;
	return progress;
}
