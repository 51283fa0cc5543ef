/*
 * What pictures over worker counts have in common: the counts stand side by side, each as wide
 * as the others, the advised one on a stripe of its own.
 */
#include "config.h"

#include "view/plotscript.h"

#include <stdio.h>

#include "view/figures.h"

#define MOST_LABELS	32 /* of categories that have room beside each other */
#define MOST_LONG_NAMES 10

void
add_category(struct strbuf *out, const struct point *point)
{
	if (point->mode == MODE_SEQ)
		strbuf_addstr(out, "sequential");
	else
		strbuf_addf(out, "%d", point->workers);
}

void
script_categories(struct strbuf *out, const struct analysis *analysis)
{
	size_t count = analysis->point_count;
	size_t step = (count + MOST_LABELS - 1) / MOST_LABELS;

	strbuf_addf(out, "set xrange [0.4:%zu.6]\nset xtics (", count);
	for (size_t i = 0; i < count; i += step) {
		const struct point *point = &analysis->points[i];

		strbuf_addstr(out, i > 0 ? ", \"" : "\"");
		if (point->mode == MODE_SEQ && count > MOST_LONG_NAMES)
			strbuf_addstr(out, "seq");
		else
			add_category(out, point);
		strbuf_addf(out, "\" %zu", i + 1);
	}
	strbuf_addstr(out, ")\n");
}

bool
is_advised(const struct analysis *analysis, const struct point *point)
{
	const struct advice *local = &analysis->recommendation.local;

	return local->workers > 0 && point->mode == local->mode &&
		point->workers == local->workers;
}

void
script_advice(struct strbuf *out, const struct analysis *analysis, const char *place)
{
	const struct advice *local = &analysis->recommendation.local;

	if (local->workers == 0)
		return;
	strbuf_addstr(out, "set label 4 \"advised: ");
	figure_advice(out, local->mode, local->workers);
	strbuf_addf(out, "\" at %s font \",12\" textcolor rgb advice\n", place);
}

void
script_advised_category(struct strbuf *out, const struct analysis *analysis)
{
	size_t count = analysis->point_count;

	for (size_t i = 0; i < count; i++) {
		char place[64];

		if (!is_advised(analysis, &analysis->points[i]))
			continue;
		strbuf_addf(out,
			"set object 1 rectangle from %zu.5,graph 0 to %zu.5,graph 1 behind "
			"fillcolor rgb green fillstyle solid 0.15 noborder\n",
			i, i + 1);
		/* At both ends there is room on one side only. */
		if (10 * (i + 1) > 9 * count)
			snprintf(place, sizeof place, "graph 1,graph 1.03 right");
		else if (10 * i < count)
			snprintf(place, sizeof place, "graph 0,graph 1.03 left");
		else
			snprintf(place, sizeof place, "%zu,graph 1.03 center", i + 1);
		script_advice(out, analysis, place);
	}
}

void
script_failing(struct strbuf *out, struct strbuf *key, const struct analysis *analysis)
{
	size_t start = out->length;
	bool any = false;

	strbuf_addstr(out, "$failing << EOD\n");
	for (size_t i = 0; i < analysis->point_count; i++) {
		if (analysis->points[i].failed == 0)
			continue;
		strbuf_addf(out, "%zu\n", i + 1);
		any = true;
	}
	strbuf_addstr(out, "EOD\n");
	if (any)
		strbuf_addstr(key,
			", \\\n     $failing using 1:(0) with points pt 2 ps 1 lw 2 lc rgb "
			"vermillion title \"fails\"");
	else
		strbuf_truncate(out, start);
}

void
describe_advice(struct strbuf *out, const struct analysis *analysis)
{
	const struct advice *local = &analysis->recommendation.local;

	if (local->workers == 0)
		return;
	strbuf_addstr(out, " Advised: ");
	figure_advice(out, local->mode, local->workers);
	strbuf_addch(out, '.');
}
