#include "config.h"

#include "proc/cpulist.h"

#include <hwloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define MOST_CPUS (1024 * 1024) /* far above what any kernel can be built for */

/* hwloc's parser stops at what it does not know, so the text must be looked at first. */
static int
check(const char *list, struct error *error)
{
	size_t length = strlen(list);

	for (const char *at = list; *at != '\0'; at++) {
		bool sign = *at == ',' || *at == '-';

		if ((!sign && (*at < '0' || *at > '9')) ||
			(sign && (at == list || at[1] < '0' || at[1] > '9')))
			return error_set(error, STATUS_USAGE,
				"--cpus %s: not a list of CPUs: write it like 0-3,8", list);
	}
	if (length == 0)
		return error_set(
			error, STATUS_USAGE, "--cpus: an empty list: write it like 0-3,8");
	return 0;
}

static void
fill(hwloc_const_bitmap_t bitmap, int last, struct cpulist *cpus)
{
	cpus->size = CPU_ALLOC_SIZE((size_t)last + 1);
	cpus->mask = CPU_ALLOC((size_t)last + 1);
	CPU_ZERO_S(cpus->size, cpus->mask);
	for (int cpu = hwloc_bitmap_first(bitmap); cpu >= 0;
		cpu = hwloc_bitmap_next(bitmap, cpu))
		CPU_SET_S((size_t)cpu, cpus->size, cpus->mask);
}

int
cpulist_parse(const char *list, struct cpulist *cpus, struct error *error)
{
	*cpus = (struct cpulist){0};
	if (list == NULL)
		return 0;
	if (check(list, error) != 0)
		return -1;

	hwloc_bitmap_t bitmap = xneeded(hwloc_bitmap_alloc());
	int parsed = hwloc_bitmap_list_sscanf(bitmap, list);
	int last = parsed == 0 ? hwloc_bitmap_last(bitmap) : -1;

	if (last >= 0 && last < MOST_CPUS)
		fill(bitmap, last, cpus);
	hwloc_bitmap_free(bitmap);
	if (cpus->mask == NULL)
		return error_set(error, STATUS_USAGE,
			"--cpus %s: not a list of CPUs: write it like 0-3,8", list);
	return 0;
}

void
cpulist_release(struct cpulist *cpus)
{
	CPU_FREE(cpus->mask);
	*cpus = (struct cpulist){0};
}
