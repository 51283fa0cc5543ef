/*
 * The peak memory of every count, what the fit says of it and the limits: the memory here, that
 * of the machine that will run the suite, and the usual sizes of CI machines among the bars.
 */
#include "config.h"

#include "view/plotscript.h"

#include <math.h>

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

struct limit {
	double bytes;
	const char *name;
};

#define MOST_LIMITS 5
#define GIGABYTE    1073741824.0

struct limits {
	struct limit items[MOST_LIMITS];
	size_t count;
	double top; /* of the picture, bytes */
};

/* Lines closer than this share of the picture would write over each other's names. */
#define LEAST_DISTANCE 0.08

static bool
has_room(const struct limits *limits, double bytes)
{
	for (size_t i = 0; i < limits->count; i++)
		if (fabs(limits->items[i].bytes - bytes) < LEAST_DISTANCE * limits->top)
			return false;
	return true;
}

/* A limit far above all bars would make them invisible: then the subtitle names it. */
static bool
is_near(double limit, double most)
{
	return limit > 0.0 && limit < 2.5 * most;
}

static void
add_own(struct limits *limits, double bytes, const char *name, double most)
{
	if (!is_near(bytes, most))
		return;
	limits->top = fmax(limits->top, bytes);
	limits->items[limits->count++] = (struct limit){bytes, name};
}

static struct limits
find_limits(const struct plot_arg *arg, double most)
{
	static const struct limit usual[] = {
		{7.0 * GIGABYTE, "a CI machine"},
		{16.0 * GIGABYTE, "a CI machine"},
		{32.0 * GIGABYTE, "a CI machine"},
	};
	struct limits limits = {.top = most};

	add_own(&limits, arg->analysis->memory.limit_bytes, "--memory-limit", most);
	add_own(&limits, arg->result->host.memory_bytes, "memory here", most);
	for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
		if (usual[i].bytes < 1.25 * most && usual[i].bytes > 0.1 * most &&
			has_room(&limits, usual[i].bytes)) {
			limits.top = fmax(limits.top, usual[i].bytes);
			limits.items[limits.count++] = usual[i];
		}
	limits.top *= 1.12;
	return limits;
}

static void
add_limits(struct strbuf *out, const struct limits *limits, const struct size_scale *scale)
{
	for (size_t i = 0; i < limits->count; i++) {
		const struct limit *limit = &limits->items[i];
		double place = limit->bytes / scale->bytes;

		strbuf_addf(out,
			"set arrow %zu from graph 0,first %.6g to graph 1,first %.6g nohead "
			"dashtype 2 lw 1.5 lc rgb vermillion front\n"
			"set label %zu \"%s: ",
			10 + i, place, place, 10 + i, limit->name);
		figure_bytes(out, limit->bytes);
		strbuf_addf(out,
			"\" at graph 0.01,first %.6g left offset 0,0.6 font \",11\" textcolor "
			"rgb vermillion front\n",
			place);
	}
}

static void
add_rows(struct strbuf *out, const struct analysis *analysis, const struct size_scale *scale,
	struct strvec *hovers)
{
	strbuf_addf(out,
		"# category, peak, its 95 %% interval, by the fit (%s)\n$memory << EOD\n",
		scale->unit);
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		strbuf_addf(out, "%zu ", i + 1);
		script_number(out, point->peak_bytes / scale->bytes);
		script_number(out, point->peak_low_bytes / scale->bytes);
		script_number(out, point->peak_high_bytes / scale->bytes);
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

/* An interval of less than a hundredth of the picture would be a smear on its bar. */
static bool
any_interval(const struct analysis *analysis, double top)
{
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		if (point->peak_high_bytes - point->peak_low_bytes > 0.01 * top)
			return true;
	}
	return false;
}

static void
add_plot_command(struct strbuf *out, const struct analysis *analysis, double top)
{
	struct strbuf failing = STRBUF_INIT;
	const struct memory_model *memory = &analysis->memory;

	script_failing(out, &failing, analysis);
	strbuf_addstr(out, "\nplot $memory using 1:2 with boxes fc rgb sky title \"measured\"");
	if (any_interval(analysis, top))
		strbuf_addstr(out,
			", \\\n     $memory using 1:3:(0):($4-$3) with vectors nohead lw 2 lc rgb "
			"blue title \"95 % interval\"");
	if (memory->known) {
		strbuf_addstr(out,
			", \\\n     $memory using ($1-0.4):5:(0.8):(0) with vectors nohead lw 2 "
			"lc rgb \"black\" title \"fitted: ");
		figure_bytes(out, memory->base_bytes);
		strbuf_addstr(out, " and ");
		figure_bytes(out, memory->per_worker_bytes);
		strbuf_addstr(out, " for each worker\"");
	}
	strbuf_addf(out, "%s\n", strbuf_text(&failing));
	strbuf_release(&failing);
}

static void
describe(struct strbuf *out, const struct analysis *analysis)
{
	strbuf_addstr(out, "Peak memory of all processes per worker count:");
	for (size_t i = 0; i < analysis->point_count; i++) {
		strbuf_addstr(out, i > 0 ? ", " : " ");
		add_category(out, &analysis->points[i]);
		strbuf_addstr(out, ": ");
		if (analysis->points[i].failed > 0)
			strbuf_addstr(out, "fails");
		else
			figure_bytes(out, analysis->points[i].peak_bytes);
	}
	strbuf_addch(out, '.');
	describe_advice(out, analysis);
}

static void
add_far_limit(struct strbuf *out, const char *name, double bytes, double most)
{
	if (!(bytes > 0.0) || is_near(bytes, most))
		return;
	strbuf_addf(out, "; %s: ", name);
	figure_bytes(out, bytes);
}

static void
add_subtitle(struct strbuf *out, const struct plot_arg *arg, double most)
{
	const struct memory_model *memory = &arg->analysis->memory;
	int cap = arg->analysis->recommendation.memory_cap;

	strbuf_addstr(out, "Peak of all processes together");
	if (memory->known && memory->method != PEAK_UNKNOWN) {
		strbuf_addstr(out, ", ");
		figure_peak_method(out, memory->method);
	}
	add_far_limit(out, "memory here", arg->result->host.memory_bytes, most);
	add_far_limit(out, "--memory-limit", memory->limit_bytes, most);
	if (cap > 0)
		strbuf_addf(out, "; at most %d worker%s into --memory-limit", cap,
			cap == 1 ? " fits" : "s fit");
}

bool
plot_memory(const struct plot_arg *arg, struct plot *plot)
{
	const struct analysis *analysis = arg->analysis;
	double most = largest(analysis);
	struct size_scale scale = scale_for(most);
	struct strbuf script = STRBUF_INIT;
	struct strbuf subtitle = STRBUF_INIT;
	struct strbuf y_title = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;

	if (!(most > 0.0))
		return false;
	most = fmax(most, largest_model(analysis));
	struct limits limits = find_limits(arg, most);
	add_subtitle(&subtitle, arg, most);
	strbuf_addf(&y_title, "peak memory (%s)", scale.unit);
	const struct plot_frame frame = {"memory", "Memory per worker count",
		strbuf_text(&subtitle), "workers", strbuf_text(&y_title), PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	script_categories(&script, analysis);
	script_advised_category(&script, analysis);
	strbuf_addf(
		&script, "set yrange [0:%.6g]\nset boxwidth 0.7\n", limits.top / scale.bytes);
	add_limits(&script, &limits, &scale);
	add_rows(&script, analysis, &scale, plot_hover(plot, 1, "polygon"));
	add_plot_command(&script, analysis, limits.top);
	describe(&description, analysis);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&subtitle);
	strbuf_release(&y_title);
	return true;
}
