#include "config.h"

#include "core/plan.h"

#include <limits.h>
#include <string.h>

#define OPENING_RUNS 2 /* of the first design's arms */
#define PICK_RUNS    4 /* of the pick at least: with 3 it is more often wrong */
#define RUNS_AN_ARM  10 /* the bound where none is given: what a careful fixed design takes */
#define LEAST_BOUND  40

bool
plan_is_adaptive(const struct planner *planner)
{
	return planner->arg.runs <= 0;
}

static struct study *
find_study(struct planner *planner, const char *suite)
{
	for (size_t i = 0; i < planner->study_count; i++)
		if (strcmp(planner->studies[i].suite, suite) == 0)
			return &planner->studies[i];
	return NULL;
}

int
plan_asked(const struct planner *planner)
{
	int asked = 0;

	for (size_t i = 0; i < planner->study_count; i++)
		asked += study_asked(&planner->studies[i]);
	return asked;
}

/* The trials in flight or done, warm-ups too: what every random choice depends on. */
static uint64_t
asked_in_all(const struct planner *planner)
{
	uint64_t asked = (uint64_t)plan_asked(planner);

	for (size_t i = 0; i < planner->study_count; i++)
		for (size_t j = 0; j < planner->studies[i].arm_count; j++)
			asked += (uint64_t)planner->studies[i].arms[j].warmups;
	return asked;
}

void
plan_seed(struct planner *planner, enum random_use use)
{
	random_seed(planner->random, planner->arg.seed, asked_in_all(planner), use);
}

/* The runs that an arm gets whatever they tell. */
int
plan_runs_due(const struct planner *planner, const struct arm *arm)
{
	int least = planner->arg.min_runs;

	if (!plan_is_adaptive(planner))
		return planner->arg.runs;
	return arm->opening && least < OPENING_RUNS ? OPENING_RUNS : least;
}

bool
plan_is_due(const struct planner *planner, const struct arm *arm)
{
	return !arm->failed && arm->runs + arm->in_flight < plan_runs_due(planner, arm);
}

/* Whether the study still gets the runs that are due, in this round or another. */
bool
plan_has_due(const struct planner *planner, const struct study *study)
{
	for (size_t i = 0; i < study->arm_count; i++)
		if (plan_is_due(planner, &study->arms[i]))
			return true;
	return false;
}

bool
plan_is_settled(const struct planner *planner, const struct study *study)
{
	return study->known && study->probability >= planner->arg.confidence &&
		study->arms[study->pick].used >= PICK_RUNS;
}

/* Draws the posterior of every study that got new rows: of no use while runs are due anyway. */
void
plan_learn(struct planner *planner, const struct observations *done, bool due_too)
{
	for (size_t i = 0; i < planner->study_count; i++) {
		struct study *study = &planner->studies[i];

		if ((!due_too && plan_has_due(planner, study)) || !study_alive(study))
			continue;
		posterior_seed(planner->random, planner->arg.seed, done->count);
		study_learn(study, done, planner->arg.tolerance, planner->random);
	}
}

/*
 * A suite rests in a round that begins when it is settled. Only whole rounds decide: their
 * blocks are complete, and a lucky streak has to last for a round.
 */
void
plan_begin_round(struct planner *planner, int round, const struct observations *done)
{
	planner->round = round;
	planner->position = 0;
	if (plan_is_adaptive(planner))
		plan_learn(planner, done, false);
	for (size_t i = 0; i < planner->study_count; i++) {
		struct study *study = &planner->studies[i];

		study->resting = plan_is_settled(planner, study);
		study->choosing = plan_is_adaptive(planner) && study->known &&
			!plan_has_due(planner, study);
		for (size_t j = 0; j < study->arm_count; j++)
			study->arms[j].in_round = false;
	}
}

/*
 * Rows of trials that this planner asked for are where it put them. Those of a resumed
 * measurement are replayed: what was known when a round began is what stood before its first
 * row.
 */
void
plan_count_row(struct planner *planner, const struct observations *done, size_t index)
{
	const struct observation *row = &done->rows[index];
	struct study *study = find_study(planner, row->suite);
	struct arm *arm = study != NULL ? study_arm(study, row) : NULL;
	struct observations before = *done;

	if (arm == NULL || observation_lost(row))
		return;
	before.count = index;
	if (!row->warmup && row->round > planner->round)
		plan_begin_round(planner, row->round, &before);
	study_count(study, arm, row);
	if (row->warmup) {
		if (row->position > planner->warm_position)
			planner->warm_position = row->position;
		return;
	}
	planner->stopping.runs++;
	if (row->round == planner->round) {
		arm->in_round = true;
		if (row->position > planner->position)
			planner->position = row->position;
	}
}

int
plan_run_bound(const struct planner *planner)
{
	int bound = 0;

	if (planner->arg.max_runs > 0)
		return planner->arg.max_runs;
	if (!plan_is_adaptive(planner))
		return INT_MAX;
	for (size_t i = 0; i < planner->study_count; i++) {
		int own = RUNS_AN_ARM * (int)planner->studies[i].arm_count;
		bound += own > LEAST_BOUND ? own : LEAST_BOUND;
	}
	return bound;
}

/* The least sure of the suites: what the whole measurement waits for. */
const struct study *
plan_least_sure(const struct planner *planner)
{
	const struct study *least = NULL;

	for (size_t i = 0; i < planner->study_count; i++) {
		const struct study *study = &planner->studies[i];
		if (study->known && study_alive(study) &&
			(least == NULL || study->probability < least->probability))
			least = study;
	}
	return least;
}
