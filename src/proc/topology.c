#include "config.h"

#include "proc/topology.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define FASTEST 1024 /* the kernel's capacity of the fastest core */

static int
count_cores(hwloc_topology_t topology, hwloc_const_bitmap_t among)
{
	hwloc_obj_t core = NULL;
	int count = 0;

	while ((core = hwloc_get_next_obj_by_type(topology, HWLOC_OBJ_CORE, core)) != NULL)
		count += among == NULL || hwloc_bitmap_intersects(core->cpuset, among);
	return count;
}

static const char *
find_info(const struct hwloc_info_s *infos, unsigned count, const char *name)
{
	for (unsigned i = 0; i < count; i++)
		if (strcmp(infos[i].name, name) == 0)
			return infos[i].value;
	return NULL;
}

/* The kernel's own measure where it has one, else the highest clock; 0 when neither is known. */
static double
speed_of(const struct hwloc_info_s *infos, unsigned count)
{
	const char *capacity = find_info(infos, count, "LinuxCapacity");
	const char *frequency = find_info(infos, count, "FrequencyMaxMHz");

	if (capacity != NULL)
		return strtod(capacity, NULL);
	return frequency != NULL ? strtod(frequency, NULL) : 0.0;
}

static char *
name_of(const struct hwloc_info_s *infos, unsigned count)
{
	const char *type = find_info(infos, count, "CoreType");
	const char *capacity = find_info(infos, count, "LinuxCapacity");
	const char *frequency = find_info(infos, count, "FrequencyMaxMHz");

	if (type != NULL)
		return xstrdup(type);
	if (capacity != NULL)
		return xasprintf("capacity %s", capacity);
	return frequency != NULL ? xasprintf("up to %s MHz", frequency) : xstrdup("unnamed");
}

/* Kinds of cores among the allowed CPUs; `speeds` gets their speeds on any scale. */
static void
add_kinds(hwloc_topology_t topology, hwloc_const_bitmap_t allowed, struct host *host,
	double *speeds)
{
	int kinds = hwloc_cpukinds_get_nr(topology, 0);
	hwloc_bitmap_t cpus = xneeded(hwloc_bitmap_alloc());

	for (int i = 0; i < kinds; i++) {
		struct hwloc_info_s *infos;
		unsigned info_count;

		if (hwloc_cpukinds_get_info(
			    topology, (unsigned)i, cpus, NULL, &info_count, &infos, 0) != 0)
			continue;
		hwloc_bitmap_and(cpus, cpus, allowed);
		int cores = count_cores(topology, cpus);
		if (cores == 0)
			continue;
		speeds[host->kind_count] = speed_of(infos, info_count);
		host->kinds[host->kind_count++] = (struct core_kind){
			.name = name_of(infos, info_count),
			.cores = cores,
		};
	}
	hwloc_bitmap_free(cpus);
}

/* Only a processor with several kinds of cores is worth a word; the fastest kind first. */
static void
read_kinds(hwloc_topology_t topology, hwloc_const_bitmap_t allowed, struct host *host)
{
	int kinds = hwloc_cpukinds_get_nr(topology, 0);

	if (kinds < 2)
		return;

	double *speeds = xcalloc((size_t)kinds, sizeof *speeds);
	host->kinds = xcalloc((size_t)kinds, sizeof *host->kinds);
	add_kinds(topology, allowed, host, speeds);
	double fastest = 0.0;
	for (size_t i = 0; i < host->kind_count; i++)
		fastest = speeds[i] > fastest ? speeds[i] : fastest;
	for (size_t i = 0; i < host->kind_count; i++)
		if (fastest > 0.0)
			host->kinds[i].capacity = (int)(speeds[i] / fastest * FASTEST + 0.5);
	/* hwloc sorts them from the slowest to the fastest. */
	for (size_t i = 0; i < host->kind_count / 2; i++) {
		struct core_kind other = host->kinds[i];
		host->kinds[i] = host->kinds[host->kind_count - 1 - i];
		host->kinds[host->kind_count - 1 - i] = other;
	}
	free(speeds);
}

static void
read_topology(hwloc_topology_t topology, hwloc_const_bitmap_t allowed, struct host *host)
{
	hwloc_topology_set_all_types_filter(topology, HWLOC_TYPE_FILTER_KEEP_NONE);
	hwloc_topology_set_type_filter(topology, HWLOC_OBJ_CORE, HWLOC_TYPE_FILTER_KEEP_ALL);
	hwloc_topology_set_flags(topology, HWLOC_TOPOLOGY_FLAG_INCLUDE_DISALLOWED);
	if (hwloc_topology_load(topology) != 0)
		return;
	host->machine_cores = count_cores(topology, NULL);
	host->physical_cores = count_cores(topology, allowed);
	read_kinds(topology, allowed, host);
}

void
topology_read(const char *root, hwloc_const_bitmap_t allowed, struct host *host)
{
	hwloc_topology_t topology;
	bool quiet = getenv("HWLOC_HIDE_ERRORS") == NULL;

	/* hwloc takes another root, and the wish to print nothing, from its environment only. */
	if (*root != '\0')
		setenv("HWLOC_FSROOT", root, 1);
	if (quiet)
		setenv("HWLOC_HIDE_ERRORS", "2", 1);
	if (hwloc_topology_init(&topology) == 0) {
		/* Another root is another machine: this one's processor must not answer for it. */
		if (*root != '\0')
			hwloc_topology_set_components(
				topology, HWLOC_TOPOLOGY_COMPONENTS_FLAG_BLACKLIST, "x86");
		read_topology(topology, allowed, host);
		hwloc_topology_destroy(topology);
	}
	if (quiet)
		unsetenv("HWLOC_HIDE_ERRORS");
	if (*root != '\0')
		unsetenv("HWLOC_FSROOT");
}
