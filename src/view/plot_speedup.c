/*
 * The speedup with everything that limits it: ideal line, fitted curve with its band, ceiling,
 * CPUs, and the advice.
 */
#include "config.h"

#include "view/plotscript.h"

#include <math.h>
#include <stdio.h>

#include "view/figures.h"

#define MOST_TICKS 28

struct axes {
	double x_high;
	double y_high;
	double baseline_s;
};

/* It is over one worker: no value of an axis whose 1 is the speed of more. */
static double
shown_ceiling(const struct analysis *analysis)
{
	return analysis->reference_workers > 1 ? UNKNOWN : analysis->fit.ceiling.estimate;
}

/* Whether the ideal, the points and as much of the ceiling as is near them fit. */
static bool
find_axes(const struct analysis *analysis, struct axes *axes)
{
	const struct point *baseline =
		analysis_point(analysis, analysis->reference_mode, analysis->reference_workers);
	double highest = 1.0;

	*axes = (struct axes){.x_high = 1.0};
	if (baseline == NULL || !isfinite(baseline->wall_s.estimate))
		return false;
	axes->baseline_s = baseline->wall_s.estimate;
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		axes->x_high = fmax(axes->x_high, point->workers);
		if (!point_measured(point))
			continue;
		highest = fmax(highest, point->speedup.estimate);
		if (isfinite(point->speedup.high))
			highest = fmax(highest, fmin(point->speedup.high, 2.0 * highest));
	}
	/* What was predicted may lie beyond, and between two counts there may be a peak. */
	for (size_t i = 0; i < analysis->curve_count; i++) {
		const struct curve_point *at = &analysis->curve[i];

		axes->x_high = fmax(axes->x_high, at->workers);
		highest = fmax(highest, axes->baseline_s / at->wall_s);
	}
	double ceiling = shown_ceiling(analysis);
	axes->y_high = 1.12 * highest;
	if (isfinite(ceiling) && ceiling < 1.6 * highest)
		axes->y_high = fmax(axes->y_high, 1.1 * ceiling);
	return axes->x_high > 1.0;
}

/* The counts as ticks, and where the curve ends, without those that would touch one before. */
static void
add_ticks(struct strbuf *out, const struct analysis *analysis, const struct axes *axes)
{
	double last = -HUGE_VAL;
	double apart = axes->x_high / MOST_TICKS;
	const char *separator = "set xtics (";

	for (size_t i = 0; i < analysis->point_count; i++) {
		int workers = analysis->points[i].workers;

		if (workers - last < apart)
			continue;
		strbuf_addf(out, "%s%d", separator, workers);
		separator = ", ";
		last = workers;
	}
	if (axes->x_high - last >= apart)
		strbuf_addf(out, "%s%.0f", separator, axes->x_high);
	strbuf_addstr(out, ")\n");
}

static void
add_points(struct strbuf *out, const struct analysis *analysis, struct strvec *hovers)
{
	strbuf_addstr(out, "# workers, speedup, its 95 % interval\n$points << EOD\n");
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		struct strbuf hover = STRBUF_INIT;

		if (!point_measured(point) || point->failed > 0)
			continue;
		strbuf_addf(out, "%d ", point->workers);
		script_number(out, point->speedup.estimate);
		script_number(out,
			isfinite(point->speedup.low) ? point->speedup.low
						     : point->speedup.estimate);
		script_number(out,
			isfinite(point->speedup.high) ? point->speedup.high
						      : point->speedup.estimate);
		strbuf_addch(out, '\n');
		add_category(&hover, point);
		strbuf_addstr(&hover, ": ");
		figure_ratio(&hover, point->speedup.estimate);
		strbuf_addstr(&hover, " times as fast");
		strvec_push_owned(hovers, strbuf_detach(&hover));
	}
	strbuf_addstr(out, "EOD\n");
}

static void
add_curve(struct strbuf *out, const struct analysis *analysis, double baseline_s)
{
	strbuf_addstr(out, "# workers, fitted speedup, its 95 % band\n$curve << EOD\n");
	for (size_t i = 0; i < analysis->curve_count; i++) {
		const struct curve_point *point = &analysis->curve[i];

		script_number(out, point->workers);
		script_number(out, baseline_s / point->wall_s);
		script_number(out, baseline_s / point->high_s);
		script_number(out, baseline_s / point->low_s);
		strbuf_addch(out, '\n');
	}
	strbuf_addstr(out, "EOD\n");
}

/* Counts that fail, on the axis: there is no speedup. */
static bool
add_unsafe(struct strbuf *out, const struct analysis *analysis)
{
	size_t start = out->length;
	bool any = false;

	strbuf_addstr(out, "$unsafe << EOD\n");
	for (size_t i = 0; i < analysis->point_count; i++) {
		if (analysis->points[i].failed == 0)
			continue;
		strbuf_addf(out, "%d 0\n", analysis->points[i].workers);
		any = true;
	}
	strbuf_addstr(out, "EOD\n");
	if (!any)
		strbuf_truncate(out, start);
	return any;
}

/* Where there are more workers than CPUs the ground is grey: a line could lie under others. */
static void
add_cpus(struct strbuf *script, struct strbuf *key, double cpus, const struct axes *axes)
{
	if (!(cpus < axes->x_high))
		return;
	strbuf_addf(script,
		"set object 2 rectangle from %g,graph 0 to graph 1,graph 1 behind fillcolor rgb "
		"ground fillstyle solid 1 noborder\n",
		cpus);
	strbuf_addf(key,
		", \\\n     NaN with boxes fc rgb ground title \"more workers "
		"than the %g CPU%s\"",
		cpus, cpus > 1.0 ? "s" : "");
}

static void
add_advice(struct strbuf *script, const struct analysis *analysis, const struct axes *axes)
{
	const struct advice *local = &analysis->recommendation.local;
	double share = local->workers / (1.04 * axes->x_high);
	char place[64];

	if (local->workers == 0)
		return;
	strbuf_addf(script,
		"set arrow 11 from %d,graph 0 to %d,graph 1 nohead dashtype 5 lw 2 lc rgb "
		"green\n",
		local->workers, local->workers);
	snprintf(place, sizeof place, "%d,graph 1.03 %s", local->workers,
		share > 0.9	       ? "right"
			: share < 0.08 ? "left"
				       : "center");
	script_advice(script, analysis, place);
}

/* The lines of advice and ceiling, and the CPUs; names in the key overlap nothing. */
static void
add_limits(struct strbuf *script, struct strbuf *key, const struct analysis *analysis,
	const struct axes *axes)
{
	double ceiling = shown_ceiling(analysis);

	add_cpus(script, key, analysis->fit.capacity_cpus, axes);
	add_advice(script, analysis, axes);
	if (isfinite(ceiling) && ceiling <= axes->y_high) {
		strbuf_addf(script,
			"set arrow 12 from graph 0,first %g to graph 1,first %g nohead "
			"dashtype 4 "
			"lw 1.5 lc rgb vermillion\n",
			ceiling, ceiling);
		strbuf_addstr(key,
			", \\\n     NaN with lines dashtype 4 lw 1.5 lc rgb vermillion title "
			"\"ceiling ");
		figure_ratio(key, ceiling);
		strbuf_addch(key, '"');
	}
}

static int
ideal_divisor(const struct analysis *analysis)
{
	return analysis->reference_workers > 0 ? analysis->reference_workers : 1;
}

static bool
has_band(const struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->curve_count; i++)
		if (isfinite(analysis->curve[i].low_s) && isfinite(analysis->curve[i].high_s))
			return true;
	return false;
}

static void
add_plot_command(
	struct strbuf *out, const struct analysis *analysis, bool unsafe, const char *key)
{
	strbuf_addstr(out, "\nplot ");
	if (has_band(analysis))
		strbuf_addstr(out,
			"$curve using 1:3:4 with filledcurves fc rgb sky fs solid 0.3 noborder "
			"title \"95 % band\", \\\n     ");
	/* Without a sequential run the smallest count is what the others are measured by. */
	strbuf_addf(out,
		"x/%d. with lines dashtype 3 lw 1.5 lc rgb muted title \"ideal\", \\\n     ",
		ideal_divisor(analysis));
	if (analysis->curve_count > 0)
		strbuf_addstr(out,
			"$curve using 1:2 with lines lw 2 lc rgb blue title \"fitted\", \\\n   "
			"  ");
	if (unsafe)
		strbuf_addstr(out,
			"$unsafe using 1:2 with points pt 2 ps 1 lw 2 lc rgb vermillion title "
			"\"fails\", \\\n     ");
	strbuf_addstr(out,
		"$points using 1:3:(0):($4-$3) with vectors nohead lw 1.5 lc rgb \"black\" "
		"notitle, \\\n     "
		"$points using 1:2 with points pt 7 ps 0.6 lc rgb \"black\" title "
		"\"measured, 95 % interval\", \\\n     "
		"$points using (is_advised($1) ? $1 : NaN):2 with points pt 6 ps 1.4 lw 2.5 lc rgb "
		"green notitle");
	strbuf_addf(out, "%s\n", key);
}

static int
hover_group(const struct analysis *analysis, bool unsafe)
{
	return 3 + has_band(analysis) + (analysis->curve_count > 0) + unsafe;
}

static void
describe(struct strbuf *out, const struct analysis *analysis)
{
	strbuf_addstr(out, "Speedup over workers:");
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		strbuf_addstr(out, i > 0 ? ", " : " ");
		add_category(out, point);
		strbuf_addstr(out, ": ");
		if (point->failed > 0)
			strbuf_addstr(out, "fails");
		else
			figure_ratio(out, point->speedup.estimate);
	}
	if (isfinite(shown_ceiling(analysis))) {
		strbuf_addstr(out, "; ceiling ");
		figure_ratio(out, shown_ceiling(analysis));
	}
	strbuf_addch(out, '.');
	describe_advice(out, analysis);
}

/* What one is, and by which law the curve was fitted. */
static void
add_subtitle(struct strbuf *out, const struct analysis *analysis)
{
	strbuf_addstr(out, "Higher is better: times as fast as ");
	if (analysis->reference_mode == MODE_SEQ)
		strbuf_addstr(out, "sequentially");
	else
		strbuf_addf(out, "with %d", analysis->reference_workers);
	if (analysis->fit.done && analysis->fit.law != NULL)
		strbuf_addf(out, "; fitted: %s%s", analysis->fit.law->title,
			analysis->fit.averaged ? " and others" : "");
}

bool
plot_speedup(const struct plot_arg *arg, struct plot *plot)
{
	const struct analysis *analysis = arg->analysis;
	struct axes axes;
	struct strbuf script = STRBUF_INIT;
	struct strbuf key = STRBUF_INIT;
	struct strbuf subtitle = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;

	if (!find_axes(analysis, &axes))
		return false;
	add_subtitle(&subtitle, analysis);
	const struct plot_frame frame = {"speedup", "Speedup", strbuf_text(&subtitle),
		"workers", "speedup", PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	strbuf_addf(&script, "set xrange [0:%g]\nset yrange [0:%g]\n", 1.04 * axes.x_high,
		axes.y_high);
	add_ticks(&script, analysis, &axes);
	strbuf_addf(&script, "is_advised(workers) = workers == %d\n",
		analysis->recommendation.local.workers);
	add_limits(&script, &key, analysis, &axes);
	struct strvec hovers = STRVEC_INIT;
	add_points(&script, analysis, &hovers);
	if (analysis->curve_count > 0)
		add_curve(&script, analysis, axes.baseline_s);
	bool unsafe = add_unsafe(&script, analysis);
	add_plot_command(&script, analysis, unsafe, strbuf_text(&key));
	strbuf_release(&key);
	strvec_push_all(plot_hover(plot, hover_group(analysis, unsafe), "use"), &hovers);
	strvec_release(&hovers);
	describe(&description, analysis);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&subtitle);
	return true;
}
