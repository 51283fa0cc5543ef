#include "config.h"

#include "core/evidence.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

void
evidence_clear(struct evidence *evidence, size_t arm_count)
{
	if (arm_count > evidence->arm_capacity) {
		evidence->arm_capacity = arm_count;
		evidence->arms =
			xreallocarray(evidence->arms, arm_count, sizeof *evidence->arms);
		evidence->log_times = xreallocarray(evidence->log_times,
			arm_count * POSTERIOR_MAX_RUNS, sizeof *evidence->log_times);
	}
	evidence->arm_count = 0;
}

void
evidence_add(struct evidence *evidence, const struct evidence_arm *arm)
{
	assert(evidence->arm_count < evidence->arm_capacity);
	double *log_times = evidence->log_times + evidence->arm_count * POSTERIOR_MAX_RUNS;
	struct posterior_arm *added = &evidence->arms[evidence->arm_count++];

	*added = (struct posterior_arm){
		.mode = arm->mode, .workers = arm->workers, .log_location = UNKNOWN};
	if (arm->sample == NULL)
		return;
	added->log_location = log(arm->sample->location_s);
	if (arm->sample->usable > POSTERIOR_MAX_RUNS) {
		added->runs = (size_t)arm->sample->used;
		added->log_mean = arm->sample->log.mean;
		added->log_squares = arm->sample->log.squares;
		return;
	}
	added->log_times = log_times;
	for (size_t i = 0; i < arm->row_count; i++) {
		const struct observation *row = &arm->observations->rows[arm->rows[i]];
		if (observation_usable(row))
			log_times[added->runs++] = log(row->wall_s);
	}
}

void
evidence_release(struct evidence *evidence)
{
	free(evidence->arms);
	free(evidence->log_times);
	*evidence = (struct evidence)EVIDENCE_INIT;
}
