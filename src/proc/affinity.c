#include "config.h"

#include "proc/affinity.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "proc/procfile.h"

#define FIRST_CPUS 1024
#define MOST_CPUS  (1024 * 1024) /* far above what any kernel can be built for */

static int
own_affinity(size_t size, cpu_set_t *mask)
{
	return sched_getaffinity(0, size, mask);
}

static hwloc_bitmap_t
bitmap_of(const cpu_set_t *mask, size_t size, int cpus)
{
	hwloc_bitmap_t bitmap = xneeded(hwloc_bitmap_alloc());

	for (int cpu = 0; cpu < cpus; cpu++)
		if (CPU_ISSET_S((size_t)cpu, size, mask))
			hwloc_bitmap_set(bitmap, (unsigned)cpu);
	return bitmap;
}

/* The kernel answers EINVAL to a mask that is smaller than its own; nobody tells how large. */
hwloc_bitmap_t
affinity_read(affinity_getter *getter)
{
	for (int cpus = FIRST_CPUS; cpus <= MOST_CPUS; cpus *= 2) {
		size_t size = CPU_ALLOC_SIZE((size_t)cpus);
		cpu_set_t *mask = CPU_ALLOC((size_t)cpus);

		if (mask == NULL)
			break;
		CPU_ZERO_S(size, mask);
		int result = getter(size, mask);
		int problem = result != 0 ? errno : 0;
		hwloc_bitmap_t bitmap = result == 0 ? bitmap_of(mask, size, cpus) : NULL;
		CPU_FREE(mask);
		if (bitmap != NULL)
			return bitmap;
		if (problem != EINVAL)
			break;
	}
	return xneeded(hwloc_bitmap_alloc());
}

/* /proc/PID/status lists CPUs that are switched off, too; the system call does not. */
static hwloc_bitmap_t
affinity_of_files(const char *root)
{
	static const char key[] = "Cpus_allowed_list:";
	hwloc_bitmap_t allowed = xneeded(hwloc_bitmap_alloc());
	hwloc_bitmap_t online = xneeded(hwloc_bitmap_alloc());
	char *status = procfile_read(root, "/proc/self/status");
	char *running = procfile_line(root, "/sys/devices/system/cpu/online");
	char *list = status != NULL ? strstr(status, key) : NULL;

	if (list != NULL) {
		list += strlen(key) + strspn(list + strlen(key), " \t");
		list[strcspn(list, "\n")] = '\0';
		hwloc_bitmap_list_sscanf(allowed, list);
	}
	if (running != NULL && hwloc_bitmap_list_sscanf(online, running) == 0) {
		if (list != NULL)
			hwloc_bitmap_and(allowed, allowed, online);
		else
			hwloc_bitmap_copy(allowed, online);
	}
	free(running);
	free(status);
	hwloc_bitmap_free(online);
	return allowed;
}

hwloc_bitmap_t
affinity_of(const char *root)
{
	return *root == '\0' ? affinity_read(own_affinity) : affinity_of_files(root);
}
