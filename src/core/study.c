#include "config.h"

#include "core/study.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define TRIES 8 /* draws for a challenger that is not in the round yet */

/*
 * The first design: the sequential form, the largest count and the geometric middle between
 * them. For the laws of core/law.h the ends and one inner point carry nearly all of the
 * information about the terms (D-optimality: Kiefer and Wolfowitz 1959).
 */
static void
choose_opening(struct study *study)
{
	const struct arm *last = &study->arms[study->arm_count - 1];
	double middle = 0.5 * log(last->workers);
	size_t best = 0;

	for (size_t i = 1; i < study->arm_count; i++)
		if (fabs(log(study->arms[i].workers) - middle) <
			fabs(log(study->arms[best].workers) - middle))
			best = i;
	study->arms[0].opening = true;
	study->arms[best].opening = true;
	study->arms[study->arm_count - 1].opening = true;
}

void
study_init(struct study *study, const char *suite, const struct counts *counts,
	bool one_is_sequential)
{
	*study = (struct study){.suite = suite, .probability = UNKNOWN};
	study->arms = xcalloc(counts->count + 1, sizeof *study->arms);
	study->believed = xcalloc(counts->count + 1, sizeof *study->believed);
	study->arms[study->arm_count++] = (struct arm){.mode = MODE_SEQ, .workers = 1};
	for (size_t i = 0; i < counts->count; i++) {
		int workers = counts->items[i].workers;

		if (workers > 1 || !one_is_sequential)
			study->arms[study->arm_count++] =
				(struct arm){.mode = MODE_PAR, .workers = workers};
	}
	choose_opening(study);
}

void
study_release(struct study *study)
{
	evidence_release(&study->evidence);
	posterior_release(&study->posterior);
	free(study->believed);
	free(study->arms);
	*study = (struct study){0};
}

struct arm *
study_arm(struct study *study, const struct observation *row)
{
	for (size_t i = 0; i < study->arm_count; i++)
		if (study->arms[i].mode == (enum mode)row->mode &&
			study->arms[i].workers == row->workers)
			return &study->arms[i];
	return NULL;
}

static void
count_failure(struct study *study, struct arm *arm)
{
	if (arm->mode != MODE_SEQ) {
		arm->failed = true;
		return;
	}
	/* A sequential form that passed before is flaky, and still the only baseline. */
	if (arm->passed > 0)
		return;
	for (size_t i = 0; i < study->arm_count; i++)
		study->arms[i].failed = true;
}

void
study_count(struct study *study, struct arm *arm, const struct observation *row)
{
	if (row->warmup) {
		if (arm->warm_in_flight > 0)
			arm->warm_in_flight--;
		else
			arm->warmups++;
	} else {
		arm->runs++;
		if (arm->in_flight > 0)
			arm->in_flight--;
	}
	if (observation_succeeded(row))
		arm->passed++;
	else
		count_failure(study, arm);
	if (isfinite(row->wall_s)) {
		arm->total_s += row->wall_s;
		arm->timed++;
	}
	study->stale = true;
}

bool
study_alive(const struct study *study)
{
	for (size_t i = 0; i < study->arm_count; i++)
		if (!study->arms[i].failed)
			return true;
	return false;
}

bool
study_has_parallel(const struct study *study)
{
	for (size_t i = 0; i < study->arm_count; i++)
		if (study->arms[i].mode == MODE_PAR && !study->arms[i].failed)
			return true;
	return false;
}

int
study_asked(const struct study *study)
{
	int asked = 0;

	for (size_t i = 0; i < study->arm_count; i++)
		asked += study->arms[i].runs + study->arms[i].in_flight;
	return asked;
}

double
arm_expected_s(const struct arm *arm)
{
	return arm->timed > 0 ? arm->total_s / arm->timed : UNKNOWN;
}

/* The evidence of every arm that may be advised; false where nothing can be compared yet. */
static bool
gather(struct study *study, const struct observations *done)
{
	struct samples samples;
	size_t measured = 0;

	samples_make(done, study->suite, &samples);
	evidence_clear(&study->evidence, study->arm_count);
	for (size_t i = 0; i < study->arm_count; i++) {
		struct arm *arm = &study->arms[i];
		const struct sample *sample = samples_find(&samples, arm->mode, arm->workers);

		if (arm->failed)
			continue;
		arm->used = sample != NULL ? sample->used : 0;
		/* Nor may the sequential form before it ran, as in core/advice.c. */
		if (arm->mode == MODE_SEQ && arm->used == 0)
			continue;
		measured += arm->used > 0;
		study->believed[study->evidence.arm_count] = i;
		evidence_add(&study->evidence,
			&(struct evidence_arm){.mode = arm->mode,
				.workers = arm->workers,
				.observations = done,
				.rows = sample != NULL ? sample->rows : NULL,
				.row_count = sample != NULL ? sample->row_count : 0,
				.sample = sample});
	}
	samples_release(&samples);
	return measured > 1 || (measured == 1 && study->evidence.arm_count == 1);
}

void
study_learn(
	struct study *study, const struct observations *done, double tolerance, gsl_rng *random)
{
	if (!study->stale)
		return;
	study->stale = false;
	study->known = gather(study, done);
	if (!study->known)
		return;
	posterior_draw(&study->posterior,
		&(struct posterior_arg){
			.arms = study->evidence.arms,
			.arm_count = study->evidence.arm_count,
			.tolerance = tolerance,
			.random = random,
		});
	study->pick = study->believed[study->posterior.pick];
	study->probability = study->posterior.within[study->posterior.pick];
}

static int
asked_of(const struct arm *arm)
{
	return arm->used + arm->in_flight;
}

struct arm *
study_choose(struct study *study, double tolerance, gsl_rng *random)
{
	struct arm *pick = &study->arms[study->pick];

	for (int i = 0; i < TRIES; i++) {
		struct arm *challenger = &study->arms[study->believed[posterior_challenger(
			&study->posterior, tolerance, random)]];
		bool rather = asked_of(challenger) < asked_of(pick);

		if (!pick->in_round && !pick->failed && (!rather || challenger->in_round))
			return pick;
		if (!challenger->in_round && !challenger->failed)
			return challenger;
	}
	return NULL;
}
