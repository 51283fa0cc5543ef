#include "config.h"

#include "proc/host.h"

#include <hwloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/affinity.h"
#include "proc/cpulist.h"
#include "proc/limits.h"
#include "proc/procfile.h"
#include "proc/topology.h"

static void
read_names(const char *root, struct host *host)
{
	struct utsname names;
	char *kernel = procfile_line(root, "/proc/sys/kernel/osrelease");
	char *name = procfile_line(root, "/proc/sys/kernel/hostname");
	bool known = *root == '\0' && uname(&names) == 0;

	host->kernel = kernel != NULL ? kernel : xstrdup(known ? names.release : "");
	host->name = name != NULL ? name : xstrdup(known ? names.nodename : "");
}

/* x86 and MIPS, PowerPC, s390, and ARM boards call the processor by these names. */
static void
read_model(const char *root, struct host *host)
{
	static const char *const keys[] = {
		"model name", "cpu model", "cpu\t", "Processor", "Model"};
	char *text = procfile_read(root, "/proc/cpuinfo");

	for (size_t i = 0;
		text != NULL && host->cpu_model == NULL && i < sizeof keys / sizeof *keys;
		i++) {
		const char *line = text;
		while (line != NULL && strncmp(line, keys[i], strlen(keys[i])) != 0) {
			line = strchr(line, '\n');
			line = line != NULL ? line + 1 : NULL;
		}
		const char *value = line != NULL ? strchr(line, ':') : NULL;
		if (value == NULL)
			continue;
		value += 1 + strspn(value + 1, " \t");
		host->cpu_model = xstrndup(value, strcspn(value, "\n"));
	}
	if (host->cpu_model == NULL)
		host->cpu_model = xstrdup("");
	free(text);
}

static int
count_online(const char *root)
{
	hwloc_bitmap_t online = xneeded(hwloc_bitmap_alloc());
	char *list = procfile_line(root, "/sys/devices/system/cpu/online");
	int count = 0;

	if (list != NULL && hwloc_bitmap_list_sscanf(online, list) == 0)
		count = hwloc_bitmap_weight(online);
	else if (*root == '\0')
		count = (int)sysconf(_SC_NPROCESSORS_ONLN);
	free(list);
	hwloc_bitmap_free(online);
	return count > 0 ? count : 0;
}

static void
read_affinity(hwloc_const_bitmap_t allowed, struct host *host)
{
	char *list = NULL;

	host->affinity_cpus = hwloc_bitmap_weight(allowed);
	if (hwloc_bitmap_list_asprintf(&list, allowed) < 0 || list == NULL)
		list = xstrdup("");
	host->affinity_list = list;
}

void
host_read(const char *root, struct host *host)
{
	hwloc_bitmap_t allowed = affinity_of(root);

	read_names(root, host);
	read_model(root, host);
	host->logical_cpus = count_online(root);
	/* Where not even the affinity can be told, all CPUs are ours. */
	if (hwloc_bitmap_iszero(allowed) && host->logical_cpus > 0)
		hwloc_bitmap_set_range(allowed, 0, host->logical_cpus - 1);
	read_affinity(allowed, host);
	limits_read_cpu(root, host);
	limits_read_memory(root, host);
	topology_read(root, allowed, host);
	host->automatic = host_automatic(host->affinity_cpus, host->quota_cpus);
	hwloc_bitmap_free(allowed);
}

/* What was told of all CPUs that we may use is forgotten. */
static void
forget_affinity(struct host *host)
{
	free(host->affinity_list);
	for (size_t i = 0; i < host->kind_count; i++)
		free(host->kinds[i].name);
	free(host->kinds);
	host->kinds = NULL;
	host->kind_count = 0;
}

int
host_confine(struct host *host, const char *list, struct error *error)
{
	struct cpulist cpus;
	int status = 0;

	if (list == NULL)
		return 0;
	if (cpulist_parse(list, &cpus, error) != 0)
		return -1;
	cpulist_release(&cpus);

	hwloc_bitmap_t wanted = xneeded(hwloc_bitmap_alloc());
	hwloc_bitmap_t allowed = xneeded(hwloc_bitmap_alloc());
	hwloc_bitmap_list_sscanf(wanted, list);
	hwloc_bitmap_list_sscanf(allowed, host->affinity_list);
	hwloc_bitmap_and(allowed, allowed, wanted);
	if (hwloc_bitmap_iszero(allowed)) {
		status = error_set(error, STATUS_USAGE,
			"--cpus %.80s: none of these may be used here: choose among %.80s",
			list, host->affinity_list);
	} else {
		forget_affinity(host);
		read_affinity(allowed, host);
		topology_read("", allowed, host);
		host->automatic = host_automatic(host->affinity_cpus, host->quota_cpus);
	}
	hwloc_bitmap_free(wanted);
	hwloc_bitmap_free(allowed);
	return status;
}
