/*
 * Who runs which test when, by one scheduler at one count: the rows are workers, the boxes
 * tests. The longest test has a colour of its own, for it is what no scheduler can shorten.
 */
#include "config.h"

#include "view/plotscript.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "view/text.h"

#define ROW_PIXELS     22
#define LEAST_PIXELS   316
#define MOST_PIXELS    1500
#define MOST_LABELS    40
#define LONGEST_COLUMN 60
#define ADVICE_PIXELS  68.0 /* below the upper edge */

/* A box from start to end in the worker's row. */
struct box {
	int worker;
	double start_s;
	double end_s;
	size_t test;
};

typedef void (*box_visitor)(const struct box *box, void *context);

static void
visit_boxes(const struct schedule *schedule, const struct tests_summary *tests,
	box_visitor visit, void *context)
{
	for (int i = 0; i < schedule->workers; i++) {
		const struct assignment *own = &schedule->assignments[i];
		double now = 0.0;

		for (size_t j = 0; j < own->count; j++) {
			if (own->tests[j] >= tests->duration_count)
				continue;
			double seconds = tests->durations[own->tests[j]].seconds;
			struct box box = {i, now, now + seconds, own->tests[j]};
			visit(&box, context);
			now += seconds;
		}
	}
}

struct box_writer {
	const struct tests_summary *tests;
	struct strbuf *rows;
	struct strbuf *longest_rows;
	struct strvec *hovers;
	struct strvec *longest_hovers;
	double shortest_s; /* shorter ones are not drawn */
	double longest_s;
	size_t left_out;
};

static void
write_box(const struct box *box, void *context)
{
	struct box_writer *writer = context;
	double seconds = writer->tests->durations[box->test].seconds;
	bool longest = seconds >= writer->longest_s;
	struct strbuf hover = STRBUF_INIT;

	if (seconds < writer->shortest_s || !(seconds > 0.0)) {
		writer->left_out++;
		return;
	}
	strbuf_addf(longest ? writer->longest_rows : writer->rows, "%d %.6g %.6g\n",
		box->worker + 1, box->start_s, box->end_s);
	text_add_clean(&hover, writer->tests->durations[box->test].name, 100, true);
	strbuf_addf(&hover, ", %.3g s", seconds);
	strvec_push_owned(
		longest ? writer->longest_hovers : writer->hovers, strbuf_detach(&hover));
}

static void
add_busy(struct strbuf *out, const struct schedule *schedule, const struct tests_summary *tests)
{
	strbuf_addstr(out, "# worker, end of its last test (s)\n$busy << EOD\n");
	for (int i = 0; i < schedule->workers; i++) {
		const struct assignment *own = &schedule->assignments[i];
		double end = 0.0;

		for (size_t j = 0; j < own->count; j++)
			if (own->tests[j] < tests->duration_count)
				end += tests->durations[own->tests[j]].seconds;
		strbuf_addf(out, "%d 0 %.6g\n", i + 1, end);
	}
	strbuf_addstr(out, "EOD\n");
}

static int
picture_height(int workers)
{
	int height = 206 + ROW_PIXELS * workers;

	if (height < LEAST_PIXELS)
		return LEAST_PIXELS;
	return height > MOST_PIXELS ? MOST_PIXELS : height;
}

static void
add_rows_axis(struct strbuf *out, const struct schedule *schedule)
{
	int step = (schedule->workers + MOST_LABELS - 1) / MOST_LABELS;

	strbuf_addf(out,
		"set xrange [0:%.6g]\nset yrange [%d.6:0.4]\nset ytics 1,%d\nunset grid\n"
		"set arrow 10 from %.6g,graph 0 to %.6g,graph 1 nohead dashtype 2 lw 1.5 lc "
		"rgb "
		"vermillion\n",
		1.02 * schedule->makespan_s, schedule->workers, step, schedule->lower_bound_s,
		schedule->lower_bound_s);
}

static void
add_subtitle(
	struct strbuf *out, const struct schedule *schedule, const struct tests_summary *tests)
{
	strbuf_addf(out, "Scheduler %s: %.3g s, no scheduler can need less than %.3g s",
		schedule->scheduler, schedule->makespan_s, schedule->lower_bound_s);
	if (tests->longest.name != NULL) {
		strbuf_addstr(out, "; longest: ");
		text_add_clean(out, tests->longest.name, LONGEST_COLUMN - 20, true);
	}
}

/* The data blocks, and the command that draws them. */
static void
add_picture(struct strbuf *script, const struct schedule *schedule,
	const struct tests_summary *tests, struct plot *plot)
{
	struct strbuf rows = STRBUF_INIT;
	struct strbuf longest_rows = STRBUF_INIT;
	struct strvec hovers = STRVEC_INIT;
	struct strvec longest_hovers = STRVEC_INIT;
	struct box_writer writer = {
		.tests = tests,
		.rows = &rows,
		.longest_rows = &longest_rows,
		.hovers = &hovers,
		.longest_hovers = &longest_hovers,
		.longest_s = tests->longest.seconds,
		.shortest_s = tests->duration_count > PLOT_MOST_MARKS
			? schedule->makespan_s / PLOT_WIDTH
			: 0.0,
	};

	visit_boxes(schedule, tests, write_box, &writer);
	add_busy(script, schedule, tests);
	strbuf_addf(
		script, "# worker, start, end (s)\n$tests << EOD\n%sEOD\n", strbuf_text(&rows));
	strbuf_addf(script, "$longest << EOD\n%sEOD\n", strbuf_text(&longest_rows));
	strbuf_addf(script,
		"\nplot $busy using 2:1:2:3:($1-0.4):($1+0.4) with boxxyerror fc rgb sky fs solid 0.5 %s",
		writer.left_out > 0 ? "title \"tests too short to be drawn\"" : "notitle");
	int group = 1;
	if (rows.length > 0) {
		strbuf_addstr(script,
			", \\\n     $tests using 2:1:2:3:($1-0.4):($1+0.4) with boxxyerror fc "
			"rgb sky fs "
			"solid border lc rgb \"white\" title \"a test\"");
		strvec_push_all(plot_hover(plot, ++group, "polygon"), &hovers);
	}
	if (longest_rows.length > 0) {
		strbuf_addstr(script,
			", \\\n     $longest using 2:1:2:3:($1-0.4):($1+0.4) with boxxyerror "
			"fc rgb "
			"orange fs solid border lc rgb \"white\" title \"the longest test\"");
		strvec_push_all(plot_hover(plot, ++group, "polygon"), &longest_hovers);
	}
	strbuf_addstr(script,
		", \\\n     NaN with lines dashtype 2 lw 1.5 lc rgb vermillion title \"no "
		"scheduler needs less\"\n");
	strbuf_release(&rows);
	strbuf_release(&longest_rows);
	strvec_release(&hovers);
	strvec_release(&longest_hovers);
}

/* The picture is of the scheduler that the runner itself uses, where that is known. */
static bool
wanted(const struct tests_summary *tests, const struct schedule *schedule)
{
	if (!tests->known || schedule->assignments == NULL || tests->duration_count == 0 ||
		!(schedule->makespan_s > 0.0) || schedule->workers < 1)
		return false;
	return strcmp(schedule->scheduler,
		       tests->scheduler != NULL ? tests->scheduler : "list") == 0;
}

bool
plot_gantt(const struct plot_arg *arg, size_t index, struct plot *plot)
{
	const struct tests_summary *tests = &arg->analysis->tests;
	const struct schedule *schedule = &tests->schedules[index];
	struct strbuf script = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;
	struct strbuf subtitle = STRBUF_INIT;

	if (!wanted(tests, schedule))
		return false;
	char *name = xasprintf("gantt-%d", schedule->workers);
	const struct advice *local = &arg->analysis->recommendation.local;
	bool advised = local->mode == MODE_PAR && local->workers == schedule->workers;
	char *title = xasprintf("Who runs which test when, %d worker%s%s", schedule->workers,
		schedule->workers == 1 ? "" : "s", advised ? " (advised)" : "");
	add_subtitle(&subtitle, schedule, tests);
	const struct plot_frame frame = {name, title, strbuf_text(&subtitle), "time (s)",
		"worker", picture_height(schedule->workers)};
	script_begin(&script, arg, &frame);
	char place[64];
	snprintf(place, sizeof place, "graph 0,screen %.4f left",
		1.0 - ADVICE_PIXELS / frame.height);
	script_advice(&script, arg->analysis, place);
	add_rows_axis(&script, schedule);
	add_picture(&script, schedule, tests, plot);
	strbuf_addf(&description,
		"%d workers run %d tests in %.3g s; the lower bound is %.3g s.",
		schedule->workers, tests->tests, schedule->makespan_s, schedule->lower_bound_s);
	describe_advice(&description, arg->analysis);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&subtitle);
	free(title);
	free(name);
	return true;
}
