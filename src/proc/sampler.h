/*
 * sampler - looks at the tree now and then: its threads, its processes, and its memory
 * where no control group tells the peak.
 *
 * How often depends on what it sees, more often while the tree changes and seldom when nothing
 * happens, and on what a look costs: all looks of a run together use at most 10 ms and a 250th
 * of its time, the first ones included. Memory is the sum of PSS (proc(5), smaps_rollup: shared
 * pages are shared out), which is dear, so it is only asked for when the sum of RSS, which is
 * cheap and never smaller, says that a new peak, 1 % above the last one, is possible, and when
 * it has settled. While the same processes grow, what they shared when PSS was read last is
 * taken off their RSS instead.
 */
#ifndef PROC_SAMPLER_H
#define PROC_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/observation.h"
#include "proc/tree.h"

/* A process as it was when it was seen last. */
struct sighting {
	pid_t pid;
	double user_s;
	double sys_s;
};

struct sampler {
	struct tree *tree; /* borrowed */
	bool memory; /* to be sampled, too */
	double next_s; /* when to look, on CLOCK_MONOTONIC */
	double interval_s;
	double start_s; /* of the run */
	double spent_s; /* CPU time of all looks so far */
	double look_cost_s; /* of the last look, without PSS */
	double pss_cost_s; /* of the last reading of PSS */
	int threads; /* most at once beyond one for each process, plus one; 0 before a look */
	double rss_bytes; /* the last look's sum */
	double peak_rss_bytes;
	double peak_pss_bytes; /* 0: never read */
	double rss_at_pss_bytes; /* at the last reading of PSS, */
	double shared_bytes; /* how much less PSS was, */
	size_t count_at_pss; /* and of how many processes */
	double grown_bytes; /* most RSS less shared_bytes since; 0: no more than was read */
	double rss_at_grown_bytes;
	struct sighting *seen; /* sorted by pid */
	size_t seen_count;
	size_t seen_capacity;
	double gone_user_s; /* of those whose pid another process has now */
	double gone_sys_s;
};

void sampler_init(struct sampler *sampler, struct tree *tree, bool memory);
void sampler_release(struct sampler *sampler);

/* A run began at `now_s`. */
void sampler_begin(struct sampler *sampler, double now_s);

/* Looks when it is time to. */
void sampler_tick(struct sampler *sampler, double now_s);

/*
 * The CPU seconds of all processes until they were seen last: no more than they used, but also
 * of those that nobody waits for (SIGCHLD ignored), whose times the kernel adds to nobody's.
 */
void sampler_cpu(const struct sampler *sampler, double *user_s, double *sys_s);

/* The peak of the run by PSS; 0 when none was read. */
double sampler_peak_pss_bytes(const struct sampler *sampler);

#endif
