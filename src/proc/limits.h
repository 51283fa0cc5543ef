/*
 * limits - what the control groups above this process allow it.
 */
#ifndef PROC_LIMITS_H
#define PROC_LIMITS_H

#include "core/host.h"

/* Fills quotas and quota_cpus, own group first, one entry for every group that has the file. */
void limits_read_cpu(const char *root, struct host *host);

/* Fills memory_limits, memory_bytes, machine_memory_bytes and available_bytes. */
void limits_read_memory(const char *root, struct host *host);

#endif
