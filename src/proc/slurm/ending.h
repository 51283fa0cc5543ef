/*
 * ending - how a job that gave no good result ended, by what Slurm and its files say.
 */
#ifndef PROC_SLURM_ENDING_H
#define PROC_SLURM_ENDING_H

#include <stdbool.h>

#include "base/error.h"
#include "proc/slurm/job.h"

struct ending {
	char text[1000]; /* "its job 12 on n1 was cancelled" */
};

/* Asks until Slurm has written down how the job of that name ended; a few seconds at most. */
void ending_query(const char *name, struct job_state *state);

/*
 * Whether it was the agent's own error or Slurm's refusal, which no other attempt would mend;
 * then the error is filled.
 */
bool ending_is_refusal(
	const struct job *job, const struct job_state *state, struct error *error);

/*
 * Whether Slurm or somebody else ended the job: cancelled, out of time, lost with its node. The
 * command's failure tells nothing then.
 */
bool ending_from_outside(const char *name);

/* Otherwise the job was lost, and this is how. */
void ending_tell(const struct job *job, const struct job_state *state, struct ending *ending);

#endif
