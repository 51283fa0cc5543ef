#include "config.h"

#include "core/observation.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

struct observation
observation_empty(void)
{
	return (struct observation){
		.wall_s = UNKNOWN,
		.user_s = UNKNOWN,
		.sys_s = UNKNOWN,
		.peak_bytes = UNKNOWN,
		.throttled_s = (float)UNKNOWN,
		.cpu_pressure_s = (float)UNKNOWN,
		.io_pressure_s = (float)UNKNOWN,
		.memory_pressure_s = (float)UNKNOWN,
		.steal_s = (float)UNKNOWN,
		.loadavg = (float)UNKNOWN,
		.processes = UNKNOWN_COUNT,
		.threads = UNKNOWN_COUNT,
		.tests = UNKNOWN_COUNT,
		.failed_tests = UNKNOWN_COUNT,
		.exit_code = UNKNOWN_COUNT,
		.suite = "",
		.start_utc = "",
		.host = "",
		.log = "",
	};
}

/* Most rows have the texts of the row before: found without a search. */
static const char *
repeated_text(struct observations *all, const char *before, const char *text)
{
	return strcmp(before, text) == 0 ? before : observations_text(all, text);
}

void
observations_add(struct observations *all, const struct observation *row)
{
	ARRAY_GROW(all->rows, all->count, all->capacity);

	struct observation *added = &all->rows[all->count];
	const struct observation first = {.suite = "", .start_utc = "", .host = ""};
	const struct observation *before = all->count > 0 ? added - 1 : &first;
	*added = *row;
	added->suite = repeated_text(all, before->suite, row->suite);
	added->start_utc = repeated_text(all, before->start_utc, row->start_utc);
	added->host = repeated_text(all, before->host, row->host);
	added->log = observations_text(all, row->log);
	all->count++;
}

const char *
observations_text(struct observations *all, const char *text)
{
	return *text == '\0' ? "" : intern_text(&all->texts, text);
}

void
observations_release(struct observations *all)
{
	free(all->rows);
	intern_release(&all->texts);
	*all = (struct observations)OBSERVATIONS_INIT;
}

bool
observation_succeeded(const struct observation *row)
{
	/* Recorded runs of other tools know no exit code: they count as passed. */
	bool exit_passes =
		row->exit_code == 0 || row->exit_code == UNKNOWN_COUNT || row->forgiven;

	return exit_passes && row->signal == 0 && !row->timed_out;
}

bool
observation_usable(const struct observation *row)
{
	return !row->warmup && observation_succeeded(row) && isfinite(row->wall_s) &&
		row->wall_s > 0.0;
}

bool
observation_lost(const struct observation *row)
{
	return *row->start_utc != '\0' && isnan(row->wall_s) && row->exit_code == UNKNOWN_COUNT &&
	       row->signal == 0 && !row->timed_out;
}

const char *
mode_name(enum mode mode)
{
	return mode == MODE_SEQ ? "seq" : "par";
}

const char *
peak_method_name(enum peak_method method)
{
	static const char *const names[] = {
		[PEAK_UNKNOWN] = "",
		[PEAK_CGROUP2] = "cgroup2",
		[PEAK_CGROUP1] = "cgroup1",
		[PEAK_PSS] = "pss",
		[PEAK_RSS] = "rss",
		[PEAK_SIMULATED] = "simulated",
	};

	return names[method];
}
