#include "config.h"

#include "io/report_host.h"

#include "base/memory.h"
#include "io/json_value.h"

static json_t *
quota_value(const void *item)
{
	const struct cpu_quota *quota = item;

	return json_pack("{s:o,s:i,s:o,s:o,s:o}", "group", value_text(quota->group), "version",
		quota->version, "quota_us", value_figure(quota->quota_us), "period_us",
		value_figure(quota->period_us), "cpus", value_figure(quota->cpus));
}

static json_t *
limit_value(const void *item)
{
	const struct memory_limit *limit = item;

	return json_pack("{s:o,s:i,s:o,s:b}", "group", value_text(limit->group), "version",
		limit->version, "bytes", value_figure(limit->bytes), "soft", limit->soft);
}

static json_t *
kind_value(const void *item)
{
	const struct core_kind *kind = item;

	return json_pack("{s:o,s:o,s:o}", "name", value_text(kind->name), "cores",
		value_some(kind->cores), "capacity", value_some(kind->capacity));
}

json_t *
report_host_value(const struct host *host)
{
	const struct {
		const char *name;
		json_t *value;
	} members[] = {
		{"name", value_text(host->name)},
		{"cpu_model", value_text(host->cpu_model)},
		{"kernel", value_text(host->kernel)},
		{"logical_cpus", value_some(host->logical_cpus)},
		{"machine_cores", value_some(host->machine_cores)},
		{"physical_cores", value_some(host->physical_cores)},
		{"affinity_cpus", value_some(host->affinity_cpus)},
		{"affinity_list", value_text(host->affinity_list)},
		{"quota_cpus", value_figure(host->quota_cpus)},
		{"auto", value_some(host->automatic)},
		{"memory_bytes", value_figure(host->memory_bytes)},
		{"machine_memory_bytes", value_figure(host->machine_memory_bytes)},
		{"available_bytes", value_figure(host->available_bytes)},
		{"quotas", VALUE_ARRAY(host->quotas, host->quota_count, quota_value)},
		{"memory_limits",
			VALUE_ARRAY(
				host->memory_limits, host->memory_limit_count, limit_value)},
		{"kinds", VALUE_ARRAY(host->kinds, host->kind_count, kind_value)},
	};
	json_t *value = json_object();

	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		json_object_set_new(value, members[i].name, members[i].value);
	return value;
}

static void
read_quotas(struct json_reader *reader, const json_t *value, struct host *host)
{
	const json_t *array = reader_array(reader, value, "quotas");

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		ARRAY_GROW(host->quotas, host->quota_count, host->quota_capacity);
		host->quotas[host->quota_count++] = (struct cpu_quota){
			.group = reader_text(reader, item, "group"),
			.version = reader_count(reader, item, "version", 0),
			.quota_us = reader_figure(reader, item, "quota_us"),
			.period_us = reader_figure(reader, item, "period_us"),
			.cpus = reader_figure(reader, item, "cpus"),
		};
	}
}

static void
read_limits(struct json_reader *reader, const json_t *value, struct host *host)
{
	const json_t *array = reader_array(reader, value, "memory_limits");

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		ARRAY_GROW(host->memory_limits, host->memory_limit_count,
			host->memory_limit_capacity);
		host->memory_limits[host->memory_limit_count++] = (struct memory_limit){
			.group = reader_text(reader, item, "group"),
			.version = reader_count(reader, item, "version", 0),
			.bytes = reader_figure(reader, item, "bytes"),
			.soft = reader_flag(reader, item, "soft"),
		};
	}
}

static void
read_kinds(struct json_reader *reader, const json_t *value, struct host *host)
{
	const json_t *array = reader_array(reader, value, "kinds");

	host->kind_count = json_array_size(array);
	host->kinds = xcalloc(host->kind_count, sizeof *host->kinds);
	for (size_t i = 0; i < host->kind_count; i++) {
		const json_t *item = json_array_get(array, i);
		host->kinds[i] = (struct core_kind){
			.name = reader_text(reader, item, "name"),
			.cores = reader_count(reader, item, "cores", 0),
			.capacity = reader_count(reader, item, "capacity", 0),
		};
	}
}

void
report_host_read(struct json_reader *reader, const json_t *value, struct host *host)
{
	*host = (struct host){
		.name = reader_text(reader, value, "name"),
		.cpu_model = reader_text(reader, value, "cpu_model"),
		.kernel = reader_text(reader, value, "kernel"),
		.logical_cpus = reader_count(reader, value, "logical_cpus", 0),
		.machine_cores = reader_count(reader, value, "machine_cores", 0),
		.physical_cores = reader_count(reader, value, "physical_cores", 0),
		.affinity_cpus = reader_count(reader, value, "affinity_cpus", 0),
		.affinity_list = reader_text(reader, value, "affinity_list"),
		.quota_cpus = reader_figure(reader, value, "quota_cpus"),
		.automatic = reader_count(reader, value, "auto", 0),
		.memory_bytes = reader_figure(reader, value, "memory_bytes"),
		.machine_memory_bytes = reader_figure(reader, value, "machine_memory_bytes"),
		.available_bytes = reader_figure(reader, value, "available_bytes"),
	};
	read_quotas(reader, value, host);
	read_limits(reader, value, host);
	read_kinds(reader, value, host);
}
