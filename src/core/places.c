#include "config.h"

#include "core/places.h"

#include <assert.h>
#include <gsl/gsl_rng.h>
#include <limits.h>

#include "core/random.h"

#define ROUND_CHOICES 4 /* chosen arms in a round, beside the sequential form */

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
	if (plan_is_due(planner, arm))
		return true;
	return plan_is_adaptive(planner) && arm->mode == MODE_SEQ &&
		!plan_has_due(planner, study) && !study->resting;
}

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
	plan_seed(planner, USE_DRAW);
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
		plan_seed(planner, USE_CHOOSE);
		place->arm =
			study_choose(place->study, planner->arg.tolerance, planner->random);
		if (place->arm != NULL)
			return true;
		place->study->exhausted = true;
	}
	return false;
}

bool
places_next(struct planner *planner, const struct observations *done, struct place *place)
{
	if (fill_place(planner, place))
		return true;
	plan_begin_round(planner, planner->round + 1, done);
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
bool
places_next_warmup(struct planner *planner, struct place *place)
{
	int round = warm_round(planner);
	unsigned long count = 0;

	*place = (struct place){NULL, NULL};
	if (round >= planner->arg.warmup)
		return false;
	plan_seed(planner, USE_DRAW);
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
			/* Each as likely as the other, in one pass (Vitter 1985, algorithm R). */
			if (gsl_rng_uniform_int(planner->random, ++count) == 0)
				*place = (struct place){study, arm};
		}
	}
	/* The round is that of the arm that was warmed up least. */
	assert(place->arm != NULL);
	return true;
}
