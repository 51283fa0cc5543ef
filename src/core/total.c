#include "config.h"

#include "core/total.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* The rows of one form, count and suite that tell something: usable, or failed. */
struct runs_of {
	const struct observation **usable;
	size_t usable_count;
	const struct observation *failed; /* one that failed, or NULL */
};

/* Of warm-ups only those that failed say something: the count is unsafe. */
static bool
counts(const struct observation *row)
{
	return !row->warmup || !observation_succeeded(row);
}

static struct runs_of
find_runs(const struct observations *rows, const struct observation *like, const char *suite)
{
	struct runs_of found = {.usable = xcalloc(rows->count, sizeof(void *))};

	for (size_t i = 0; i < rows->count; i++) {
		const struct observation *row = &rows->rows[i];
		if (row->mode != like->mode || row->workers != like->workers ||
			!counts(row) || strcmp(row->suite, suite) != 0)
			continue;
		if (observation_usable(row))
			found.usable[found.usable_count++] = row;
		else
			found.failed = row;
	}
	return found;
}

static void
add_row(struct observation *sum, const struct observation *row)
{
	sum->wall_s += row->wall_s;
	sum->user_s += row->user_s;
	sum->sys_s += row->sys_s;
	if (!(sum->peak_bytes >= row->peak_bytes)) {
		sum->peak_bytes = row->peak_bytes;
		sum->peak_method = row->peak_method;
	}
}

static void
add_total(const struct observations *rows, const struct strvec *suites,
	const struct observation *like, struct observations *totals)
{
	struct runs_of *runs = xcalloc(suites->count, sizeof *runs);
	size_t fewest = SIZE_MAX;
	const struct observation *failed = NULL;

	for (size_t i = 0; i < suites->count; i++) {
		runs[i] = find_runs(rows, like, suites->items[i]);
		fewest = runs[i].usable_count < fewest ? runs[i].usable_count : fewest;
		/* One failing suite makes the count unsafe for all of them together. */
		if (runs[i].failed != NULL)
			failed = runs[i].failed;
	}
	for (size_t k = 0; k < fewest; k++) {
		struct observation sum = *runs[0].usable[k];
		for (size_t i = 1; i < suites->count; i++)
			add_row(&sum, runs[i].usable[k]);
		sum.suite = "";
		observations_add(totals, &sum);
	}
	if (failed != NULL) {
		struct observation row = *failed;
		row.suite = "";
		observations_add(totals, &row);
	}
	for (size_t i = 0; i < suites->count; i++)
		free(runs[i].usable);
	free(runs);
}

static bool
seen_before(const struct observations *rows, size_t position)
{
	for (size_t i = 0; i < position; i++)
		if (counts(&rows->rows[i]) && rows->rows[i].mode == rows->rows[position].mode &&
			rows->rows[i].workers == rows->rows[position].workers)
			return true;
	return false;
}

void
total_observations(const struct observations *rows, const struct strvec *suites,
	struct observations *totals)
{
	for (size_t i = 0; i < rows->count; i++)
		if (counts(&rows->rows[i]) && !seen_before(rows, i))
			add_total(rows, suites, &rows->rows[i], totals);
}
