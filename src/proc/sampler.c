#include "config.h"

#include "proc/sampler.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/clock.h"
#include "proc/procfile.h"

#define FIRST_LOOK_S   0.01
#define SHORTEST_S     0.02
#define LONGEST_S      1.0
#define COST_FACTOR    250.0 /* seconds of the run for each second of looking */
#define FREE_S	       0.01 /* of looking, which short runs need most */
#define NEWS	       0.01 /* a change of the tree's memory that is worth another look */
#define FIRST_CAPACITY 512

void
sampler_init(struct sampler *sampler, struct tree *tree, bool memory)
{
	*sampler = (struct sampler){.tree = tree, .memory = memory};
	sampler->seen_capacity = FIRST_CAPACITY;
	sampler->seen = xreallocarray(NULL, sampler->seen_capacity, sizeof *sampler->seen);
}

void
sampler_release(struct sampler *sampler)
{
	free(sampler->seen);
	*sampler = (struct sampler){0};
}

void
sampler_begin(struct sampler *sampler, double now_s)
{
	*sampler = (struct sampler){
		.tree = sampler->tree,
		.memory = sampler->memory,
		.next_s = now_s + FIRST_LOOK_S,
		.interval_s = FIRST_LOOK_S,
		.start_s = now_s,
		.seen = sampler->seen,
		.seen_capacity = sampler->seen_capacity,
	};
}

/* Where `pid` is or belongs in the sorted list. */
static size_t
position(const struct sampler *sampler, pid_t pid)
{
	size_t low = 0;
	size_t high = sampler->seen_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sampler->seen[middle].pid < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* True when it was never seen before. */
static bool
meet(struct sampler *sampler, const struct process *process)
{
	size_t at = position(sampler, process->pid);
	struct sighting now = {process->pid, process->user_s, process->sys_s};
	bool known = at < sampler->seen_count && sampler->seen[at].pid == process->pid;

	if (!known) {
		ARRAY_GROW(sampler->seen, sampler->seen_count, sampler->seen_capacity);
		memmove(&sampler->seen[at + 1], &sampler->seen[at],
			(sampler->seen_count - at) * sizeof *sampler->seen);
		sampler->seen_count++;
	} else if (now.user_s + now.sys_s <
		sampler->seen[at].user_s + sampler->seen[at].sys_s) {
		sampler->gone_user_s += sampler->seen[at].user_s;
		sampler->gone_sys_s += sampler->seen[at].sys_s;
	}
	sampler->seen[at] = now;
	return !known;
}

/* NAN where it cannot be read: another user's process, or a kernel without the file. */
static double
read_pss_bytes(pid_t pid)
{
	char path[40];
	char text[2048];
	double kilobytes;

	snprintf(path, sizeof path, "/proc/%ld/smaps_rollup", (long)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return UNKNOWN;
	ssize_t got = read(fd, text, sizeof text - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	return procfile_field(text, "Pss", &kilobytes) ? kilobytes * 1024.0 : UNKNOWN;
}

/* What a look costs is our own CPU time: on a busy machine it may take much longer than that. */
static double
own_cpu_s(void)
{
	struct timespec used = {0};

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
	return (double)used.tv_sec + (double)used.tv_nsec * 1e-9;
}

/* A process whose PSS is not told counts with its RSS; one that is gone counts nothing. */
static void
read_memory(struct sampler *sampler)
{
	const struct tree *tree = sampler->tree;
	double before_s = own_cpu_s();
	double sum = 0.0;
	bool any = false;

	for (size_t i = 0; i < tree->count; i++) {
		double pss = read_pss_bytes(tree->processes[i].pid);

		any = any || isfinite(pss);
		sum += isfinite(pss) ? pss : tree->processes[i].rss_bytes;
	}
	if (any && sum > sampler->peak_pss_bytes)
		sampler->peak_pss_bytes = sum;
	if (any && sampler->rss_bytes >= sampler->rss_at_grown_bytes * (1.0 - NEWS))
		sampler->grown_bytes = 0.0;
	sampler->rss_at_pss_bytes = sampler->rss_bytes;
	sampler->shared_bytes = fmax(sampler->rss_bytes - sum, 0.0);
	sampler->count_at_pss = tree->count;
	sampler->pss_cost_s = own_cpu_s() - before_s;
	sampler->spent_s += sampler->pss_cost_s;
}

/* `before_bytes` is the sum of RSS of the look before this one. */
static void
watch_memory(struct sampler *sampler, double before_bytes, double now_s)
{
	double rss_bytes = sampler->rss_bytes;
	bool same = sampler->tree->count == sampler->count_at_pss;
	bool settled = rss_bytes <= before_bytes * (1.0 + NEWS);
	double budget_s = FREE_S + (now_s - sampler->start_s) / COST_FACTOR;

	if (rss_bytes <= sampler->rss_at_pss_bytes * (1.0 + NEWS) && same)
		return;
	if ((settled || !same) && sampler->spent_s + sampler->pss_cost_s <= budget_s) {
		read_memory(sampler);
	} else if (same && rss_bytes - sampler->shared_bytes > sampler->grown_bytes) {
		sampler->grown_bytes = rss_bytes - sampler->shared_bytes;
		sampler->rss_at_grown_bytes = rss_bytes;
	}
}

/* Whether something changed that makes another look soon worth its while. */
static bool
look(struct sampler *sampler, double now_s)
{
	struct tree *tree = sampler->tree;
	double before_s = own_cpu_s();
	double before_bytes = sampler->rss_bytes;
	bool news = false;
	int alive = 0, threads = 0;

	tree_look(tree);
	sampler->rss_bytes = 0.0;
	for (size_t i = 0; i < tree->count; i++) {
		const struct process *process = &tree->processes[i];

		if (meet(sampler, process))
			news = true;
		if (process->state == 'Z')
			continue;
		alive++;
		threads += process->threads;
		sampler->rss_bytes += process->rss_bytes;
	}
	if (alive > 0 && threads - alive >= sampler->threads)
		sampler->threads = threads - alive + 1;
	if (sampler->rss_bytes > sampler->peak_rss_bytes)
		sampler->peak_rss_bytes = sampler->rss_bytes;
	sampler->look_cost_s = own_cpu_s() - before_s;
	sampler->spent_s += sampler->look_cost_s;
	if (!sampler->memory)
		return news;
	watch_memory(sampler, before_bytes, now_s);
	return news || fabs(sampler->rss_bytes - before_bytes) > NEWS * before_bytes;
}

void
sampler_tick(struct sampler *sampler, double now_s)
{
	if (now_s < sampler->next_s)
		return;
	bool news = look(sampler, now_s);

	sampler->interval_s *= news ? 0.5 : 2.0;
	sampler->interval_s = fmin(fmax(sampler->interval_s, SHORTEST_S), LONGEST_S);
	/* When a look at the price of this one is within the budget. */
	double price_s = sampler->spent_s + sampler->look_cost_s;
	double affordable_s = sampler->start_s + COST_FACTOR * (price_s - FREE_S);
	sampler->next_s = fmax(clock_monotonic_s() + sampler->interval_s, affordable_s);
}

double
sampler_peak_pss_bytes(const struct sampler *sampler)
{
	return fmax(sampler->peak_pss_bytes, sampler->grown_bytes);
}

void
sampler_cpu(const struct sampler *sampler, double *user_s, double *sys_s)
{
	*user_s = sampler->gone_user_s;
	*sys_s = sampler->gone_sys_s;
	for (size_t i = 0; i < sampler->seen_count; i++) {
		*user_s += sampler->seen[i].user_s;
		*sys_s += sampler->seen[i].sys_s;
	}
}
