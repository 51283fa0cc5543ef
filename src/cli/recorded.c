#include "config.h"

#include "cli/recorded.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"
#include "io/file.h"
#include "io/report_json.h"
#include "io/session_json.h"

#define RUNS_FILE "runs.csv"

/* The folder of a measurement, or NULL for a file of another name: it may lie there by chance. */
static char *
folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;

	if (file_is_directory(path))
		return xstrdup(path);
	if (strcmp(name, RUNS_FILE) != 0)
		return NULL;
	return slash == NULL ? xstrdup(".") : xasprintf("%.*s", (int)(slash - path + 1), path);
}

static int
ask_report(const char *folder, struct recorded *recorded)
{
	struct result result = RESULT_INIT;
	struct error ignored;

	result_init(&result);
	int status = report_json_read(folder, &result, &ignored);
	if (status == 0) {
		recorded->cpus = result.total.fit.capacity_cpus;
		recorded->seed = result.seed;
	}
	result_release(&result);
	return status;
}

static bool
was_simulated(const struct session_record *record)
{
	for (size_t i = 0; i < record->arguments.count; i++)
		if (strncmp(record->arguments.items[i], "--simulate", strlen("--simulate")) ==
			0)
			return true;
	return false;
}

/* A measurement that was killed has no report; its session stands since before the first run. */
static void
ask_session(const char *folder, struct recorded *recorded)
{
	struct session_record record = SESSION_RECORD_INIT;
	struct error ignored;

	if (session_json_read(folder, &record, &ignored) == 0) {
		recorded->seed = record.seed;
		if (!was_simulated(&record))
			recorded->cpus = host_cpus(&record.host);
	}
	session_record_release(&record);
}

static struct recorded
ask_folder(const char *path)
{
	struct recorded recorded = {.cpus = UNKNOWN, .seed = 0};
	char *folder = folder_of(path);

	if (folder != NULL && ask_report(folder, &recorded) != 0)
		ask_session(folder, &recorded);
	free(folder);
	return recorded;
}

struct recorded
recorded_find(const struct invocation *invocation)
{
	struct recorded all = {.cpus = UNKNOWN, .seed = 0};

	for (int i = 0; i < invocation->operand_count; i++) {
		struct recorded one = ask_folder(invocation->operands[i]);

		if (i == 0)
			all = one;
		else if (!(fabs(one.cpus - all.cpus) < 1e-9))
			all.cpus = UNKNOWN;
	}
	if (isfinite(invocation->options->host_cpus))
		all.cpus = invocation->options->host_cpus;
	if (options_given(invocation->options, "seed"))
		all.seed = (uint64_t)invocation->options->seed;
	return all;
}
