#include "config.h"

#include "proc/sampler.h"

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/clock.h"
#include "proc/procfile.h"

#define FIRST_LOOK_S   0.01
#define SHORTEST_S     0.02
#define LONGEST_S      1.0
#define COST_FACTOR    250.0 /* seconds between looks for each second that one takes */
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
	sampler->interval_s = FIRST_LOOK_S;
	sampler->next_s = now_s + FIRST_LOOK_S;
	sampler->threads = 0;
	sampler->rss_bytes = 0.0;
	sampler->peak_rss_bytes = 0.0;
	sampler->peak_pss_bytes = 0.0;
	sampler->rss_at_pss_bytes = 0.0;
	sampler->seen_count = 0;
}

/* Where `pid` is or belongs in the sorted list. */
static size_t
position(const struct sampler *sampler, pid_t pid)
{
	size_t low = 0;
	size_t high = sampler->seen_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (sampler->seen[middle] < pid)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
meet(struct sampler *sampler, pid_t pid)
{
	size_t at = position(sampler, pid);

	if (at < sampler->seen_count && sampler->seen[at] == pid)
		return false;
	ARRAY_GROW(sampler->seen, sampler->seen_count, sampler->seen_capacity);
	memmove(&sampler->seen[at + 1], &sampler->seen[at],
		(sampler->seen_count - at) * sizeof *sampler->seen);
	sampler->seen[at] = pid;
	sampler->seen_count++;
	return true;
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

/* A process whose PSS is not told counts with its RSS; one that is gone counts nothing. */
static void
read_memory(struct sampler *sampler)
{
	const struct tree *tree = sampler->tree;
	double sum = 0.0;
	bool any = false;

	for (size_t i = 0; i < tree->count; i++) {
		double pss = read_pss_bytes(tree->processes[i].pid);

		any = any || isfinite(pss);
		sum += isfinite(pss) ? pss : tree->processes[i].rss_bytes;
	}
	if (any && sum > sampler->peak_pss_bytes)
		sampler->peak_pss_bytes = sum;
	sampler->rss_at_pss_bytes = sampler->rss_bytes;
}

/* Whether something changed that makes another look soon worth its while. */
static bool
look(struct sampler *sampler)
{
	struct tree *tree = sampler->tree;
	double before = sampler->rss_bytes;
	bool news = false;
	int threads = 0;

	tree_look(tree);
	sampler->rss_bytes = 0.0;
	for (size_t i = 0; i < tree->count; i++) {
		const struct process *process = &tree->processes[i];

		if (meet(sampler, process->pid))
			news = true;
		if (process->state == 'Z')
			continue;
		threads += process->threads;
		sampler->rss_bytes += process->rss_bytes;
	}
	if (threads > sampler->threads)
		sampler->threads = threads;
	if (sampler->rss_bytes > sampler->peak_rss_bytes)
		sampler->peak_rss_bytes = sampler->rss_bytes;
	if (sampler->memory && sampler->rss_bytes > sampler->rss_at_pss_bytes * (1.0 + NEWS))
		read_memory(sampler);
	return news || (sampler->memory && fabs(sampler->rss_bytes - before) > NEWS * before);
}

void
sampler_tick(struct sampler *sampler, double now_s)
{
	if (now_s < sampler->next_s)
		return;
	bool news = look(sampler);
	double end_s = clock_monotonic_s();
	double cheapest_s = COST_FACTOR * (end_s - now_s);

	sampler->interval_s *= news ? 0.5 : 2.0;
	sampler->interval_s = fmin(fmax(sampler->interval_s, SHORTEST_S), LONGEST_S);
	sampler->next_s = end_s + fmax(sampler->interval_s, cheapest_s);
}
