/*
 * The time of every count, with its interval and every single run as a point.
 */
#include "config.h"

#include "view/plotscript.h"

#include <math.h>

#include "view/figures.h"

#define SPREAD 0.64 /* of a category's width is used by its runs, in the order of running */

/* What became of a run: one data block, one symbol each. */
enum run_kind {
	RUN_USED,
	RUN_SLOW,
	RUN_FAILED,
	RUN_KINDS,
};

static const char *const run_words[RUN_KINDS] = {"", ", slow: left out", ", failed"};

/* Slow runs are the slowest ones: the time from which on a run of the point is one. */
static double
slow_from(const struct observations *all, const struct point *point)
{
	double limit = HUGE_VAL;

	for (int flagged = 0; flagged < point->flagged; flagged++) {
		double slowest = 0.0;
		for (size_t i = 0; i < point->row_count; i++) {
			const struct observation *row = &all->rows[point->rows[i]];
			if (observation_usable(row) && row->wall_s < limit)
				slowest = fmax(slowest, row->wall_s);
		}
		limit = slowest;
	}
	return limit;
}

static enum run_kind
run_kind(const struct observation *row, double slow_s)
{
	if (!observation_usable(row))
		return RUN_FAILED;
	return row->wall_s >= slow_s ? RUN_SLOW : RUN_USED;
}

static size_t
count_runs(const struct analysis *analysis)
{
	size_t count = 0;

	for (size_t i = 0; i < analysis->point_count; i++)
		count += analysis->points[i].row_count;
	return count;
}

struct run_writer {
	const struct plot_arg *arg;
	const struct time_scale *scale;
	size_t step;
};

static void
add_runs(struct strbuf *out, const struct run_writer *writer, enum run_kind kind,
	struct strvec *hovers)
{
	const struct analysis *analysis = writer->arg->analysis;
	const struct observations *all = writer->arg->result->observations;

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		double slow_s = slow_from(all, point);

		for (size_t j = 0; j < point->row_count; j += writer->step) {
			const struct observation *row = &all->rows[point->rows[j]];
			double place = ((double)j + 0.5) / (double)point->row_count - 0.5;

			if (run_kind(row, slow_s) != kind || !isfinite(row->wall_s))
				continue;
			strbuf_addf(out, "%.4f %.6g\n", (double)(i + 1) + SPREAD * place,
				row->wall_s * writer->scale->factor);
			struct strbuf hover = STRBUF_INIT;
			add_category(&hover, point);
			strbuf_addstr(&hover, ": ");
			figure_time(&hover, writer->scale, row->wall_s);
			strbuf_addstr(&hover, run_words[kind]);
			strvec_push_owned(hovers, strbuf_detach(&hover));
		}
	}
}

static void
add_times(struct strbuf *out, const struct analysis *analysis, const struct time_scale *scale)
{
	strbuf_addstr(out, "# category, time, its 95 % interval, predicted\n$times << EOD\n");
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		strbuf_addf(out, "%zu ", i + 1);
		script_number(out, point->wall_s.estimate * scale->factor);
		script_number(out, point->wall_s.low * scale->factor);
		script_number(out, point->wall_s.high * scale->factor);
		script_number(out, point->predicted_s * scale->factor);
		strbuf_addch(out, '\n');
	}
	strbuf_addstr(out, "EOD\n");
}

/* The total of several suites has no runs of its own: a run is of one suite. */
static bool
has_runs(const struct plot_arg *arg)
{
	return arg->result->observations != NULL &&
		(arg->suite > 0 || arg->result->suite_count == 0);
}

/* Each data block that has rows, drawn as `look`. */
static void
add_run_plots(struct strbuf *script, struct strbuf *plot, const struct run_writer *writer,
	struct plot *result)
{
	static const struct {
		const char *block;
		const char *look;
	} looks[RUN_KINDS] = {
		{"$runs", "pt 7 ps 0.45 lc rgb sky title \"a run\""},
		{"$slow", "pt 9 ps 0.9 lc rgb orange title \"a slow run, left out\""},
		{"$failed", "pt 2 ps 0.9 lw 2 lc rgb vermillion title \"a failed run\""},
	};

	int group = 0;

	for (enum run_kind kind = RUN_USED; kind < RUN_KINDS; kind++) {
		struct strbuf rows = STRBUF_INIT;
		struct strvec hovers = STRVEC_INIT;

		if (has_runs(writer->arg))
			add_runs(&rows, writer, kind, &hovers);
		if (rows.length > 0) {
			strbuf_addf(script, "%s << EOD\n%sEOD\n", looks[kind].block,
				strbuf_text(&rows));
			strbuf_addf(plot, "%s using 1:2 with points %s, \\\n     ",
				looks[kind].block, looks[kind].look);
			strvec_push_all(plot_hover(result, ++group, "use"), &hovers);
		}
		strvec_release(&hovers);
		strbuf_release(&rows);
	}
}

static void
describe(struct strbuf *out, const struct analysis *analysis, const struct time_scale *scale)
{
	strbuf_addstr(out, "Wall time per worker count:");
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		strbuf_addstr(out, i > 0 ? ", " : " ");
		add_category(out, point);
		strbuf_addstr(out, ": ");
		if (point->failed > 0)
			strbuf_addstr(out, "fails");
		else
			figure_time(out, scale, point->wall_s.estimate);
	}
	strbuf_addch(out, '.');
	describe_advice(out, analysis);
}

/* Gnuplot refuses a picture without a single time in it. */
static bool
has_times(const struct plot_arg *arg)
{
	const struct analysis *analysis = arg->analysis;

	for (size_t i = 0; i < analysis->point_count; i++)
		if (isfinite(analysis->points[i].wall_s.estimate) ||
			isfinite(analysis->points[i].predicted_s))
			return true;
	return has_runs(arg) && count_runs(analysis) > 0;
}

bool
plot_time(const struct plot_arg *arg, struct plot *plot)
{
	const struct analysis *analysis = arg->analysis;
	struct time_scale scale = time_scale_of(analysis);
	struct run_writer writer = {arg, &scale, plot_thinning(count_runs(analysis))};
	struct strbuf script = STRBUF_INIT;
	struct strbuf plots = STRBUF_INIT;
	struct strbuf subtitle = STRBUF_INIT;
	struct strbuf y_title = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;

	if (!has_times(arg))
		return false;
	strbuf_addstr(&subtitle,
		has_runs(arg) ? "Lower is better; each dot is a run, in the order of running"
			      : "Sum of all suites; lower is better");
	add_thinning(&subtitle, writer.step, "runs");
	strbuf_addf(&y_title, "time (%s)", scale.unit);
	const struct plot_frame frame = {"time", "Time per worker count",
		strbuf_text(&subtitle), "workers", strbuf_text(&y_title), PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	script_categories(&script, analysis);
	script_advised_category(&script, analysis);
	strbuf_addstr(&script, "set yrange [0:*]\nset offsets 0, 0, graph 0.02, 0\n\n");
	add_run_plots(&script, &plots, &writer, plot);
	add_times(&script, analysis, &scale);
	strbuf_addf(&script,
		"\nplot %s$times using ($1-0.32):5:(0.64):(0) with vectors nohead lw 2 lc rgb "
		"\"black\" title \"by the fitted law\", \\\n"
		"     $times using 1:3:(0):($4-$3) with vectors nohead lw 2.5 lc rgb blue title "
		"\"95 %% interval\", \\\n"
		"     $times using 1:2 with points pt 5 ps 0.55 lc rgb blue title "
		"\"estimate\"\n",
		strbuf_text(&plots));
	describe(&description, analysis, &scale);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&plots);
	strbuf_release(&subtitle);
	strbuf_release(&y_title);
	return true;
}
