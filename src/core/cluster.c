#include "config.h"

#include "core/cluster.h"

#include <stdlib.h>

const struct cluster_node *
cluster_largest(const struct cluster *cluster)
{
	const struct cluster_node *largest = NULL;

	for (size_t i = 0; i < cluster->count; i++) {
		const struct cluster_node *node = &cluster->nodes[i];

		if (node->usable && node->chosen &&
			(largest == NULL || node->cpus > largest->cpus))
			largest = node;
	}
	return largest;
}

void
cluster_release(struct cluster *cluster)
{
	for (size_t i = 0; i < cluster->count; i++) {
		free(cluster->nodes[i].name);
		free(cluster->nodes[i].partition);
		free(cluster->nodes[i].state);
	}
	free(cluster->nodes);
	free(cluster->partition);
	*cluster = (struct cluster)CLUSTER_INIT;
}
