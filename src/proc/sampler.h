/*
 * sampler - looks at the tree now and then: its threads, its processes, and its memory
 * where no control group tells the peak.
 *
 * How often depends on what a look costs and on what it sees: never more than a 250th of one
 * CPU, more often while the tree changes, seldom when nothing happens. Memory is the sum of
 * PSS (proc(5), smaps_rollup: shared pages are shared out), which is dear, so it is only asked
 * for when the sum of RSS, which is cheap and never smaller, says that a new peak is possible.
 */
#ifndef PROC_SAMPLER_H
#define PROC_SAMPLER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "core/observation.h"
#include "proc/tree.h"

struct sampler {
	struct tree *tree; /* borrowed */
	bool memory; /* to be sampled, too */
	double next_s; /* when to look, on CLOCK_MONOTONIC */
	double interval_s;
	int threads; /* most at once */
	double rss_bytes; /* the last look's sum */
	double peak_rss_bytes;
	double peak_pss_bytes; /* 0: never read */
	double rss_at_pss_bytes;
	pid_t *seen; /* sorted */
	size_t seen_count;
	size_t seen_capacity;
};

void sampler_init(struct sampler *sampler, struct tree *tree, bool memory);
void sampler_release(struct sampler *sampler);

/* A run began at `now_s`. */
void sampler_begin(struct sampler *sampler, double now_s);

/* Looks when it is time to. */
void sampler_tick(struct sampler *sampler, double now_s);

#endif
