#include "config.h"

#include "core/host.h"

#include <math.h>
#include <stdlib.h>

double
host_cpus(const struct host *host)
{
	double cpus = host->affinity_cpus;

	if (isfinite(host->quota_cpus) && host->quota_cpus < cpus)
		cpus = host->quota_cpus;
	return cpus > 0 ? cpus : (double)NAN;
}

/* Rounded down: 3 workers on a quota of 2.5 CPUs are throttled, 2 are not. */
int
host_automatic(int affinity_cpus, double quota_cpus)
{
	double cpus = affinity_cpus;

	if (quota_cpus < cpus)
		cpus = floor(quota_cpus);
	return cpus >= 1.0 ? (int)cpus : 1;
}

void
host_release(struct host *host)
{
	free(host->name);
	free(host->cpu_model);
	free(host->kernel);
	free(host->affinity_list);
	for (size_t i = 0; i < host->quota_count; i++)
		free(host->quotas[i].group);
	free(host->quotas);
	for (size_t i = 0; i < host->memory_limit_count; i++)
		free(host->memory_limits[i].group);
	free(host->memory_limits);
	for (size_t i = 0; i < host->kind_count; i++)
		free(host->kinds[i].name);
	free(host->kinds);
	*host = (struct host)HOST_INIT;
}
