/*
 * Rounds of trials over the forms and counts of every suite.
 *
 * What was asked for and what came back are counted from the rows, so that a resumed
 * measurement goes on where it was. Every random choice is made by a generator that is
 * seeded with the number of trials so far: equal rows, equal plan.
 *
 * A round of the fixed design has every arm once. A round of the adaptive one has every arm
 * until each has its least number of runs; from then on it has the sequential form and the
 * ROUND_CHOICES arms of which another run tells most.
 */
#include "config.h"

#include "core/planner.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_rng.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "core/random.h"
#include "core/study.h"

#define OPENING_RUNS  2 /* of the first design's arms */
#define PICK_RUNS     4 /* of the pick at least: with 3 it is more often wrong */
#define ROUND_CHOICES 4 /* chosen arms in a round, beside the sequential form */
#define RUNS_AN_ARM                                                                            \
	10 /* the bound where the user gives none: what a careful fixed design takes */
#define LEAST_BOUND 40

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

static bool
is_adaptive(const struct planner *planner)
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

static int
asked_runs(const struct planner *planner)
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
	uint64_t asked = (uint64_t)asked_runs(planner);

	for (size_t i = 0; i < planner->study_count; i++)
		for (size_t j = 0; j < planner->studies[i].arm_count; j++)
			asked += (uint64_t)planner->studies[i].arms[j].warmups;
	return asked;
}

static void
seed(struct planner *planner, enum random_use use)
{
	random_seed(planner->random, planner->arg.seed, asked_in_all(planner), use);
}

/* The runs that an arm gets whatever they tell. */
static int
runs_due(const struct planner *planner, const struct arm *arm)
{
	int least = planner->arg.min_runs;

	if (!is_adaptive(planner))
		return planner->arg.runs;
	return arm->opening && least < OPENING_RUNS ? OPENING_RUNS : least;
}

static bool
is_due(const struct planner *planner, const struct arm *arm)
{
	return !arm->failed && arm->runs + arm->in_flight < runs_due(planner, arm);
}

/* Whether the study still gets the runs that are due, in this round or another. */
static bool
has_due(const struct planner *planner, const struct study *study)
{
	for (size_t i = 0; i < study->arm_count; i++)
		if (is_due(planner, &study->arms[i]))
			return true;
	return false;
}

static bool
is_settled(const struct planner *planner, const struct study *study)
{
	return study->known && study->probability >= planner->arg.confidence &&
		study->arms[study->pick].used >= PICK_RUNS;
}

/* Draws the posterior of every study that got new rows: of no use while runs are due anyway. */
static void
learn(struct planner *planner, const struct observations *done, bool due_too)
{
	for (size_t i = 0; i < planner->study_count; i++) {
		struct study *study = &planner->studies[i];

		if ((!due_too && has_due(planner, study)) || !study_alive(study))
			continue;
		posterior_seed(planner->random, planner->arg.seed, done->count);
		study_learn(study, done, planner->arg.tolerance, planner->random);
	}
}

/*
 * A suite rests in a round that begins when it is settled. Only whole rounds decide: their
 * blocks are complete, and a lucky streak has to last for a round.
 */
static void
begin_round(struct planner *planner, int round, const struct observations *done)
{
	planner->round = round;
	planner->position = 0;
	if (is_adaptive(planner))
		learn(planner, done, false);
	for (size_t i = 0; i < planner->study_count; i++) {
		struct study *study = &planner->studies[i];

		study->resting = is_settled(planner, study);
		study->choosing =
			is_adaptive(planner) && study->known && !has_due(planner, study);
		for (size_t j = 0; j < study->arm_count; j++)
			study->arms[j].in_round = false;
	}
}

/*
 * Rows of trials that this planner asked for are where it put them. Those of a resumed
 * measurement are replayed: what was known when a round began is what stood before its first
 * row.
 */
static void
count_row(struct planner *planner, const struct observations *done, size_t index)
{
	const struct observation *row = &done->rows[index];
	struct study *study = find_study(planner, row->suite);
	struct arm *arm = study != NULL ? study_arm(study, row) : NULL;
	struct observations before = *done;

	if (arm == NULL || observation_lost(row))
		return;
	before.count = index;
	if (!row->warmup && row->round > planner->round)
		begin_round(planner, row->round, &before);
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

/* The places that a study has left in the current round beside the sequential form's. */
static int
choices_left(const struct study *study)
{
	int chosen = 0;
	int free_arms = 0;

	if (!study->choosing || study->resting || study->exhausted)
		return 0;
	for (size_t i = 1; i < study->arm_count; i++) {
		chosen += study->arms[i].in_round;
		free_arms += !study->arms[i].in_round && !study->arms[i].failed;
	}
	int left = ROUND_CHOICES - chosen;
	return left < free_arms ? left : free_arms;
}

/* Whether this arm must still be in this round. */
static bool
is_wanted(const struct planner *planner, const struct study *study, const struct arm *arm)
{
	if (arm->failed || arm->in_round)
		return false;
	if (is_due(planner, arm))
		return true;
	return is_adaptive(planner) && arm->mode == MODE_SEQ && !has_due(planner, study) &&
		!study->resting;
}

struct place {
	struct study *study;
	struct arm *arm; /* NULL: to be chosen */
};

/* The n-th place that is free in this round; false beyond the last, with *n their number. */
static bool
find_place(struct planner *planner, unsigned long *n, struct place *place)
{
	unsigned long count = 0;

	for (size_t i = 0; i < planner->study_count; i++) {
		struct study *study = &planner->studies[i];
		int choices = choices_left(study);

		for (size_t j = 0; j < study->arm_count; j++) {
			if (!is_wanted(planner, study, &study->arms[j]))
				continue;
			*place = (struct place){study, &study->arms[j]};
			if (count++ == *n)
				return true;
		}
		for (int j = 0; j < choices; j++) {
			*place = (struct place){study, NULL};
			if (count++ == *n)
				return true;
		}
	}
	*n = count;
	return false;
}

/* One of the free places of this round, each as likely as the other. */
static bool
draw_place(struct planner *planner, struct place *place)
{
	unsigned long count = ULONG_MAX;

	find_place(planner, &count, place);
	if (count == 0)
		return false;
	seed(planner, USE_DRAW);
	unsigned long drawn = gsl_rng_uniform_int(planner->random, count);
	find_place(planner, &drawn, place);
	return true;
}

/* The same with its arm; a suite that has none left worth a run closes its round early. */
static bool
fill_place(struct planner *planner, struct place *place)
{
	for (size_t i = 0; i < planner->study_count; i++)
		planner->studies[i].exhausted = false;
	while (draw_place(planner, place)) {
		if (place->arm != NULL)
			return true;
		seed(planner, USE_CHOOSE);
		place->arm =
			study_choose(place->study, planner->arg.tolerance, planner->random);
		if (place->arm != NULL)
			return true;
		place->study->exhausted = true;
	}
	return false;
}

static bool
next_place(struct planner *planner, const struct observations *done, struct place *place)
{
	if (fill_place(planner, place))
		return true;
	begin_round(planner, planner->round + 1, done);
	return fill_place(planner, place);
}

/* The round in which an arm is warmed up next. */
static int
warm_round(const struct planner *planner)
{
	int least = planner->arg.warmup;

	for (size_t i = 0; i < planner->study_count; i++)
		for (size_t j = 0; j < planner->studies[i].arm_count; j++) {
			const struct arm *arm = &planner->studies[i].arms[j];
			if (!arm->failed && arm->warmups < least)
				least = arm->warmups;
		}
	return least;
}

/* A warm-up round begins with the sequential forms, so that a broken suite is known at once. */
static bool
next_warmup(struct planner *planner, struct place *place)
{
	int round = warm_round(planner);
	unsigned long count = 0;

	*place = (struct place){NULL, NULL};
	if (round >= planner->arg.warmup)
		return false;
	seed(planner, USE_DRAW);
	for (size_t i = 0; i < planner->study_count; i++) {
		struct study *study = &planner->studies[i];
		for (size_t j = 0; j < study->arm_count; j++) {
			struct arm *arm = &study->arms[j];
			if (arm->failed || arm->warmups != round)
				continue;
			if (arm->mode == MODE_SEQ) {
				*place = (struct place){study, arm};
				return true;
			}
			/* Each as likely as the other, in one pass (Vitter 1985, algorithm R).
			 */
			if (gsl_rng_uniform_int(planner->random, ++count) == 0)
				*place = (struct place){study, arm};
		}
	}
	/* The round is that of the arm that was warmed up least. */
	assert(place->arm != NULL);
	return true;
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
ask_warmup(struct planner *planner, const struct place *place, struct trial *trial)
{
	place->arm->warmups++;
	place->arm->warm_in_flight++;
	planner->warm_position++;
	fill_trial(planner, place, true, trial);
	return true;
}

static bool
ask_run(struct planner *planner, const struct place *place, struct trial *trial)
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

static int
run_bound(const struct planner *planner)
{
	int bound = 0;

	if (planner->arg.max_runs > 0)
		return planner->arg.max_runs;
	if (!is_adaptive(planner))
		return INT_MAX;
	for (size_t i = 0; i < planner->study_count; i++) {
		int own = RUNS_AN_ARM * (int)planner->studies[i].arm_count;
		bound += own > LEAST_BOUND ? own : LEAST_BOUND;
	}
	return bound;
}

/* The least sure of the suites: what the whole measurement waits for. */
static const struct study *
least_sure(const struct planner *planner)
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

static void
note_probability(struct planner *planner)
{
	const struct study *least = least_sure(planner);

	planner->stopping.probability = least != NULL ? least->probability : UNKNOWN;
}

static bool
stop(struct planner *planner, const struct observations *done, enum stop_reason reason)
{
	planner->stopping.reason = reason;
	if (is_adaptive(planner)) {
		learn(planner, done, true);
		note_probability(planner);
	}
	return false;
}

static void
count_rows(struct planner *planner, const struct observations *done)
{
	for (; planner->seen < done->count; planner->seen++)
		count_row(planner, done, planner->seen);
	if (!is_adaptive(planner))
		return;
	learn(planner, done, false);
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
	if (next_warmup(planner, &place))
		return ask_warmup(planner, &place, trial);
	if (asked_runs(planner) >= run_bound(planner))
		return stop(planner, done, STOP_MAX_RUNS);
	if (!next_place(planner, done, &place))
		return stop(planner, done, is_adaptive(planner) ? STOP_CONFIDENT : STOP_FIXED);
	if (elapsed_s + arm_expected_s(place.arm) > planner->arg.budget_s)
		return stop(planner, done, STOP_BUDGET);
	return ask_run(planner, &place, trial);
}

struct stopping
planner_stopping(const struct planner *planner)
{
	return planner->stopping;
}

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
			due += fmax(runs_due(planner, &study->arms[i]), study->arms[i].runs);
	if (!is_adaptive(planner))
		return (int)due;
	if (!study->known)
		return (int)ceil(1.6 * due);
	if (is_settled(planner, study))
		return (int)runs;
	double wanted = gsl_cdf_ugaussian_Pinv(fmin(planner->arg.confidence, 0.9999));
	double reached = gsl_cdf_ugaussian_Pinv(fmin(study->probability, 0.9999));
	double more = reached > 0.3 ? fmin(wanted * wanted / (reached * reached), 3.0) : 3.0;
	return (int)ceil(fmax(runs * more, runs + 1.0));
}

struct planner_progress
planner_progress(const struct planner *planner)
{
	const struct study *least = least_sure(planner);
	struct planner_progress progress = {
		.done = planner->stopping.runs,
		.exact = !is_adaptive(planner),
		.probability = planner->stopping.probability,
		.wanted = is_adaptive(planner) ? planner->arg.confidence : UNKNOWN,
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
	if (progress.expected > run_bound(planner))
		progress.expected = run_bound(planner);
	progress.remaining_s = (progress.expected - progress.done) * (total_s / timed);
	if (least != NULL) {
		progress.best_mode = least->arms[least->pick].mode;
		progress.best_workers = least->arms[least->pick].workers;
	}
	return progress;
}
