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
	char *group; /* path of the group as the kernel names it */
	int version; /* 1 or 2 */
	double quota_us; /* as written there; NAN for "max" */
	double period_us;
	double cpus; /* quota / period, NAN for none */
};

/* One limit on the memory of a control group on the way to the root. */
struct memory_limit {
	char *group;
	int version;
	double bytes; /* NAN for none */
	bool soft; /* version 2's memory.high: above it the group is slowed down, not ended */
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
	int logical_cpus; /* of the machine */
	int machine_cores; /* physical ones, of the machine */
	int physical_cores; /* among the allowed CPUs */
	int affinity_cpus; /* sched_getaffinity */
	char *affinity_list; /* "0-3,8" */
	double quota_cpus; /* the tightest quota, NAN for none */
	int automatic; /* what `auto` is: min(affinity, floor(quota)), at least 1 */
	double memory_bytes; /* what this process may use: the machine's or the group's limit */
	double machine_memory_bytes;
	double available_bytes; /* free for programs just now */
	struct cpu_quota *quotas; /* own group first, then its ancestors */
	size_t quota_count;
	size_t quota_capacity;
	struct memory_limit *memory_limits; /* likewise */
	size_t memory_limit_count;
	size_t memory_limit_capacity;
	struct core_kind *kinds; /* empty on a uniform processor */
	size_t kind_count;
};

#define HOST_INIT {0}

/* The CPUs that are really there: the affinity mask under the tightest quota; NAN: unknown. */
double host_cpus(const struct host *host);

/* What `auto` is for so many CPUs allowed and such a quota (NAN for none): at least 1. */
int host_automatic(int affinity_cpus, double quota_cpus);

void host_release(struct host *host);

#endif
