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

#define MOST_NAMED	12
#define MOST_TIMES_DEAR 3.0
#define NAME_COLUMNS	40

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

/* What one pays for the dearest machine that is no waste, or for the cheapest where all of the
 * front are free. */
static double
usual_price(const struct analysis *analysis)
{
	double dearest = 0.0;
	double cheapest = HUGE_VAL;

	for (size_t i = 0; i < analysis->cost_count; i++) {
		const struct cost *cost = &analysis->costs[i];

		if (!shown(cost) || !(cost->usd_per_run > 0.0))
			continue;
		cheapest = fmin(cheapest, cost->usd_per_run);
		if (cost->pareto)
			dearest = fmax(dearest, cost->usd_per_run);
	}
	return dearest > 0.0 ? dearest : cheapest;
}

/* The machines that are shown, fastest first; the caller frees the list. Those that cost many
 * times as much as they need would press all others together. */
static const struct cost **
sorted_costs(const struct analysis *analysis, size_t *count)
{
	double most = MOST_TIMES_DEAR * usual_price(analysis);
	const struct cost **list = xcalloc(analysis->cost_count + 1, sizeof(void *));

	*count = 0;
	for (size_t i = 0; i < analysis->cost_count; i++)
		if (shown(&analysis->costs[i]) && !(analysis->costs[i].usd_per_run > most))
			list[(*count)++] = &analysis->costs[i];
	qsort(list, *count, sizeof(void *), by_time);
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
	figure_price(&hover, cost->usd_per_run);
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

/* Whether two points lie so close that their numbers would touch. */
static bool
touch(const struct cost *one, const struct cost *other, double wall_s, double usd)
{
	return fabs(one->wall_s - other->wall_s) < 0.045 * wall_s &&
		fabs(one->usd_per_run - other->usd_per_run) < 0.045 * usd;
}

/* Two lines: the machine, and what it would take. */
static void
add_name(struct strbuf *out, const struct cost *cost, const struct time_scale *scale, int line,
	int number)
{
	double place = 0.86 - 0.062 * line;
	struct strbuf name = STRBUF_INIT;
	struct strbuf clipped = STRBUF_INIT;

	strbuf_addf(&name, "%d  %s %s", number, cost->provider, cost->label);
	text_add_clean(&clipped, strbuf_text(&name), NAME_COLUMNS, true);
	strbuf_addf(out, "set label %d ", 40 + line);
	text_add_gnuplot(out, strbuf_text(&clipped));
	strbuf_addf(out, " at screen 0.67,%.4f left font \",11\"\n", place);
	strbuf_addf(out, "set label %d \"     ", 60 + line);
	figure_advice(out, cost->mode, cost->workers);
	strbuf_addstr(out, ", ");
	figure_time(out, scale, cost->wall_s);
	strbuf_addstr(out, ", ");
	figure_price(out, cost->usd_per_run);
	strbuf_addf(out, "\" at screen 0.67,%.4f left font \",10\" textcolor rgb muted\n",
		place - 0.026);
	strbuf_release(&name);
	strbuf_release(&clipped);
}

/* A number at each point of the front, and on the right what it stands for. */
static void
add_names(struct strbuf *out, const struct cost **costs, size_t count,
	const struct time_scale *scale)
{
	const struct cost *last = NULL;
	double usd = 0.0;
	int number = 0;
	int line = 0;

	for (size_t i = 0; i < count; i++)
		usd = fmax(usd, costs[i]->usd_per_run);
	for (size_t i = 0; i < count && line < MOST_NAMED; i++) {
		if (!costs[i]->pareto)
			continue;
		if (last == NULL || !touch(last, costs[i], costs[count - 1]->wall_s, usd)) {
			last = costs[i];
			number++;
			strbuf_addf(out,
				"set label %d \"%d\" at %.6g,%.6g center font \",11\" "
				"textcolor rgb \"#ffffff\" front\n",
				20 + number, number, last->wall_s * scale->factor,
				last->usd_per_run);
		}
		add_name(out, costs[i], scale, ++line, number);
	}
}

static void
describe(struct strbuf *out, const struct cost **costs, size_t count)
{
	const char *separator = "Cost against time; no machine is faster and cheaper than: ";

	for (size_t i = 0; i < count; i++) {
		if (!costs[i]->pareto)
			continue;
		strbuf_addf(out, "%s%s %s, ", separator, costs[i]->provider, costs[i]->label);
		figure_price(out, costs[i]->usd_per_run);
		separator = "; ";
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
		"Predicted; left and low is better; machines that are much dearer are left out",
		strbuf_text(&x_title), "USD a run", PLOT_HEIGHT};
	script_begin(&script, arg, &frame);
	strbuf_addstr(&script,
		"set rmargin at screen 0.63\nset border 3 back\nset xrange [0:*]\nset yrange [0:*]\n"
		"set offsets 0, graph 0.05, graph 0.1, 0\n");
	add_names(&script, costs, count, &scale);
	add_block(&script, "$others", costs, count, false, &scale, plot_hover(plot, 1, "use"));
	add_block(&script, "$front", costs, count, true, &scale, plot_hover(plot, 2, "use"));
	strbuf_addstr(&script,
		"\nplot $others using 1:2 with points pt 7 ps 0.6 lc rgb muted title \"a "
		"machine, dearer or slower\", \\\n"
		"     $front using 1:2 with linespoints pt 7 ps 1.7 lw 2 lc rgb blue title "
		"\"none is "
		"faster and cheaper\"\n");
	describe(&description, costs, count);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&x_title);
	free(costs);
	return true;
}
