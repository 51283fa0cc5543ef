#include "config.h"

#include "view/predictview.h"

#include <math.h>

#include "view/figures.h"
#include "view/table.h"

static const struct column columns[] = {
	{"workers", NULL, ALIGN_RIGHT, 0, false},
	{"time", NULL, ALIGN_RIGHT, 0, false},
	{"speedup", NULL, ALIGN_RIGHT, 0, false},
	{"efficiency", NULL, ALIGN_RIGHT, 3, false},
	{"reduction", NULL, ALIGN_RIGHT, 2, false},
	{"adjusted time", NULL, ALIGN_RIGHT, 0, false},
	{"speedup", NULL, ALIGN_RIGHT, 0, false},
	{"efficiency", NULL, ALIGN_RIGHT, 3, false},
	{"reduction", NULL, ALIGN_RIGHT, 1, false},
};

/* Exactly half a percent is rounded down: a table of promises rather says too little. */
static double
reduction_shown(double reduction)
{
	return fabs(reduction) < 0.0995 ? reduction : ceil(reduction * 100.0 - 0.5 - 1e-9) / 100.0;
}

static void
add_times(struct table *table, const struct whatif_times *times, const struct time_scale *scale)
{
	struct strbuf text = STRBUF_INIT;

	figure_time(&text, scale, times->wall_s);
	table_cell_taken(table, times->wall_s, &text);
	figure_ratio(&text, times->speedup);
	strbuf_addch(&text, 'x');
	table_cell_taken(table, times->speedup, &text);
	figure_percent(&text, times->efficiency);
	table_cell_taken(table, times->efficiency, &text);
	figure_percent(&text, reduction_shown(times->reduction));
	table_cell_taken(table, times->reduction, &text);
}

static struct time_scale
scale_of(const struct whatif *whatif)
{
	double smallest = HUGE_VAL;
	double largest = 0.0;

	for (size_t i = 0; i < whatif->count; i++) {
		const struct whatif_row *row = &whatif->rows[i];
		smallest = fmin(smallest, row->theory.wall_s);
		largest = fmax(largest, fmax(row->theory.wall_s, row->adjusted.wall_s));
	}
	return time_scale_between(smallest, largest);
}

static void
add_given(struct strbuf *out, const struct whatif *whatif, const struct time_scale *scale)
{
	strbuf_addstr(out, "Given: ");
	figure_time(out, scale, whatif->t1_s);
	strbuf_addstr(out, " sequentially, ");
	figure_percent(out, whatif->serial);
	strbuf_addstr(out, " of it serial");
	if (whatif->adjusted) {
		strbuf_addstr(out, ", ");
		figure_time(out, scale, whatif->fixed_s);
		strbuf_addstr(out, " to start workers at all, ");
		figure_time(out, scale, whatif->per_worker_s);
		strbuf_addstr(out, " for each further one");
	}
	strbuf_addstr(out, ".\n\n");
}

static void
add_limits(struct strbuf *out, const struct whatif *whatif)
{
	if (isfinite(whatif->ceiling)) {
		strbuf_addstr(out, "\nCeiling: at most ");
		figure_ratio(out, whatif->ceiling);
		strbuf_addstr(out, " times as fast (Amdahl's law), however many workers.\n");
	} else {
		strbuf_addstr(out, "\nCeiling: none, all of the work can be shared.\n");
	}
	if (whatif->adjusted && whatif->best_workers > 0)
		strbuf_addf(out,
			"With these overheads the time is least at %d worker%s; more make it "
			"slower.\n",
			whatif->best_workers, whatif->best_workers == 1 ? "" : "s");
}

void
predict_view(const struct whatif *whatif, const struct style *style, struct strbuf *text)
{
	struct table table = TABLE_INIT(columns);
	struct time_scale scale = scale_of(whatif);

	for (size_t i = 0; i < whatif->count; i++) {
		const struct whatif_row *row = &whatif->rows[i];

		table_row(&table, ROW_PLAIN);
		table_cellf(&table, row->workers, "%d", row->workers);
		add_times(&table, &row->theory, &scale);
		if (whatif->adjusted)
			add_times(&table, &row->adjusted, &scale);
	}
	add_given(text, whatif, &scale);
	table_terminal(&table, style, text);
	add_limits(text, whatif);
	table_release(&table);
}
