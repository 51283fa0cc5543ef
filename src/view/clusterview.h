/*
 * clusterview - `ptbench host --engine slurm`: partitions, nodes, and what `auto` is there.
 */
#ifndef VIEW_CLUSTERVIEW_H
#define VIEW_CLUSTERVIEW_H

#include "base/strbuf.h"
#include "core/cluster.h"
#include "view/style.h"

void cluster_view(
	const struct cluster *cluster, const struct style *style, struct strbuf *text);

#endif
