/*
 * pool - which node a trial goes to: a free one, and of these the one where this form and
 * count was least often, so that rounds stay balanced over the nodes.
 */
#ifndef PROC_SLURM_POOL_H
#define PROC_SLURM_POOL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strvec.h"
#include "core/cluster.h"
#include "core/measurer.h"

struct pool_node {
	char *name;
	bool usable;
	bool busy; /* one of our jobs is there */
	int blamed; /* jobs that were lost there */
	int trials;
};

/* How often one form and count of a suite was sent to each node. */
struct pool_tally {
	char *suite;
	enum mode mode;
	int workers;
	int *trials; /* one for each node */
};

struct pool {
	struct pool_node *nodes;
	int count; /* 0: Slurm chooses */
	int wanted; /* nodes that are used as long as they work: the first ones */
	struct pool_tally *tallies;
	size_t tally_count;
	size_t tally_capacity;
	const struct strvec *engine_args; /* borrowed */
};

/*
 * The usable nodes of the largest kind, idle ones first. Empty where the engine's arguments
 * choose nodes themselves.
 */
void pool_init(struct pool *pool, const struct cluster *cluster,
	const struct strvec *engine_args, int jobs);
void pool_release(struct pool *pool);

/* A node for the trial, rather not `avoid` (-1 for none); -1: Slurm is to choose. */
int pool_take(struct pool *pool, const struct trial *trial, int avoid);
void pool_give_back(struct pool *pool, int node); /* -1 is fine */
void pool_blame(struct pool *pool, int node);

/* Asks Slurm anew which nodes take jobs. */
void pool_refresh(struct pool *pool);
bool pool_is_whole(const struct pool *pool); /* none of them was out of order when asked */

/* Asks Slurm anew; whether the node takes no jobs any more. */
bool pool_refuses(struct pool *pool, int node);

#endif
