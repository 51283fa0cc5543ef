/*
 * job - one trial as one Slurm job: `srun` (or `salloc` for commands that span nodes) with
 * ptbench itself as a small agent on the node.
 *
 * srun asks for the allocation at once, where sbatch waits for the scheduler's next round (a
 * second), and carries the agent's row back without a shared folder. It is started in a
 * session of its own: it outlives a ptbench that is killed, and what its job measured is found
 * later.
 */
#ifndef PROC_SLURM_JOB_H
#define PROC_SLURM_JOB_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/measurer.h"
#include "proc/trial_setting.h"

/* What all jobs of a measurement have in common; texts are borrowed. */
struct job_setting {
	const char *program; /* ptbench, where the nodes find it */
	const char *directory; /* the jobs' own files are here */
	const char *logs; /* the commands' output goes here, "" for nowhere */
	const char *mark; /* the session: begins the names of its jobs */
	const struct strvec *engine_args;
	struct trial_setting trial;
	bool span;
	int node_cpus; /* no job asks for more */
};

struct job {
	struct trial trial;
	int attempt; /* from 1 */
	int node; /* where it was sent: an index, -1 when Slurm chooses */
	pid_t pid; /* of srun; 0 when the slot is free */
	int status; /* of srun, once it has ended */
	double start_s;
	bool cancelled; /* by us */
	bool move; /* cancelled because its node cannot take it: to another one */
	char *name;
	char *row; /* file with what the agent printed */
	char *complaints; /* file with what Slurm said */
};

/* Submits it; `node` is a name or NULL. -1 when srun cannot be started. */
int job_start(const struct job_setting *setting, const char *node, struct job *job,
	struct error *error);

/* The words of the command; for job_start() and tests. */
void job_arguments(const struct job_setting *setting, const char *node, const struct job *job,
	struct strvec *argv);

/* How Slurm says that a job stands. */
struct job_state {
	char id[32]; /* "" when Slurm does not know the job */
	char state[32]; /* "RUNNING", "CANCELLED", "NODE_FAIL", .. */
	char reason[64];
	char node[256];
};

/* By the job's name. */
void job_query(const char *name, struct job_state *state);

/* Cancels by the job's own id; what is not known to Slurm any more is left alone. */
void job_cancel(struct job *job);

/* The last line that says what is wrong, in one line, "" for none. */
void job_complaint(const struct job *job, struct strbuf *text);

/* Forgets the job; its files stay. */
void job_release(struct job *job);

/* Whether jobs of that session are in Slurm's queue. */
bool jobs_queued(const char *mark);

#endif
