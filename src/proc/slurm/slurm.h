/*
 * slurm - the measurer whose trials are jobs of a Slurm cluster, several at once.
 *
 * Each trial runs on a node of its own, where `ptbench agent` measures it, so that queueing
 * is never counted. A job that Slurm ends (cancelled, over its limit, its node died) is lost:
 * its row is kept, and the trial is tried once more; lost again, it has failed.
 */
#ifndef PROC_SLURM_SLURM_H
#define PROC_SLURM_SLURM_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strvec.h"
#include "core/cluster.h"
#include "core/measurer.h"
#include "proc/trial_setting.h"

/* Adds the rows of a file like runs.csv, of which ours has one; -1 when it is none. */
typedef int slurm_read_fn(const char *path, struct observations *rows, struct error *error);

struct slurm_arg {
	const char
		*directory; /* of the results; the jobs' files go to slurm/ in it. NULL: none */
	const struct cluster *cluster;
	const struct strvec *engine_args;
	slurm_read_fn *read;
	int jobs; /* in flight, at most one on a node */
	bool span;
	struct trial_setting setting;
};

/* The texts are borrowed for the measurer's life. NULL with STATUS_INTERNAL and a sentence. */
struct measurer *slurm_new(const struct slurm_arg *arg, struct error *error);

/*
 * For --resume: waits for the jobs that a killed ptbench left in the queue, then adds what
 * they measured and `rows` does not have. -1 when a signal came.
 */
int slurm_collect(const char *directory, slurm_read_fn *read, struct observations *rows,
	struct error *error);

/* The largest number that a trial of this measurement had, so that none is used twice. */
int slurm_last_number(const char *directory);

#endif
