/*
 * All runs in the order of time, each against its own count's estimate: drift, noise and slow
 * spells show as slopes, clouds and bumps.
 */
#include "config.h"

#include "view/plotscript.h"

#include <math.h>
#include <string.h>

#include "view/figures.h"

#define MOST_ROUND_LINES 40
#define SLOW_SCALES	 4.0 /* a run that many scales slow is flagged (core/sample) */
#define LARGEST_PERCENT	 150.0

/* The analysis that the row belongs to: its suite's, or the only one. */
static const struct analysis *
analysis_of(const struct result *result, const struct observation *row)
{
	for (size_t i = 0; i < result->suite_count; i++)
		if (strcmp(result->suites[i].analysis.name, row->suite) == 0)
			return &result->suites[i].analysis;
	return &result->total;
}

static const struct point *
point_of(const struct analysis *analysis, const struct observation *row)
{
	const struct point *point =
		analysis_point(analysis, (enum mode)row->mode, row->workers);

	return point != NULL && point_measured(point) ? point : NULL;
}

/* Deviation from the count's estimate in percent; NAN for what is not shown. */
static double
deviation(const struct result *result, const struct observation *row)
{
	const struct analysis *analysis = analysis_of(result, row);
	const struct point *point = point_of(analysis, row);

	if (point == NULL || row->warmup || !observation_usable(row))
		return UNKNOWN;
	return 100.0 * (row->wall_s / point->wall_s.estimate - 1.0);
}

/* The rows are numbered as they stand in runs.csv, without warm-ups. */
static size_t
add_rows(struct strbuf *out, const struct plot_arg *arg, size_t step, struct strvec *hovers)
{
	const struct observations *all = arg->result->observations;
	size_t number = 0;

	strbuf_addstr(out, "# run, deviation (%), sequential\n$order << EOD\n");
	for (size_t i = 0; i < all->count; i++) {
		const struct observation *row = &all->rows[i];
		double percent = deviation(arg->result, row);

		if (row->warmup)
			continue;
		number++;
		if (!isfinite(percent) || number % step != 0)
			continue;
		strbuf_addf(out, "%zu %.4g %d\n", number, fmin(percent, LARGEST_PERCENT),
			row->mode == MODE_SEQ);
		struct strbuf hover = STRBUF_INIT;
		strbuf_addf(&hover, "run %zu, round %d, ", number, row->round);
		figure_advice(&hover, (enum mode)row->mode, row->workers);
		strbuf_addf(&hover, ": %+.1f %%", percent);
		strvec_push_owned(hovers, strbuf_detach(&hover));
	}
	strbuf_addstr(out, "EOD\n");
	return number;
}

/* Where a round begins. */
static void
add_rounds(struct strbuf *out, const struct observations *all)
{
	size_t number = 0;
	int last = 0;
	int lines = 0;
	size_t start = out->length;

	for (size_t i = 0; i < all->count; i++) {
		if (all->rows[i].warmup)
			continue;
		number++;
		if (all->rows[i].round <= last)
			continue;
		last = all->rows[i].round;
		if (number > 1 && ++lines <= MOST_ROUND_LINES)
			strbuf_addf(out,
				"set arrow %d from %zu.5,graph 0 to %zu.5,graph 1 nohead lc "
				"rgb light "
				"back\n",
				20 + lines, number - 1, number - 1);
	}
	if (lines > MOST_ROUND_LINES)
		strbuf_truncate(out, start);
}

static size_t
count_shown(const struct plot_arg *arg)
{
	const struct observations *all = arg->result->observations;
	size_t count = 0;

	for (size_t i = 0; all != NULL && i < all->count; i++)
		count += isfinite(deviation(arg->result, &all->rows[i])) ? 1 : 0;
	return count;
}

bool
plot_order(const struct plot_arg *arg, struct plot *plot)
{
	size_t count = count_shown(arg);
	size_t step = plot_thinning(count);
	double noise = arg->analysis->noise;
	struct strbuf script = STRBUF_INIT;
	struct strbuf subtitle = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;

	if (count < 2)
		return false;
	strbuf_addstr(&subtitle,
		"Each run against the estimate of its own count; lines between rounds");
	add_thinning(&subtitle, step, "runs");
	const struct plot_frame frame = {"order", "Runs in the order of time",
		strbuf_text(&subtitle), "run", "slower than its count's estimate (%)",
		PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	add_rounds(&script, arg->result->observations);
	size_t last = add_rows(&script, arg, step, plot_hover(plot, 1, "use"));
	strbuf_addf(&script, "set xrange [0:%zu]\nset yrange [*<-3:3<*]\n", last + 1);
	strbuf_addstr(&script,
		"set arrow 10 from graph 0,first 0 to graph 1,first 0 nohead lc rgb muted\n");
	if (isfinite(noise) && noise > 0.0)
		strbuf_addf(&script,
			"set arrow 11 from graph 0,first %.4g to graph 1,first %.4g nohead "
			"dashtype 2 "
			"lc rgb orange\n",
			100.0 * expm1(SLOW_SCALES * noise), 100.0 * expm1(SLOW_SCALES * noise));
	strbuf_addf(&script,
		"\nplot $order using 1:2 with points pt 7 ps 0.5 lc rgb blue title \"a "
		"run\"%s\n",
		isfinite(noise) && noise > 0.0 ? ", \\\n     NaN with lines dashtype 2 lc rgb "
						 "orange title \"slower is flagged\""
					       : "");
	strbuf_addf(&description,
		"%zu runs in the order of time, each against the estimate of its own count",
		count);
	if (isfinite(noise)) {
		strbuf_addstr(&description, "; their scale is ");
		figure_percent(&description, noise);
	}
	strbuf_addch(&description, '.');
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&subtitle);
	return true;
}
