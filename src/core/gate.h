/*
 * gate - does a --fail-if expression trip? Only when the whole 95 % interval is beyond it.
 */
#ifndef CORE_GATE_H
#define CORE_GATE_H

#include "core/compare.h"

/* Fills value and tripped; -1 with STATUS_USAGE when the gate's figure does not exist. */
int gate_judge(const struct comparison *comparison, struct gate_outcome *outcome,
	struct error *error);

#endif
