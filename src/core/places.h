/*
 * places - which arm the next trial has: the free places of the current round.
 *
 * A round of the fixed design has every arm once. A round of the adaptive one has every arm
 * until each has its least number of runs; from then on it has the sequential form and the
 * arms of which another run tells most. Each free place is as likely as the other.
 */
#ifndef CORE_PLACES_H
#define CORE_PLACES_H

#include <stdbool.h>

#include "core/observation.h"
#include "core/plan.h"
#include "core/study.h"

struct place {
	struct study *study;
	struct arm *arm; /* NULL: to be chosen */
};

/* The next place, in a round that is begun when the current one is full; false: none is left. */
bool places_next(struct planner *planner, const struct observations *done, struct place *place);

/* The same of the warm-up. */
bool places_next_warmup(struct planner *planner, struct place *place);

#endif
