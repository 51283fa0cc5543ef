/*
 * host - reads the machine: affinity, cgroup quotas of v1 and v2 with all ancestors,
 * topology through hwloc, memory.
 */
#ifndef PROC_HOST_H
#define PROC_HOST_H

#include "base/error.h"
#include "core/host.h"

/*
 * Fills an empty host; what cannot be read stays unknown. `root` is put before every
 * path of /proc and /sys ("" for the real ones), so that tests can use fixture trees.
 */
void host_read(const char *root, struct host *host);

/*
 * Makes it the host of a command that is confined to `list` (--cpus 0-3,8; NULL: it is not):
 * affinity, cores and `auto` are those of these CPUs. -1 with STATUS_USAGE when that is no
 * list, or none of them is ours.
 */
int host_confine(struct host *host, const char *list, struct error *error);

#endif
