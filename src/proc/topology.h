/*
 * topology - physical cores and kinds of cores, as hwloc sees them.
 */
#ifndef PROC_TOPOLOGY_H
#define PROC_TOPOLOGY_H

#include <hwloc.h>

#include "core/host.h"

/* Fills machine_cores, physical_cores and kinds, the last two among the allowed CPUs. */
void topology_read(const char *root, hwloc_const_bitmap_t allowed, struct host *host);

#endif
