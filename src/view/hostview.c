#include "config.h"

#include "view/hostview.h"

#include <math.h>

#include "base/units.h"
#include "view/text.h"

#define NAME_WIDTH 18

static void
add_name(struct strbuf *out, const char *name)
{
	strbuf_addf(out, "%-*s", NAME_WIDTH, name);
}

static void
add_text(struct strbuf *out, const char *name, const char *value, const struct style *style)
{
	if (value == NULL || *value == '\0')
		return;
	add_name(out, name);
	text_add_clean(out, value,
		style->width > NAME_WIDTH ? (size_t)(style->width - NAME_WIDTH) : 0,
		style->utf8);
	strbuf_addch(out, '\n');
}

static void
add_count(struct strbuf *out, const char *name, int count)
{
	if (count <= 0)
		return;
	add_name(out, name);
	strbuf_addf(out, "%d\n", count);
}

static void
add_affinity(struct strbuf *out, const struct host *host, const struct style *style)
{
	if (host->affinity_cpus <= 0)
		return;
	add_name(out, "affinity");
	strbuf_addf(out, "%d", host->affinity_cpus);
	if (host->affinity_list != NULL && *host->affinity_list != '\0') {
		strbuf_addstr(out, " (");
		text_add_clean(out, host->affinity_list, 40, style->utf8);
		strbuf_addch(out, ')');
	}
	strbuf_addch(out, '\n');
}

/* Every control group on the way to the root, with the numbers as they are written there. */
static void
add_quotas(struct strbuf *out, const struct host *host, const struct style *style)
{
	for (size_t i = 0; i < host->quota_count; i++) {
		const struct cpu_quota *quota = &host->quotas[i];
		char amount[NUMBER_SIZE];
		char period[NUMBER_SIZE];

		add_name(out, i == 0 ? "CPU quota" : "");
		text_add_clean(out, quota->group, 40, style->utf8);
		if (isfinite(quota->quota_us))
			strbuf_addf(out, ": %s us in %s us = %.3g CPUs",
				format_number(quota->quota_us, amount),
				format_number(quota->period_us, period), quota->cpus);
		else
			strbuf_addstr(out, ": none");
		strbuf_addf(out, " (cgroup v%d)\n", quota->version);
	}
	if (host->quota_count == 0) {
		add_name(out, "CPU quota");
		strbuf_addstr(out, "none\n");
	}
}

static void
add_memory(struct strbuf *out, const struct host *host)
{
	char usable[NUMBER_SIZE];
	char machine[NUMBER_SIZE];

	if (!(host->memory_bytes > 0.0))
		return;
	add_name(out, "memory");
	strbuf_addstr(out, format_size(host->memory_bytes, usable));
	if (host->machine_memory_bytes > host->memory_bytes)
		strbuf_addf(out, " of the machine's %s",
			format_size(host->machine_memory_bytes, machine));
	strbuf_addch(out, '\n');
}

static void
add_kinds(struct strbuf *out, const struct host *host, const struct style *style)
{
	for (size_t i = 0; i < host->kind_count; i++) {
		add_name(out, i == 0 ? "kinds of core" : "");
		strbuf_addf(out, "%d ", host->kinds[i].cores);
		text_add_clean(out, host->kinds[i].name, 30, style->utf8);
		strbuf_addf(out, ", capacity %d of 1024\n", host->kinds[i].capacity);
	}
}

/* Which ingredient settles it. */
static const char *
reason(const struct host *host)
{
	if (isfinite(host->quota_cpus) && host->quota_cpus > 0.0 &&
		host->quota_cpus < (double)host->affinity_cpus)
		return host->quota_cpus < 1.0 ? "the quota is less than one CPU"
					      : "the whole CPUs of the quota";
	if (host->affinity_cpus < host->logical_cpus)
		return "the CPUs that the affinity allows";
	return "all CPUs of the machine";
}

void
host_view(const struct host *host, const struct style *style, struct strbuf *text)
{
	add_text(text, "host", host->name, style);
	add_text(text, "processor", host->cpu_model, style);
	add_text(text, "kernel", host->kernel, style);
	add_count(text, "logical CPUs", host->logical_cpus);
	add_count(text, "physical cores", host->physical_cores);
	add_kinds(text, host, style);
	add_affinity(text, host, style);
	add_quotas(text, host, style);
	add_memory(text, host);
	strbuf_addf(text, "\nauto is %d: %s.\n", host->automatic, reason(host));
}
