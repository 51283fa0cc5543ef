/*
 * The next trial, or why there is none. Every random choice is made by a generator that is
 * seeded with the number of trials so far: equal rows, equal plan.
 */
#include "config.h"

#include "core/planner.h"

#include <stdlib.h>

#include "base/memory.h"
#include "core/places.h"
#include "core/plan.h"
#include "core/random.h"
#include "core/study.h"

struct planner *
planner_new(const struct planner_arg *arg)
{
	struct planner *planner = xcalloc(1, sizeof *planner);
	const struct strvec *suites = arg->suites;
	bool named = suites != NULL && suites->count > 0;

	planner->arg = *arg;
	planner->study_count = named ? suites->count : 1;
	planner->studies = xcalloc(planner->study_count, sizeof *planner->studies);
	for (size_t i = 0; i < planner->study_count; i++)
		study_init(&planner->studies[i], named ? suites->items[i] : "", arg->counts,
			arg->one_is_sequential);
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
	for (size_t i = 0; i < planner->study_count; i++)
		study_release(&planner->studies[i]);
	free(planner->studies);
	gsl_rng_free(planner->random);
	free(planner);
}

static void
fill_trial(const struct planner *planner, const struct place *place, bool warmup,
	struct trial *trial)
{
	trial->suite = place->study->suite;
	trial->mode = place->arm->mode;
	trial->workers = place->arm->workers;
	trial->warmup = warmup;
	trial->round = warmup ? 0 : planner->round;
	trial->position = warmup ? planner->warm_position : planner->position;
}

static bool
begin_warmup(struct planner *planner, const struct place *place, struct trial *trial)
{
	place->arm->warmups++;
	place->arm->warm_in_flight++;
	planner->warm_position++;
	fill_trial(planner, place, true, trial);
	return true;
}

static bool
begin_run(struct planner *planner, const struct place *place, struct trial *trial)
{
	place->arm->in_flight++;
	place->arm->in_round = true;
	planner->position++;
	fill_trial(planner, place, false, trial);
	return true;
}

/*
 * Where every count with workers fails, the sequential form is still run once, to be reported;
 * where none was asked for, it alone is measured.
 */
static bool
is_hopeless(const struct study *study)
{
	const struct arm *sequential = &study->arms[0];

	if (study_has_parallel(study) || sequential->failed)
		return sequential->failed;
	return study->arm_count > 1 && sequential->runs > 0;
}

static bool
nothing_to_advise(const struct planner *planner)
{
	for (size_t i = 0; i < planner->study_count; i++)
		if (!is_hopeless(&planner->studies[i]))
			return false;
	return true;
}

static void
note_probability(struct planner *planner)
{
	const struct study *least = plan_least_sure(planner);

	planner->stopping.probability = least != NULL ? least->probability : UNKNOWN;
}

static bool
stop(struct planner *planner, const struct observations *done, enum stop_reason reason)
{
	planner->stopping.reason = reason;
	if (plan_is_adaptive(planner)) {
		plan_learn(planner, done, true);
		note_probability(planner);
	}
	return false;
}

static void
count_rows(struct planner *planner, const struct observations *done)
{
	for (; planner->seen < done->count; planner->seen++)
		plan_count_row(planner, done, planner->seen);
	if (!plan_is_adaptive(planner))
		return;
	plan_learn(planner, done, false);
	note_probability(planner);
}

bool
planner_next(struct planner *planner, const struct observations *done, double elapsed_s,
	struct trial *trial)
{
	struct place place;

	count_rows(planner, done);
	if (nothing_to_advise(planner))
		return stop(planner, done, STOP_FAILED);
	if (elapsed_s >= planner->arg.budget_s)
		return stop(planner, done, STOP_BUDGET);
	if (places_next_warmup(planner, &place))
		return begin_warmup(planner, &place, trial);
	if (plan_asked(planner) >= plan_run_bound(planner))
		return stop(planner, done, STOP_MAX_RUNS);
	if (!places_next(planner, done, &place))
		return stop(
			planner, done, plan_is_adaptive(planner) ? STOP_CONFIDENT : STOP_FIXED);
	if (elapsed_s + arm_expected_s(place.arm) > planner->arg.budget_s)
		return stop(planner, done, STOP_BUDGET);
	return begin_run(planner, &place, trial);
}

struct stopping
planner_stopping(const struct planner *planner)
{
	return planner->stopping;
}
