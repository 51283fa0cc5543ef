#include "config.h"

#include "core/total.h"

#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/sample.h"

/* The runs of one form, count and suite, and how far they are summed up. */
struct runs_of {
	const struct sample *sample; /* NULL: the suite has none */
	size_t next; /* of its rows */
};

/* The next usable run, of which there is one more. */
static const struct observation *
next_usable(const struct observations *rows, struct runs_of *runs)
{
	const struct observation *row;

	do
		row = &rows->rows[runs->sample->rows[runs->next++]];
	while (!observation_usable(row));
	return row;
}

/* The last of the runs that failed, of which there is one. */
static const struct observation *
last_failed(const struct observations *rows, const struct sample *sample)
{
	for (size_t i = sample->row_count; i-- > 0;)
		if (!observation_usable(&rows->rows[sample->rows[i]]))
			return &rows->rows[sample->rows[i]];
	return NULL;
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

/* The rows of one form and count, of which `runs` are those of the suites. */
static void
add_total(const struct observations *rows, struct runs_of *runs, size_t suite_count,
	struct observations *totals)
{
	int fewest = INT_MAX;
	const struct observation *failed = NULL;

	for (size_t i = 0; i < suite_count; i++) {
		const struct sample *sample = runs[i].sample;
		int usable = sample != NULL ? sample->usable : 0;

		fewest = usable < fewest ? usable : fewest;
		/* One failing suite makes the count unsafe for all of them together. */
		if (sample != NULL && sample->failed > 0)
			failed = last_failed(rows, sample);
	}
	for (int k = 0; k < fewest; k++) {
		struct observation sum = *next_usable(rows, &runs[0]);
		for (size_t i = 1; i < suite_count; i++)
			add_row(&sum, next_usable(rows, &runs[i]));
		sum.suite = "";
		observations_add(totals, &sum);
	}
	if (failed != NULL) {
		struct observation row = *failed;
		row.suite = "";
		observations_add(totals, &row);
	}
}

/* By first appearance. */
static int
compare_firsts(const void *left, const void *right)
{
	size_t one = ((const struct sample *)left)->rows[0];
	size_t other = ((const struct sample *)right)->rows[0];

	return (one > other) - (one < other);
}

void
total_observations(const struct observations *rows, const struct strvec *suites,
	struct observations *totals)
{
	struct samples forms;
	struct samples *own = xcalloc(suites->count, sizeof *own);
	struct runs_of *runs = xcalloc(suites->count, sizeof *runs);

	samples_make(rows, NULL, &forms);
	for (size_t i = 0; i < suites->count; i++)
		samples_make(rows, suites->items[i], &own[i]);
	if (forms.count > 0)
		qsort(forms.items, forms.count, sizeof *forms.items, compare_firsts);
	for (size_t f = 0; f < forms.count; f++) {
		const struct sample *form = &forms.items[f];

		for (size_t i = 0; i < suites->count; i++)
			runs[i] = (struct runs_of){
				samples_find(&own[i], form->mode, form->workers), 0};
		add_total(rows, runs, suites->count, totals);
	}
	for (size_t i = 0; i < suites->count; i++)
		samples_release(&own[i]);
	samples_release(&forms);
	free(own);
	free(runs);
}
