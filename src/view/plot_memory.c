/*
 * The peak memory of every count, the line that was fitted through it and the limits.
 */
#include "config.h"

#include "view/plotscript.h"

#include <math.h>

#include "base/units.h"
#include "view/figures.h"

struct size_scale {
	const char *unit;
	double bytes;
};

/* Powers of 1024, as everywhere in ptbench. */
static struct size_scale
scale_for(double bytes)
{
	static const struct size_scale scales[] = {{"TB", 1099511627776.0},
		{"GB", 1073741824.0}, {"MB", 1048576.0}, {"kB", 1024.0}};

	for (size_t i = 0; i < 3; i++)
		if (bytes >= 0.9995 * scales[i].bytes)
			return scales[i];
	return scales[3];
}

static double
largest(const struct analysis *analysis)
{
	double most = 0.0;

	for (size_t i = 0; i < analysis->point_count; i++)
		if (isfinite(analysis->points[i].peak_bytes))
			most = fmax(most, analysis->points[i].peak_bytes);
	return most;
}

static double
model(const struct memory_model *memory, const struct point *point)
{
	return memory->known ? memory->base_bytes + memory->per_worker_bytes * point->workers
			     : UNKNOWN;
}

static double
largest_model(const struct analysis *analysis)
{
	double most = 0.0;

	for (size_t i = 0; i < analysis->point_count; i++)
		most = fmax(most, model(&analysis->memory, &analysis->points[i]));
	return most;
}

static void
add_rows(struct strbuf *out, const struct analysis *analysis, const struct size_scale *scale,
	struct strvec *hovers)
{
	strbuf_addf(out, "# category, peak, by the model (%s)\n$memory << EOD\n", scale->unit);
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		strbuf_addf(out, "%zu ", i + 1);
		script_number(out, point->peak_bytes / scale->bytes);
		script_number(out,
			point->mode == MODE_PAR ? model(&analysis->memory, point) / scale->bytes
						: UNKNOWN);
		strbuf_addch(out, '\n');
		if (!isfinite(point->peak_bytes))
			continue;
		struct strbuf hover = STRBUF_INIT;
		add_category(&hover, point);
		strbuf_addstr(&hover, ": ");
		figure_bytes(&hover, point->peak_bytes);
		strvec_push_owned(hovers, strbuf_detach(&hover));
	}
	strbuf_addstr(out, "EOD\n");
}

/* A limit far above all bars would make them invisible: then it is named in the subtitle. */
static bool
limit_near(double limit, double most)
{
	return isfinite(limit) && limit > 0.0 && limit < 4.0 * most;
}

static void
add_limit(struct strbuf *out, double limit, const struct size_scale *scale)
{
	char text[NUMBER_SIZE];

	strbuf_addf(out,
		"set arrow 10 from graph 0,first %.6g to graph 1,first %.6g nohead dashtype 2 "
		"lw 1.5 "
		"lc rgb vermillion\n"
		"set label 10 \"memory here: %s\" at graph 0.01,first %.6g left offset 0,0.6 "
		"font "
		"\",11\" textcolor rgb vermillion\n",
		limit / scale->bytes, limit / scale->bytes, format_size(limit, text),
		limit / scale->bytes);
}

static void
describe(struct strbuf *out, const struct analysis *analysis)
{
	strbuf_addstr(out, "Peak memory of all processes per worker count:");
	for (size_t i = 0; i < analysis->point_count; i++) {
		strbuf_addstr(out, i > 0 ? ", " : " ");
		add_category(out, &analysis->points[i]);
		strbuf_addch(out, ' ');
		figure_bytes(out, analysis->points[i].peak_bytes);
	}
	strbuf_addch(out, '.');
}

static void
add_subtitle(struct strbuf *out, const struct plot_arg *arg, double most)
{
	const struct memory_model *memory = &arg->analysis->memory;
	double limit = arg->result->host.memory_bytes;
	char text[NUMBER_SIZE];

	strbuf_addstr(out, "Peak of all processes together");
	if (memory->known && *peak_method_name(memory->method) != '\0')
		strbuf_addf(out, ", by %s", peak_method_name(memory->method));
	if (isfinite(limit) && limit > 0.0 && !limit_near(limit, most))
		strbuf_addf(out, "; memory here: %s", format_size(limit, text));
	if (arg->analysis->recommendation.memory_cap > 0)
		strbuf_addf(out, "; at most %d workers fit",
			arg->analysis->recommendation.memory_cap);
}

bool
plot_memory(const struct plot_arg *arg, struct plot *plot)
{
	const struct analysis *analysis = arg->analysis;
	double most = largest(analysis);
	double limit = arg->result->host.memory_bytes;
	struct size_scale scale = scale_for(most);
	struct strbuf script = STRBUF_INIT;
	struct strbuf subtitle = STRBUF_INIT;
	struct strbuf y_title = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;

	if (!(most > 0.0))
		return false;
	add_subtitle(&subtitle, arg, most);
	strbuf_addf(&y_title, "peak memory (%s)", scale.unit);
	const struct plot_frame frame = {"memory", "Memory per worker count",
		strbuf_text(&subtitle), "workers", strbuf_text(&y_title), PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	script_categories(&script, analysis);
	script_advised_category(&script, analysis);
	double top = fmax(
		largest_model(analysis), limit_near(limit, most) ? fmax(limit, most) : most);
	strbuf_addf(
		&script, "set yrange [0:%.6g]\nset boxwidth 0.7\n", 1.12 * top / scale.bytes);
	if (limit_near(limit, most))
		add_limit(&script, limit, &scale);
	add_rows(&script, analysis, &scale, plot_hover(plot, 1, "polygon"));
	strbuf_addstr(
		&script, "\nplot $memory using 1:2 with boxes fc rgb sky title \"measured\"");
	if (analysis->memory.known)
		strbuf_addstr(&script,
			", \\\n     $memory using 1:3 with linespoints lw 2 pt 7 ps 0.4 lc rgb "
			"blue "
			"title \"base and a constant for each worker\"");
	strbuf_addch(&script, '\n');
	describe(&description, analysis);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&subtitle);
	strbuf_release(&y_title);
	return true;
}
