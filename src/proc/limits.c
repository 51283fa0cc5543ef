#include "config.h"

#include "proc/limits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "proc/lineage.h"
#include "proc/procfile.h"

/* "QUOTA PERIOD" or "max PERIOD" of version 2's cpu.max. */
static bool
read_cpu_max(const char *directory, struct cpu_quota *quota)
{
	char *text = procfile_line(directory, "/cpu.max");

	if (text == NULL)
		return false;

	char *period = strchr(text, ' ');
	quota->quota_us = strncmp(text, "max", 3) == 0 ? (double)NAN : strtod(text, NULL);
	quota->period_us = period != NULL ? strtod(period, NULL) : (double)NAN;
	free(text);
	return true;
}

/* Version 1 has two files, and -1 for no quota. */
static bool
read_cfs(const char *directory, struct cpu_quota *quota)
{
	if (!procfile_number(directory, "/cpu.cfs_quota_us", &quota->quota_us))
		return false;
	if (quota->quota_us <= 0.0)
		quota->quota_us = (double)NAN;
	if (!procfile_number(directory, "/cpu.cfs_period_us", &quota->period_us))
		quota->period_us = (double)NAN;
	return true;
}

static void
add_quota(struct host *host, const struct control_group *group, struct cpu_quota quota)
{
	quota.cpus = quota.quota_us > 0.0 && quota.period_us > 0.0
		? quota.quota_us / quota.period_us
		: (double)NAN;
	quota.group = xstrdup(group->path);
	ARRAY_GROW(host->quotas, host->quota_count, host->quota_capacity);
	host->quotas[host->quota_count++] = quota;
	host->quota_cpus = fmin(host->quota_cpus, quota.cpus);
}

void
limits_read_cpu(const char *root, struct host *host)
{
	struct lineage lineage = LINEAGE_INIT;

	host->quota_cpus = (double)NAN;
	lineage_read(root, "cpu", &lineage);
	for (size_t i = 0; i < lineage.count; i++) {
		const struct control_group *group = &lineage.groups[i];
		struct cpu_quota quota = {.version = lineage.version};

		if (lineage.version == 2 ? read_cpu_max(group->directory, &quota)
					 : read_cfs(group->directory, &quota))
			add_quota(host, group, quota);
	}
	lineage_release(&lineage);
}

/* One file that holds a limit of a group's memory. */
static const struct memory_file {
	int version;
	const char *name;
	bool soft;
} memory_files[] = {
	{2, "/memory.max", false},
	{2, "/memory.high", true},
	{1, "/memory.limit_in_bytes", false},
};

/* Version 1 writes "none" as the largest multiple of a page: more memory than the machine has. */
static double
limit_of(double bytes, double machine_bytes)
{
	if (!(bytes > 0.0) || bytes >= machine_bytes || bytes >= 0x1p62)
		return (double)NAN;
	return bytes;
}

static void
add_memory_limit(
	struct host *host, const struct control_group *group, const struct memory_file *file)
{
	char *text = procfile_line(group->directory, file->name);

	if (text == NULL)
		return;

	double bytes = strncmp(text, "max", 3) == 0 ? (double)NAN : strtod(text, NULL);
	struct memory_limit limit = {
		.group = xstrdup(group->path),
		.version = file->version,
		.bytes = limit_of(bytes, host->machine_memory_bytes),
		.soft = file->soft,
	};
	free(text);
	ARRAY_GROW(host->memory_limits, host->memory_limit_count, host->memory_limit_capacity);
	host->memory_limits[host->memory_limit_count++] = limit;
	host->memory_bytes = fmin(host->memory_bytes, limit.bytes);
}

static void
read_meminfo(const char *root, struct host *host)
{
	char *text = procfile_read(root, "/proc/meminfo");
	double kibibytes;

	host->machine_memory_bytes = (double)NAN;
	host->available_bytes = (double)NAN;
	if (text == NULL)
		return;
	if (procfile_field(text, "MemTotal", &kibibytes))
		host->machine_memory_bytes = kibibytes * 1024.0;
	if (procfile_field(text, "MemAvailable", &kibibytes))
		host->available_bytes = kibibytes * 1024.0;
	free(text);
}

void
limits_read_memory(const char *root, struct host *host)
{
	struct lineage lineage = LINEAGE_INIT;

	read_meminfo(root, host);
	host->memory_bytes = host->machine_memory_bytes;
	lineage_read(root, "memory", &lineage);
	for (size_t i = 0; i < lineage.count; i++)
		for (size_t k = 0; k < sizeof memory_files / sizeof *memory_files; k++)
			if (memory_files[k].version == lineage.version)
				add_memory_limit(host, &lineage.groups[i], &memory_files[k]);
	lineage_release(&lineage);
}
