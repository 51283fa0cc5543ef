/*
 * Cost against time for each machine of the price list; the front of those that no other beats
 * in both is numbered, so that no names can overlap.
 */
#include "config.h"

#include "view/plotscript.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "view/figures.h"
#include "view/text.h"

#define MOST_NAMED   12
#define NAME_COLUMNS 34

static bool
shown(const struct cost *cost)
{
	return cost->fits && isfinite(cost->wall_s) && isfinite(cost->usd_per_run);
}

static int
by_time(const void *left, const void *right)
{
	const struct cost *a = *(const struct cost *const *)left;
	const struct cost *b = *(const struct cost *const *)right;

	return (a->wall_s > b->wall_s) - (a->wall_s < b->wall_s);
}

/* The machines that are shown, fastest first; the caller frees the list. */
static const struct cost **
sorted_costs(const struct analysis *analysis, size_t *count)
{
	const struct cost **list = xcalloc(analysis->cost_count + 1, sizeof *list);

	*count = 0;
	for (size_t i = 0; i < analysis->cost_count; i++)
		if (shown(&analysis->costs[i]))
			list[(*count)++] = &analysis->costs[i];
	qsort(list, *count, sizeof *list, by_time);
	return list;
}

static void
add_cost(struct strbuf *out, const struct cost *cost, const struct time_scale *scale,
	struct strvec *hovers)
{
	struct strbuf hover = STRBUF_INIT;

	strbuf_addf(out, "%.6g %.6g\n", cost->wall_s * scale->factor, cost->usd_per_run);
	strbuf_addf(&hover, "%s %s, ", cost->provider, cost->label);
	figure_advice(&hover, cost->mode, cost->workers);
	strbuf_addstr(&hover, ": ");
	figure_time(&hover, scale, cost->wall_s);
	strbuf_addstr(&hover, ", ");
	figure_dollars(&hover, cost->usd_per_run);
	strbuf_addstr(&hover, " USD");
	strvec_push_owned(hovers, strbuf_detach(&hover));
}

static void
add_block(struct strbuf *out, const char *block, const struct cost **costs, size_t count,
	bool pareto, const struct time_scale *scale, struct strvec *hovers)
{
	strbuf_addf(out, "%s << EOD\n", block);
	for (size_t i = 0; i < count; i++)
		if (costs[i]->pareto == pareto)
			add_cost(out, costs[i], scale, hovers);
	strbuf_addstr(out, "EOD\n");
}

/* A number at each point of the front and what it stands for on the right. */
static void
add_names(struct strbuf *out, const struct cost **costs, size_t count,
	const struct time_scale *scale)
{
	int number = 0;

	for (size_t i = 0; i < count && number < MOST_NAMED; i++) {
		struct strbuf name = STRBUF_INIT;
		struct strbuf clipped = STRBUF_INIT;

		if (!costs[i]->pareto)
			continue;
		number++;
		strbuf_addf(out,
			"set label %d \"%d\" at %.6g,%.6g center offset 0,0.9 font \",11\" "
			"front\n",
			20 + number, number, costs[i]->wall_s * scale->factor,
			costs[i]->usd_per_run);
		strbuf_addf(&name, "%d  %s %s, ", number, costs[i]->provider, costs[i]->label);
		text_add_clean(&clipped, strbuf_text(&name), NAME_COLUMNS, true);
		figure_advice(&clipped, costs[i]->mode, costs[i]->workers);
		strbuf_addf(out, "set label %d ", 40 + number);
		text_add_gnuplot(out, strbuf_text(&clipped));
		strbuf_addf(
			out, " at screen 0.69,%.4f left font \",11\"\n", 0.83 - 0.05 * number);
		strbuf_release(&name);
		strbuf_release(&clipped);
	}
}

static void
describe(struct strbuf *out, const struct cost **costs, size_t count)
{
	const char *separator = "Cost against time; no machine is faster and cheaper than: ";

	for (size_t i = 0; i < count; i++) {
		if (!costs[i]->pareto)
			continue;
		strbuf_addf(out, "%s%s %s ", separator, costs[i]->provider, costs[i]->label);
		figure_dollars(out, costs[i]->usd_per_run);
		strbuf_addstr(out, " USD");
		separator = ", ";
	}
	strbuf_addch(out, '.');
}

bool
plot_cost(const struct plot_arg *arg, struct plot *plot)
{
	size_t count;
	const struct cost **costs = sorted_costs(arg->analysis, &count);
	struct strbuf script = STRBUF_INIT;
	struct strbuf x_title = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;

	if (count < 2) {
		free(costs);
		return false;
	}
	struct time_scale scale =
		time_scale_between(costs[0]->wall_s, costs[count - 1]->wall_s);
	strbuf_addf(&x_title, "time (%s)", scale.unit);
	const struct plot_frame frame = {"cost", "Cost against time in CI",
		"Whole billed minutes, predicted; a core there is taken for a core here",
		strbuf_text(&x_title), "USD a run", PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	strbuf_addstr(&script,
		"set rmargin at screen 0.66\nset xrange [0:*]\nset yrange [0:*]\n"
		"set offsets 0, graph 0.05, graph 0.1, 0\n");
	add_names(&script, costs, count, &scale);
	add_block(&script, "$others", costs, count, false, &scale, plot_hover(plot, 1, "use"));
	add_block(&script, "$front", costs, count, true, &scale, plot_hover(plot, 2, "use"));
	strbuf_addstr(&script,
		"\nplot $others using 1:2 with points pt 7 ps 0.6 lc rgb muted title \"a "
		"machine\", \\\n"
		"     $front using 1:2 with linespoints pt 7 ps 0.9 lw 2 lc rgb blue title "
		"\"none is "
		"faster and cheaper\"\n");
	describe(&description, costs, count);
	plot_finish(plot, &frame, &description, &script);
	strbuf_release(&x_title);
	free(costs);
	return true;
}
