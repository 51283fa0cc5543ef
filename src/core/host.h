/*
 * host - the machine as this process may use it: every ingredient of `auto`.
 *
 * proc/host fills it; io writes and reads it; view explains it. Unknown numbers
 * are 0 for counts and NAN for figures, unknown texts "".
 */
#ifndef CORE_HOST_H
#define CORE_HOST_H

#include <stdbool.h>
#include <stddef.h>

/* One limit on the CPU time of a control group on the way to the root. */
struct cpu_quota {
	char *group;      /* path of the group as the kernel names it */
	int version;      /* 1 or 2 */
	double quota_us;  /* as written there; NAN for "max" */
	double period_us;
	double cpus;      /* quota / period, NAN for none */
};

/* A kind of core of a hybrid processor. */
struct core_kind {
	char *name;
	int cores;
	int capacity; /* relative, 1024 is the fastest */
};

struct host {
	char *name;
	char *cpu_model;
	char *kernel;
	int logical_cpus;     /* of the machine */
	int physical_cores;   /* among the allowed CPUs */
	int affinity_cpus;    /* sched_getaffinity */
	char *affinity_list;  /* "0-3,8" */
	double quota_cpus;    /* the tightest quota, NAN for none */
	int automatic;        /* what `auto` is: min(affinity, floor(quota)), at least 1 */
	double memory_bytes;  /* what this process may use: the machine's or the group's limit */
	double machine_memory_bytes;
	struct cpu_quota *quotas; /* own group first, then its ancestors */
	size_t quota_count;
	struct core_kind *kinds; /* empty on a uniform processor */
	size_t kind_count;
};

#define HOST_INIT {0}

void host_release(struct host *host);

#endif
