/*
 * gate - does a --fail-if expression trip? Only when the whole 95 % interval is beyond it.
 */
#ifndef CORE_GATE_H
#define CORE_GATE_H

#include "core/compare.h"

/*
 * "time > 5%", "time@4 > 5%", "time@seq > 5%", "serial > 2pp", "memory > 10%", "advice-changes".
 * -1 with STATUS_USAGE. The caller frees it with gate_release().
 */
int gate_parse(const char *expression, struct gate *gate, struct error *error);
void gate_release(struct gate *gate);

/*
 * Judges every gate at every stage but BASE, into comparison->gates; the gates are borrowed for
 * its life. -1 with STATUS_USAGE when a gate's figure does not exist.
 */
int gates_judge(const struct gate *gates, size_t count, struct comparison *comparison,
	struct error *error);

/* Whether one of them tripped. */
bool gates_tripped(const struct comparison *comparison);

#endif
