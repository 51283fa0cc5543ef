/*
 * cluster - the nodes on which a scheduler may run trials.
 *
 * proc/slurm fills it, view explains it. The caller owns the struct, the struct its contents.
 */
#ifndef CORE_CLUSTER_H
#define CORE_CLUSTER_H

#include <stdbool.h>
#include <stddef.h>

struct cluster_node {
	char *name;
	char *partition;
	char *state; /* as the scheduler calls it: "idle", "down*" */
	int cpus;
	int cores; /* physical ones, 0 when unknown */
	double memory_bytes; /* NAN when unknown */
	bool usable; /* takes jobs, now or when it is free */
	bool idle;
	bool chosen; /* in the partition that trials go to */
};

struct cluster {
	struct cluster_node *nodes;
	size_t count;
	size_t capacity;
	char *partition; /* that trials go to, "" where the scheduler's default is unknown */
};

#define CLUSTER_INIT {0}

/* The largest usable node that trials may go to, or NULL: what `auto` means there. */
const struct cluster_node *cluster_largest(const struct cluster *cluster);
void cluster_release(struct cluster *cluster);

#endif
