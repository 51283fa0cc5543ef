#include "config.h"

#include "view/hostview.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/units.h"
#include "view/text.h"

#define LABEL_WIDTH 20
#define MOST_QUOTAS 4 /* with one screen in mind */

static void
add_label(struct strbuf *text, const char *label)
{
	size_t width = strlen(label);

	strbuf_addf(text, "  %s", label);
	strbuf_addn(text, ' ', width < LABEL_WIDTH ? LABEL_WIDTH - width : 1);
}

/* "1 CPU", "2.5 CPUs" */
static void
add_cpus(struct strbuf *text, double cpus)
{
	strbuf_addf(text, "%.4g %s", cpus, cpus > 1.0 || cpus < 1.0 ? "CPUs" : "CPU");
}

static void
add_count(struct strbuf *text, int count, const char *one, const char *many)
{
	if (count > 0)
		strbuf_addf(text, "%d %s", count, count == 1 ? one : many);
	else
		strbuf_addf(text, "an unknown number of %s", many);
}

static bool
quota_binds(const struct host *host)
{
	return floor(host->quota_cpus) < host->affinity_cpus;
}

/* The first line is the answer. */
static void
add_answer(const struct host *host, const struct style *style, struct strbuf *text)
{
	strbuf_addf(text, "%sauto is %d here%s: ", style->color ? "\033[1m" : "",
		host->automatic, style->color ? "\033[0m" : "");
	if (quota_binds(host)) {
		strbuf_addstr(text, "the quota of ");
		add_cpus(text, host->quota_cpus);
		strbuf_addstr(text,
			host->quota_cpus < 1.0 ? ", and at least one.\n\n"
					       : ", rounded down.\n\n");
	} else if (host->affinity_cpus > 0) {
		strbuf_addstr(text, "the CPUs on which this process may run.\n\n");
	} else {
		strbuf_addstr(text, "the machine does not tell its CPUs.\n\n");
	}
}

static void
add_machine(const struct host *host, const struct style *style, struct strbuf *text)
{
	add_label(text, "machine");
	text_add_terminal(text, host->name, style);
	strbuf_addstr(text, ", ");
	add_count(text, host->logical_cpus, "CPU", "CPUs");
	if (host->machine_cores > 0) {
		strbuf_addstr(text, " on ");
		add_count(text, host->machine_cores, "physical core", "physical cores");
	}
	strbuf_addch(text, '\n');
	if (host->cpu_model[0] != '\0') {
		add_label(text, "processor");
		text_add_terminal(text, host->cpu_model, style);
		strbuf_addch(text, '\n');
	}
	if (host->kernel[0] != '\0') {
		add_label(text, "kernel");
		text_add_terminal(text, host->kernel, style);
		strbuf_addch(text, '\n');
	}
}

static void
add_affinity(const struct host *host, struct strbuf *text)
{
	add_label(text, "may run on");
	if (host->affinity_cpus <= 0) {
		strbuf_addstr(text, "unknown\n");
		return;
	}
	strbuf_addf(text, "%s (", host->affinity_list);
	add_count(text, host->affinity_cpus, "CPU", "CPUs");
	if (host->physical_cores > 0) {
		strbuf_addstr(text, " on ");
		add_count(text, host->physical_cores, "physical core", "physical cores");
	}
	strbuf_addstr(text, ", from the affinity)\n");
}

static void
add_kinds(const struct host *host, const struct style *style, struct strbuf *text)
{
	for (size_t i = 0; i < host->kind_count; i++) {
		const struct core_kind *kind = &host->kinds[i];

		add_label(text, i == 0 ? "kinds of cores" : "");
		add_count(text, kind->cores, "core", "cores");
		strbuf_addstr(text, " ");
		text_add_terminal(text, kind->name, style);
		if (kind->capacity > 0)
			strbuf_addf(text, ", speed %.2f", kind->capacity / 1024.0);
		strbuf_addch(text, '\n');
	}
}

static void
add_quota(const struct cpu_quota *quota, bool binding, const struct style *style,
	struct strbuf *text)
{
	add_cpus(text, quota->cpus);
	strbuf_addf(text, ": %.0f us in every %.0f us, ", quota->quota_us, quota->period_us);
	text_add_terminal(text, quota->group, style);
	strbuf_addf(text, " (cgroup v%d)\n", quota->version);
	if (!binding || fabs(quota->cpus - floor(quota->cpus)) <= 0.0)
		return;
	add_label(text, "");
	strbuf_addf(text, "rounded down: %.0f (used; at least 1), rounded up: %.0f\n",
		floor(quota->cpus), ceil(quota->cpus));
}

static void
add_quotas(const struct host *host, const struct style *style, struct strbuf *text)
{
	bool binding = true; /* the first of the tightest */
	int shown = 0, more = 0;

	for (size_t i = 0; i < host->quota_count; i++) {
		const struct cpu_quota *quota = &host->quotas[i];

		if (isnan(quota->cpus))
			continue;
		if (shown == MOST_QUOTAS) {
			more++;
			continue;
		}
		bool tightest = binding && quota->cpus <= host->quota_cpus;
		add_label(text, shown++ == 0 ? "CPU quotas" : "");
		add_quota(quota, tightest, style, text);
		binding = binding && !tightest;
	}
	if (more > 0) {
		add_label(text, "");
		strbuf_addf(text, "and %d more\n", more);
	}
	if (shown == 0) {
		add_label(text, "CPU quotas");
		strbuf_addf(text, "none (looked at %zu control %s)\n", host->quota_count,
			host->quota_count == 1 ? "group" : "groups");
	}
}

static void
add_memory(const struct host *host, const struct style *style, struct strbuf *text)
{
	char size[NUMBER_SIZE];

	add_label(text, "memory");
	if (isnan(host->machine_memory_bytes)) {
		strbuf_addstr(text, "unknown\n");
		return;
	}
	strbuf_addstr(text, format_size(host->memory_bytes, size));
	if (host->memory_bytes < host->machine_memory_bytes)
		strbuf_addf(text, " of %s", format_size(host->machine_memory_bytes, size));
	if (!isnan(host->available_bytes))
		strbuf_addf(text, ", %s of the machine's free now",
			format_size(host->available_bytes, size));
	strbuf_addch(text, '\n');
	for (size_t i = 0; i < host->memory_limit_count; i++) {
		const struct memory_limit *limit = &host->memory_limits[i];

		if (isnan(limit->bytes) || limit->bytes > host->memory_bytes)
			continue;
		add_label(text, "");
		strbuf_addf(text, "%s of ", limit->soft ? "memory.high" : "the limit");
		text_add_terminal(text, limit->group, style);
		strbuf_addf(text, " (cgroup v%d)\n", limit->version);
		break;
	}
}

/* How others choose: facts of their sources and manuals. */
static int
all_cpus(const struct host *host)
{
	return host->logical_cpus;
}

static int
allowed_cpus(const struct host *host)
{
	return host->affinity_cpus;
}

static int
machine_cores(const struct host *host)
{
	return host->machine_cores;
}

static int
same_as_here(const struct host *host)
{
	return host->automatic;
}

static int
one_less(const struct host *host)
{
	return host->automatic > 1 ? host->automatic - 1 : 1;
}

static int
rounded_up(const struct host *host)
{
	double cpus = ceil(host->quota_cpus);

	return cpus < host->affinity_cpus ? (int)fmax(cpus, 1.0) : host->affinity_cpus;
}

static int
rounded_up_from_two(const struct host *host)
{
	double cpus = fmax(ceil(host->quota_cpus), 2.0);

	return !isnan(host->quota_cpus) && cpus < host->affinity_cpus ? (int)cpus
								      : host->affinity_cpus;
}

static const struct other {
	int (*count)(const struct host *host);
	const char *tools;
} others[] = {
	{same_as_here,
		"ninja 1.11, cargo test, nextest, Node.js 22.12: affinity and quota, down"},
	{one_less, "jest, vitest, node --test: that minus one"},
	{rounded_up, "JVM, .NET: affinity and quota, rounded up"},
	{rounded_up_from_two, "Go 1.25: the same, the quota counts as 2 at least"},
	{allowed_cpus, "nproc, pytest-xdist without psutil: affinity"},
	{machine_cores, "pytest-xdist with psutil: the machine's physical cores"},
	{all_cpus, "meson, stestr, Django, mocha, ava, playwright: the machine's CPUs"},
};

static void
add_others(const struct host *host, struct strbuf *text)
{
	strbuf_addstr(text, "\nWhat others start here when they are told to choose:\n");
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		int count = others[i].count(host);

		if (count > 0)
			strbuf_addf(text, "  %5d  %s\n", count, others[i].tools);
		else
			strbuf_addf(text, "  %5s  %s\n", "?", others[i].tools);
	}
}

void
host_view(const struct host *host, const struct style *style, struct strbuf *text)
{
	add_answer(host, style, text);
	add_machine(host, style, text);
	add_affinity(host, text);
	add_kinds(host, style, text);
	add_quotas(host, style, text);
	add_memory(host, style, text);
	add_label(text, "--workers words");
	strbuf_addf(text, "auto = %d", host->automatic);
	if (host->physical_cores > 0)
		strbuf_addf(text, ", cores = %d", host->physical_cores);
	if (host->affinity_cpus > 0)
		strbuf_addf(text, ", threads = %d", host->affinity_cpus);
	strbuf_addch(text, '\n');
	add_others(host, text);
}
