/*
 * host - reads the machine: affinity, cgroup quotas of v1 and v2 with all ancestors,
 * topology through hwloc, memory.
 */
#ifndef PROC_HOST_H
#define PROC_HOST_H

#include "core/host.h"

/*
 * Fills an empty host; what cannot be read stays unknown. `root` is put before every
 * path of /proc and /sys ("" for the real ones), so that tests can use fixture trees.
 */
void host_read(const char *root, struct host *host);

#endif
