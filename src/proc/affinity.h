/*
 * affinity - the CPUs on which this process may run, however many there are.
 */
#ifndef PROC_AFFINITY_H
#define PROC_AFFINITY_H

#include <hwloc.h>
#include <sched.h>
#include <stddef.h>

/* sched_getaffinity() of this process, or a test's stand-in for it. */
typedef int affinity_getter(size_t size, cpu_set_t *mask);

/* The allowed CPUs, empty when they cannot be told; the caller frees the bitmap. */
hwloc_bitmap_t affinity_read(affinity_getter *getter);

/* The same for the machine below a root prefix: from its files when the prefix is not "". */
hwloc_bitmap_t affinity_of(const char *root);

#endif
