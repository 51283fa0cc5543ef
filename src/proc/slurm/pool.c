#include "config.h"

#include "proc/slurm/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "proc/slurm/nodes.h"

/* Whether the user chooses nodes, which we would contradict. */
static bool
is_chosen_by_user(const struct strvec *args)
{
	static const char *const options[] = {"-w", "--nodelist", "-x", "--exclude", "-C",
		"--constraint", "-F", "--nodefile"};

	for (size_t i = 0; i < args->count; i++)
		for (size_t k = 0; k < sizeof options / sizeof *options; k++)
			if (strncmp(args->items[i], options[k], strlen(options[k])) == 0)
				return true;
	return false;
}

static void
add_nodes(struct pool *pool, const struct cluster *cluster, int cpus, bool idle)
{
	for (size_t i = 0; i < cluster->count; i++) {
		const struct cluster_node *node = &cluster->nodes[i];

		if (node->usable && node->chosen && node->cpus == cpus && node->idle == idle)
			pool->nodes[pool->count++] =
				(struct pool_node){.name = xstrdup(node->name), .usable = true};
	}
}

void
pool_init(struct pool *pool, const struct cluster *cluster, const struct strvec *engine_args,
	int jobs)
{
	const struct cluster_node *largest = cluster_largest(cluster);

	*pool = (struct pool){.wanted = jobs, .engine_args = engine_args};
	if (largest == NULL || is_chosen_by_user(engine_args))
		return;
	pool->nodes = xcalloc(cluster->count, sizeof *pool->nodes);
	add_nodes(pool, cluster, largest->cpus, true);
	add_nodes(pool, cluster, largest->cpus, false);
}

void
pool_release(struct pool *pool)
{
	for (int i = 0; i < pool->count; i++)
		free(pool->nodes[i].name);
	free(pool->nodes);
	for (size_t i = 0; i < pool->tally_count; i++) {
		free(pool->tallies[i].suite);
		free(pool->tallies[i].trials);
	}
	free(pool->tallies);
	*pool = (struct pool){0};
}

static struct pool_tally *
find_tally(struct pool *pool, const struct trial *trial)
{
	for (size_t i = 0; i < pool->tally_count; i++) {
		struct pool_tally *tally = &pool->tallies[i];

		if (tally->mode == trial->mode && tally->workers == trial->workers &&
			strcmp(tally->suite, trial->suite) == 0)
			return tally;
	}
	ARRAY_GROW(pool->tallies, pool->tally_count, pool->tally_capacity);
	pool->tallies[pool->tally_count] = (struct pool_tally){
		.suite = xstrdup(trial->suite),
		.mode = trial->mode,
		.workers = trial->workers,
		.trials = xcalloc((size_t)pool->count, sizeof(int)),
	};
	return &pool->tallies[pool->tally_count++];
}

/* How good a node is, worst reason first; of equal ones the first in the list wins. */
static bool
is_better(const struct pool *pool, const struct pool_tally *tally, int a, int b)
{
	const struct pool_node *first = &pool->nodes[a];
	const struct pool_node *second = &pool->nodes[b];
	bool spare_first = a >= pool->wanted;
	bool spare_second = b >= pool->wanted;

	if (first->blamed != second->blamed)
		return first->blamed < second->blamed;
	if (spare_first != spare_second)
		return spare_second;
	if (tally->trials[a] != tally->trials[b])
		return tally->trials[a] < tally->trials[b];
	return first->trials < second->trials;
}

int
pool_take(struct pool *pool, const struct trial *trial, int avoid)
{
	int best = -1;

	if (pool->count == 0)
		return -1;

	struct pool_tally *tally = find_tally(pool, trial);
	for (int i = 0; i < pool->count; i++) {
		if (pool->nodes[i].busy || !pool->nodes[i].usable)
			continue;
		if (best < 0 || best == avoid ||
			(i != avoid && is_better(pool, tally, i, best)))
			best = i;
	}
	if (best < 0)
		return -1;
	pool->nodes[best].busy = true;
	pool->nodes[best].trials++;
	tally->trials[best]++;
	return best;
}

void
pool_give_back(struct pool *pool, int node)
{
	if (node >= 0)
		pool->nodes[node].busy = false;
}

void
pool_blame(struct pool *pool, int node)
{
	if (node < 0)
		return;
	pool->nodes[node].blamed++;
	pool_refresh(pool);
}

/* Nodes come back, too: every one of ours is looked up. */
void
pool_refresh(struct pool *pool)
{
	struct cluster cluster = CLUSTER_INIT;
	struct error ignored;

	if (nodes_read(pool->engine_args, &cluster, &ignored) == 0)
		for (size_t i = 0; i < cluster.count; i++)
			for (int k = 0; k < pool->count; k++)
				if (strcmp(cluster.nodes[i].name, pool->nodes[k].name) == 0)
					pool->nodes[k].usable = cluster.nodes[i].usable;
	cluster_release(&cluster);
}

bool
pool_refuses(struct pool *pool, int node)
{
	pool_refresh(pool);
	return !pool->nodes[node].usable;
}

bool
pool_is_whole(const struct pool *pool)
{
	for (int i = 0; i < pool->count; i++)
		if (!pool->nodes[i].usable)
			return false;
	return true;
}
