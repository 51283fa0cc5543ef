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
#define LEAST_PERCENT	 3.0

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

struct axes {
	size_t last; /* run */
	double low;
	double high;
};

/* The rows are numbered as they stand in runs.csv, without warm-ups. */
static struct axes
add_rows(struct strbuf *out, const struct plot_arg *arg, size_t step, struct strvec *hovers)
{
	struct axes axes = {0, -LEAST_PERCENT, LEAST_PERCENT};
	const struct observations *all = arg->result->observations;
	size_t number = 0;

	strbuf_addstr(out, "# run, deviation (%)\n$order << EOD\n");
	for (size_t i = 0; i < all->count; i++) {
		const struct observation *row = &all->rows[i];
		double percent = deviation(arg->result, row);

		if (row->warmup)
			continue;
		number++;
		if (!isfinite(percent) || number % step != 0)
			continue;
		percent = fmin(percent, LARGEST_PERCENT);
		axes.low = fmin(axes.low, percent);
		axes.high = fmax(axes.high, percent);
		strbuf_addf(out, "%zu %.4g\n", number, percent);
		struct strbuf hover = STRBUF_INIT;
		strbuf_addf(&hover, "run %zu, round %d, ", number, row->round);
		figure_advice(&hover, (enum mode)row->mode, row->workers);
		strbuf_addf(&hover, ": %+.1f %%", percent);
		strvec_push_owned(hovers, strbuf_detach(&hover));
	}
	strbuf_addstr(out, "EOD\n");
	axes.last = number;
	return axes;
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

/* From how many percent on a run is flagged; NAN where that is not known. */
static double
slow_percent(const struct analysis *analysis)
{
	return analysis->noise > 0.0 ? 100.0 * expm1(SLOW_SCALES * analysis->noise) : UNKNOWN;
}

/* The line of the slow ones belongs to the picture only where a run comes near it. */
static void
add_axes(struct strbuf *out, const struct axes *axes, double slow)
{
	bool near = slow < 2.0 * axes->high;
	double high = near ? fmax(axes->high, slow) : axes->high;

	strbuf_addf(out, "set xrange [0:%zu]\nset yrange [%.4g:%.4g]\n", axes->last + 1,
		1.1 * axes->low, 1.1 * high);
	strbuf_addstr(out,
		"set arrow 10 from graph 0,first 0 to graph 1,first 0 nohead lc rgb muted\n");
	if (near)
		strbuf_addf(out,
			"set arrow 11 from graph 0,first %.4g to graph 1,first %.4g nohead "
			"dashtype 2 lw 1.5 lc rgb orange\n",
			slow, slow);
	strbuf_addf(out,
		"\nplot $order using 1:2 with points pt 7 ps 0.5 lc rgb blue title \"a run\"%s\n",
		near ? ", \\\n     NaN with lines dashtype 2 lw 1.5 lc rgb orange title \"slower "
		       "runs are left out\""
		     : "");
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
		"Level is good: a slope is drift, a wide cloud noise; lines stand between rounds");
	add_thinning(&subtitle, step, "runs");
	const struct plot_frame frame = {"order", "Runs in the order of time",
		strbuf_text(&subtitle), "run", "slower than usual at its count (%)",
		PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	script_advice(&script, arg->analysis, "graph 0,graph 1.03 left");
	add_rounds(&script, arg->result->observations);
	struct axes axes = add_rows(&script, arg, step, plot_hover(plot, 1, "use"));
	add_axes(&script, &axes, slow_percent(arg->analysis));
	strbuf_addf(&description,
		"%zu runs in the order of time, each against the estimate of its own count",
		count);
	if (isfinite(noise)) {
		strbuf_addstr(&description, "; their scale is ");
		figure_percent(&description, noise);
	}
	strbuf_addch(&description, '.');
	describe_advice(&description, arg->analysis);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&subtitle);
	return true;
}
