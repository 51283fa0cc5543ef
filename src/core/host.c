#include "config.h"

#include "core/host.h"

#include <stdlib.h>

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
	for (size_t i = 0; i < host->kind_count; i++)
		free(host->kinds[i].name);
	free(host->kinds);
	*host = (struct host)HOST_INIT;
}
