/*
 * nodes - what `sinfo` tells of the cluster.
 */
#ifndef PROC_SLURM_NODES_H
#define PROC_SLURM_NODES_H

#include "base/error.h"
#include "base/strvec.h"
#include "core/cluster.h"
#include "core/host.h"

/*
 * Fills an empty cluster; the partition is the one that the engine's arguments name, else the
 * default. -1 with STATUS_INTERNAL and a sentence where there is no Slurm or it refuses.
 */
int nodes_read(const struct strvec *engine_args, struct cluster *cluster, struct error *error);

/* The text of sinfo -h -N -o NODES_FORMAT; for nodes_read() and tests. */
#define NODES_FORMAT "%N|%c|%z|%m|%P|%T"
void nodes_parse(const char *text, const struct strvec *engine_args, struct cluster *cluster);

/* Fills an empty host with the node that trials get: `auto` is its CPUs. */
int nodes_host(const struct cluster *cluster, struct host *host, struct error *error);

#endif
