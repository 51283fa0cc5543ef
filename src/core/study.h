/*
 * study - one suite under measurement: what was asked for, what came back, what is believed.
 *
 * An arm is one mode and count of the suite. The planner (core/planner.h) shares the rounds
 * out among the studies; a study says which of its arms are worth a run. The caller owns the
 * struct, the struct its contents; study_release() frees them.
 */
#ifndef CORE_STUDY_H
#define CORE_STUDY_H

#include <gsl/gsl_rng.h>
#include <stdbool.h>

#include "core/counts.h"
#include "core/evidence.h"
#include "core/observation.h"
#include "core/posterior.h"

struct arm {
	enum mode mode;
	int workers;
	int runs; /* rows, warm-ups not counted */
	int used; /* of these: passed and not flagged as slow */
	int in_flight;
	int warmups; /* asked for */
	int warm_in_flight;
	int passed; /* rows that passed, warm-ups too */
	bool failed; /* asked for no more */
	bool opening; /* part of the first design */
	bool in_round; /* asked for in the current round */
	double total_s; /* of all its rows */
	int timed; /* how many these were */
};

struct study {
	const char *suite; /* borrowed */
	struct arm *arms; /* the sequential form first */
	size_t arm_count;
	struct evidence evidence;
	struct posterior posterior;
	size_t *believed; /* the arm that each of the posterior's arms is */
	bool known; /* there is a posterior */
	bool resting; /* settled when the current round began: not in it */
	bool choosing; /* the current round has no runs that are due, but those chosen */
	bool exhausted; /* no arm is left that is worth a place in this round */
	bool stale; /* rows came in since it was drawn */
	size_t pick; /* the arm that is most probably within tolerance of the best */
	double probability;
};

void study_init(struct study *study, const char *suite, const struct counts *counts,
	bool one_is_sequential);
void study_release(struct study *study);

/* The arm of a row of this suite, or NULL. */
struct arm *study_arm(struct study *study, const struct observation *row);

/* Counts a row of this arm. */
void study_count(struct study *study, struct arm *arm, const struct observation *row);

/* Whether an arm is left that may be asked for; whether one with workers is. */
bool study_alive(const struct study *study);
bool study_has_parallel(const struct study *study);

/* Trials asked for: in flight or done, without warm-ups. */
int study_asked(const struct study *study);

/* The seconds that the next run of the arm will probably take; NAN when nothing is known. */
double arm_expected_s(const struct arm *arm);

/* Draws the posterior anew when rows came in. */
void study_learn(struct study *study, const struct observations *done, double tolerance,
	gsl_rng *random);

/*
 * The arm that another run tells most about: of the pick and its challenger, the one that is
 * known less. NULL when both are in the current round already.
 */
struct arm *study_choose(struct study *study, double tolerance, gsl_rng *random);

#endif
