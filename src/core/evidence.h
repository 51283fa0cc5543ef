/*
 * evidence - the arms of a posterior, made from observations.
 *
 * The caller owns the struct, the struct its arrays; evidence_release() frees them.
 * evidence_clear() forgets the arms and keeps the memory.
 */
#ifndef CORE_EVIDENCE_H
#define CORE_EVIDENCE_H

#include "core/posterior.h"
#include "core/sample.h"

struct evidence {
	struct posterior_arm *arms;
	size_t arm_count;
	size_t arm_capacity;
	double *log_times; /* POSTERIOR_MAX_RUNS for each arm */
};

#define EVIDENCE_INIT {0}

/* Room for that many arms, none yet. */
void evidence_clear(struct evidence *evidence, size_t arm_count);

struct evidence_arm {
	enum mode mode;
	int workers;
	const struct observations *observations;
	const size_t *rows; /* of this arm; those that are not usable are passed over */
	size_t row_count;
	const struct sample *sample; /* its moments, for when the rows are many; NULL: no run */
};

void evidence_add(struct evidence *evidence, const struct evidence_arm *arm);
void evidence_release(struct evidence *evidence);

#endif
