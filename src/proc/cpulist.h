/*
 * cpulist - `--cpus 0-3,8` as a mask for sched_setaffinity().
 */
#ifndef PROC_CPULIST_H
#define PROC_CPULIST_H

#include <sched.h>
#include <stddef.h>

#include "base/error.h"

struct cpulist {
	cpu_set_t *mask; /* NULL: no list was given */
	size_t size; /* of the mask, in bytes */
};

/* `list` may be NULL. -1 with STATUS_USAGE; the caller releases the list. */
int cpulist_parse(const char *list, struct cpulist *cpus, struct error *error);
void cpulist_release(struct cpulist *cpus);

#endif
