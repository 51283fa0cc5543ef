/*
 * What jobs measured while no ptbench was there to hear of it.
 */
#include "config.h"

#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "proc/signals.h"
#include "proc/slurm/ending.h"
#include "proc/slurm/files.h"
#include "proc/slurm/job.h"
#include "proc/slurm/slurm.h"

#define QUEUE_WAIT_MS 500

/* Every trial has a number of its own, which its log's name tells. */
static bool
is_known(const struct observations *rows, const struct observation *row)
{
	for (size_t i = 0; i < rows->count; i++)
		if (strcmp(rows->rows[i].log, row->log) == 0)
			return true;
	return false;
}

/* A failure that tells something: nobody ended the job, whose name has its row's in it. */
static bool
failed_by_itself(const char *mark, const char *path)
{
	const char *base = strrchr(path, '/') + 1;
	char *name = xasprintf("%s-%.*s", mark, (int)strcspn(base, "."), base);
	bool outside = ending_from_outside(name);

	free(name);
	return !outside;
}

int
slurm_collect(const char *directory, slurm_read_fn *read, struct observations *rows,
	struct error *error)
{
	struct strvec paths = STRVEC_INIT;
	char *mark = slurm_files_mark(directory);

	if (mark == NULL)
		return 0;
	while (signals_caught() == 0 && jobs_queued(mark))
		poll(NULL, 0, QUEUE_WAIT_MS);
	if (signals_caught() != 0) {
		free(mark);
		return error_set(
			error, STATUS_SIGNAL, "interrupted while jobs were waited for");
	}

	slurm_files_rows(directory, &paths);
	for (size_t i = 0; i < paths.count; i++) {
		struct observations found = OBSERVATIONS_INIT;
		struct error ignored;

		/* A job that was lost has left no row. */
		if (read(paths.items[i], &found, &ignored) == 0 && found.count == 1 &&
			!is_known(rows, &found.rows[0]) &&
			(observation_succeeded(&found.rows[0]) ||
				failed_by_itself(mark, paths.items[i])))
			observations_add(rows, &found.rows[0]);
		observations_release(&found);
	}
	strvec_release(&paths);
	free(mark);
	return 0;
}

int
slurm_last_number(const char *directory)
{
	struct strvec paths = STRVEC_INIT;
	int last = 0;

	slurm_files_rows(directory, &paths);
	for (size_t i = 0; i < paths.count; i++) {
		long number = strtol(strrchr(paths.items[i], '/') + 1, NULL, 10);

		last = number > last && number < INT_MAX ? (int)number : last;
	}
	strvec_release(&paths);
	return last;
}
