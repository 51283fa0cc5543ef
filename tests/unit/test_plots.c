#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "sample_result.h"
#include "view/plots.h"
#include "view/plotscript.h"

/* What a name would need to become a command, a macro or markup. */
#define HOSTILE "`id`$(id)@m\"'\n!id\nEOD\n{/Symbol a}\x1b[1m"

struct made {
	struct result result;
	struct observations observations;
	struct plots plots;
};

static void
make(const struct sample_arg *arg, const char *format, struct made *made)
{
	*made = (struct made){.plots = PLOTS_INIT};
	sample_result(arg, &made->result, &made->observations);
	plots_view(&made->result, format, &made->plots);
}

static void
unmake(struct made *made)
{
	plots_release(&made->plots);
	result_release(&made->result);
	observations_release(&made->observations);
}

/* A picture without anything in it where there is none of that name. */
static const struct plot *
find(const struct plots *plots, const char *name)
{
	static char nothing[] = "";
	static const struct plot none = {
		.name = nothing, .title = nothing, .description = nothing, .script = nothing};

	for (size_t i = 0; i < plots->count; i++)
		if (strcmp(plots->items[i].name, name) == 0)
			return &plots->items[i];
	return &none;
}

static void
test_all_pictures(void)
{
	static const char *const names[] = {"speedup", "time", "efficiency", "memory", "order",
		"cost", "gantt-1", "gantt-16"};
	struct made made;

	make(&sample_rich, "svg", &made);
	CU_ASSERT_EQUAL(made.plots.count, 6 + sample_rich.count);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct plot *plot = find(&made.plots, names[i]);
		char output[64];

		ASSERT_TEXT(plot->name, names[i]);
		snprintf(output, sizeof output, "set output \"%s.svg\"", names[i]);
		CU_ASSERT_PTR_NOT_NULL(strstr(plot->script, output));
		CU_ASSERT_PTR_NOT_NULL(strstr(plot->script, "pytest -q on build-7"));
		CU_ASSERT_PTR_NOT_NULL(strstr(plot->script, "2026-01-31T12:00:00Z"));
		CU_ASSERT_TRUE(strlen(plot->title) > 3 && strlen(plot->description) > 20);
	}
	unmake(&made);
}

/* Where CPUs end the gain between two counts, the curve has its peak there. */
static void
test_peak_between_counts(void)
{
	struct curve_point curve[] = {{1.0, 10.0, 9.9, 10.1}, {1.5, 7.0, 6.9, 7.1},
		{2.0, 8.0, 7.9, 8.1}, {4.0, 9.0, 8.9, 9.1}};
	struct point points[] = {
		{.mode = MODE_SEQ, .workers = 1}, {.mode = MODE_PAR, .workers = 4}};
	struct result result;
	struct plots plots = PLOTS_INIT;
	double high = 0.0;

	result_init(&result);
	result.total.points = points;
	result.total.point_count = 2;
	result.total.reference_mode = MODE_SEQ;
	result.total.reference_workers = 1;
	for (size_t i = 0; i < 2; i++) {
		points[i].runs = 3;
		points[i].safe = true;
		points[i].wall_s = (struct interval){10.0 - (double)i, 9.0, 11.0};
		points[i].speedup = (struct interval){1.0 + 0.1 * (double)i, 1.0, 1.2};
	}
	result.total.curve = curve;
	result.total.curve_count = 4;
	plots_view(&result, "svg", &plots);
	const char *range = strstr(find(&plots, "speedup")->script, "set yrange [0:");
	CU_ASSERT_PTR_NOT_NULL_FATAL(range);
	CU_ASSERT_EQUAL(sscanf(range, "set yrange [0:%lf]", &high), 1);
	CU_ASSERT_TRUE(high > 10.0 / 6.9 && high < 2.0);
	plots_release(&plots);
	result.total.points = NULL;
	result.total.point_count = 0;
	result.total.curve = NULL;
	result.total.curve_count = 0;
	result_release(&result);
}

/* Without what a picture shows there is none. */
static void
test_nothing_to_show(void)
{
	struct made made;

	make(&sample_small, "svg", &made);
	CU_ASSERT_TRUE(*find(&made.plots, "speedup")->name != 0);
	CU_ASSERT_TRUE(*find(&made.plots, "efficiency")->name != 0);
	ASSERT_TEXT(find(&made.plots, "cost")->name, "");
	ASSERT_TEXT(find(&made.plots, "gantt-2")->name, "");
	unmake(&made);

	struct result empty;
	struct plots none = PLOTS_INIT;
	result_init(&empty);
	plots_view(&empty, "svg", &none);
	CU_ASSERT_EQUAL(none.count, 0);
	plots_release(&none);
	result_release(&empty);
}

static void
test_hostile_names(void)
{
	struct sample_arg arg = sample_rich;
	struct made made;

	arg.hostile = HOSTILE;
	make(&arg, "svg", &made);
	for (size_t i = 0; i < made.plots.count; i++) {
		const char *script = made.plots.items[i].script;

		/* Two backticks are ours, in the comment of the first line. */
		const char *body = strchr(script, '\n');
		CU_ASSERT_PTR_NULL(strpbrk(body, "`@!{\x1b"));
		CU_ASSERT_PTR_NULL(strstr(body, "$(id"));
		CU_ASSERT_PTR_NULL(strstr(body, "\nid"));
		CU_ASSERT_PTR_NOT_NULL(strstr(body, "\\140id\\140"));
	}
	unmake(&made);
}

/* 100,000 runs become a picture that can still be drawn, and says so. */
static void
test_thinning(void)
{
	static const int counts[] = {2, 4, 8, 16};
	const struct sample_arg arg = {.counts = counts, .count = 4, .runs = 20000};
	struct made made;

	CU_ASSERT_EQUAL(plot_thinning(PLOT_MOST_MARKS), 1);
	CU_ASSERT_EQUAL(plot_thinning(PLOT_MOST_MARKS + 1), 2);
	make(&arg, "svg", &made);
	CU_ASSERT_EQUAL(made.observations.count, 100000);
	for (size_t i = 0; i < made.plots.count; i++)
		CU_ASSERT_TRUE(strlen(made.plots.items[i].script) < 100000);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(find(&made.plots, "time")->script, "of each 209 runs one is shown"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(find(&made.plots, "order")->script, "of each 209 runs one is shown"));
	unmake(&made);
}

static void
test_formats(void)
{
	struct made made;

	make(&sample_small, "png", &made);
	const char *svg = strstr(made.plots.items[0].script, "set output \"speedup.svg\"");
	CU_ASSERT_PTR_NOT_NULL_FATAL(svg);
	const char *png = strstr(svg, "set terminal pngcairo noenhanced size 1720,1092");
	CU_ASSERT_PTR_NOT_NULL_FATAL(png);
	CU_ASSERT_PTR_NOT_NULL(strstr(png, "set output \"speedup.png\"\nreplot\n"));
	unmake(&made);
}

/* The limits that matter are lines among the bars; those far above them are words. */
static void
test_memory_limits(void)
{
	struct made made;

	make(&sample_rich, "svg", &made);
	const struct plot *memory = find(&made.plots, "memory");
	CU_ASSERT_PTR_NOT_NULL(strstr(memory->script, "\"--memory-limit: 1.8 GB\""));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(memory->script, "memory here: 8.0 GB; at most 30 workers"));
	CU_ASSERT_PTR_NULL(strstr(memory->script, "a CI machine"));
	CU_ASSERT_PTR_NULL(strstr(memory->script, "by simulated"));
	unmake(&made);
}

/* Whoever sees one picture alone knows what to use. */
static void
test_advice_in_each_picture(void)
{
	static const char *const names[] = {
		"speedup", "time", "efficiency", "memory", "order", "gantt-8"};
	struct made made;

	make(&sample_rich, "svg", &made);
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		const struct plot *plot = find(&made.plots, names[i]);

		CU_ASSERT_PTR_NOT_NULL(strstr(plot->script, "\"advised: 8 workers\""));
		CU_ASSERT_PTR_NOT_NULL(strstr(plot->description, "Advised: 8 workers."));
	}
	/* What lies beyond the CPUs is a ground, so that no line hides it. */
	CU_ASSERT_PTR_NOT_NULL(strstr(find(&made.plots, "speedup")->script,
		"title \"more workers than the 4 CPUs\""));
	unmake(&made);
}

SUITE(plots, {"the limits of memory", test_memory_limits},
	{"the advice is in each picture", test_advice_in_each_picture},
	{"every picture with source and date", test_all_pictures},
	{"a peak between two counts is seen", test_peak_between_counts},
	{"no picture where there is nothing to show", test_nothing_to_show},
	{"no name is a command", test_hostile_names}, {"many runs are thinned", test_thinning},
	{"formats", test_formats});
