/*
 * Cells of a grid are painted from the least to the most important: ideal line, fitted curve,
 * measured points, advice. In UTF-8 the curve has the eight dots of a Braille cell.
 */
#include "config.h"

#include "view/charplot.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "view/figures.h"
#include "view/text.h"

enum mark {
	MARK_NONE,
	MARK_IDEAL,
	MARK_CURVE,
	MARK_POINT,
	MARK_UNSAFE,
	MARK_ADVICE,
};

static const struct {
	char ascii;
	const char *utf8;
	const char *color;
} marks[] = {
	[MARK_NONE] = {' ', " ", ""},
	[MARK_IDEAL] = {'.', "\xc2\xb7", "\x1b[2m"},
	[MARK_CURVE] = {'-', "\xe2\xa0\x92", "\x1b[36m"},
	[MARK_POINT] = {'o', "\xe2\x97\x8f", ""},
	[MARK_UNSAFE] = {'x', "\xc3\x97", "\x1b[31m"},
	[MARK_ADVICE] = {'#', "\xe2\x97\x86", "\x1b[1;32m"},
};

#define LABEL 5 /* columns of the figures beside the vertical axis */

struct cell_state {
	enum mark mark;
	unsigned dots; /* of a Braille cell */
};

struct plot_grid {
	struct cell_state *cells;
	int columns;
	int lines;
	double x_low;
	double x_high;
	double y_high;
};

/* Position of a point in parts of a cell; false outside. */
static bool
locate(const struct plot_grid *grid, double workers, double speedup, int parts_x, int parts_y,
	int *x, int *y)
{
	double across = (workers - grid->x_low) / (grid->x_high - grid->x_low);
	double up = speedup / grid->y_high;

	if (!(across >= 0.0 && across <= 1.0 && up >= 0.0 && up <= 1.0))
		return false;
	*x = (int)lround(across * (grid->columns * parts_x - 1));
	*y = grid->lines * parts_y - 1 - (int)lround(up * (grid->lines * parts_y - 1));
	return true;
}

static void
paint(struct plot_grid *grid, double workers, double speedup, enum mark mark)
{
	int x, y;

	if (!locate(grid, workers, speedup, 1, 1, &x, &y))
		return;
	struct cell_state *cell = &grid->cells[y * grid->columns + x];
	if (mark > cell->mark)
		cell->mark = mark;
}

/* One dot of the curve; the dots' order within a cell is Unicode's (U+2800). */
static void
paint_dot(struct plot_grid *grid, double workers, double speedup)
{
	static const unsigned bits[4][2] = {{1, 8}, {2, 16}, {4, 32}, {64, 128}};
	int x, y;

	if (!locate(grid, workers, speedup, 2, 4, &x, &y))
		return;
	struct cell_state *cell = &grid->cells[y / 4 * grid->columns + x / 2];
	cell->dots |= bits[y % 4][x % 2];
	if (cell->mark < MARK_CURVE)
		cell->mark = MARK_CURVE;
}

/* The fitted time at any number of workers, between the points of the curve. */
static double
curve_time(const struct analysis *analysis, double workers)
{
	for (size_t i = 1; i < analysis->curve_count; i++) {
		const struct curve_point *left = &analysis->curve[i - 1];
		const struct curve_point *right = &analysis->curve[i];

		if (workers < left->workers || workers > right->workers ||
			!(right->workers > left->workers))
			continue;
		double share = (workers - left->workers) / (right->workers - left->workers);
		return left->wall_s + share * (right->wall_s - left->wall_s);
	}
	return UNKNOWN;
}

static void
paint_lines(struct plot_grid *grid, const struct analysis *analysis, double baseline_s)
{
	int steps = grid->columns * 8;
	double reference = analysis->reference_workers > 0 ? analysis->reference_workers : 1.0;

	for (int i = 0; i <= steps; i++) {
		double workers = grid->x_low + (grid->x_high - grid->x_low) * i / steps;
		paint(grid, workers, workers / reference, MARK_IDEAL);
		double wall = curve_time(analysis, workers);
		if (isfinite(wall) && wall > 0.0)
			paint_dot(grid, workers, baseline_s / wall);
	}
}

static void
paint_points(struct plot_grid *grid, const struct analysis *analysis)
{
	const struct point *advised = advised_point(analysis);

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		enum mark mark = point == advised ? MARK_ADVICE : MARK_POINT;

		if (point->failed > 0)
			paint(grid, point->workers,
				isfinite(point->speedup.estimate) ? point->speedup.estimate
								  : 0.0,
				MARK_UNSAFE);
		else if (point_measured(point))
			paint(grid, point->workers, point->speedup.estimate, mark);
	}
}

static void
add_mark(struct strbuf *out, const struct cell_state *cell, const struct style *style)
{
	bool colored = style->color && *marks[cell->mark].color != '\0';
	unsigned braille = 0x2800 + cell->dots;

	if (colored)
		strbuf_addstr(out, marks[cell->mark].color);
	if (!style->utf8)
		strbuf_addch(out, marks[cell->mark].ascii);
	else if (cell->mark == MARK_CURVE && cell->dots != 0)
		strbuf_addf(out, "%c%c%c", (char)0xe2, (char)(0x80 | (braille >> 6 & 0x3f)),
			(char)(0x80 | (braille & 0x3f)));
	else
		strbuf_addstr(out, marks[cell->mark].utf8);
	if (colored)
		strbuf_addstr(out, "\x1b[0m");
}

static void
add_lines(struct strbuf *out, const struct plot_grid *grid, const struct style *style)
{
	for (int y = 0; y < grid->lines; y++) {
		size_t start = out->length;

		/* Figures at the top, the middle and the bottom. */
		if (y == 0 || y == grid->lines / 2 || y == grid->lines - 1)
			strbuf_addf(out, "%*.*f", LABEL - 1, grid->y_high >= 99.5 ? 0 : 1,
				grid->y_high * (grid->lines - 1 - y) / (grid->lines - 1));
		else
			strbuf_addn(out, ' ', LABEL - 1);
		strbuf_addstr(out, style->utf8 ? "\xe2\x94\x82" : "|");
		for (int x = 0; x < grid->columns; x++)
			add_mark(out, &grid->cells[y * grid->columns + x], style);
		while (out->length > start && out->text[out->length - 1] == ' ')
			strbuf_truncate(out, out->length - 1);
		strbuf_addch(out, '\n');
	}
}

/* The counts under the axis, as many as have room. */
static void
add_count_line(
	struct strbuf *out, const struct plot_grid *grid, const struct analysis *analysis)
{
	int used = 0;

	strbuf_addn(out, ' ', LABEL);
	for (size_t i = 0; i < analysis->point_count; i++) {
		char number[16];
		int x, y;
		int length = snprintf(number, sizeof number, "%d", analysis->points[i].workers);

		if (!locate(grid, analysis->points[i].workers, 0.0, 1, 1, &x, &y))
			continue;
		if (x + length > grid->columns)
			x = grid->columns - length;
		if (x < used)
			continue;
		strbuf_addn(out, ' ', (size_t)(x - used));
		strbuf_addstr(out, number);
		used = x + length + 1;
		strbuf_addch(out, ' ');
	}
	while (out->text[out->length - 1] == ' ')
		strbuf_truncate(out, out->length - 1);
	strbuf_addch(out, '\n');
}

static void
add_axis(struct strbuf *out, const struct plot_grid *grid, const struct style *style)
{
	strbuf_addn(out, ' ', LABEL - 1);
	strbuf_addstr(out, style->utf8 ? "\xe2\x94\x94" : "+");
	for (int x = 0; x < grid->columns; x++)
		strbuf_addstr(out, style->utf8 ? "\xe2\x94\x80" : "-");
	strbuf_addch(out, '\n');
}

/* One entry of the legend, as long as there is room for it. */
static void
add_entry(struct strbuf *line, enum mark mark, const char *what, const struct style *style,
	int width)
{
	struct strbuf entry = STRBUF_INIT;

	strbuf_addstr(&entry, line->length > 0 ? ", " : "");
	if (style->utf8)
		strbuf_addstr(&entry, marks[mark].utf8);
	else
		strbuf_addch(&entry, marks[mark].ascii);
	strbuf_addf(&entry, " %s", what);
	if (text_width(strbuf_text(line)) + text_width(strbuf_text(&entry)) <= (size_t)width)
		strbuf_addstr(line, strbuf_text(&entry));
	strbuf_release(&entry);
}

static void
add_legend(struct strbuf *out, const struct analysis *analysis, const struct style *style,
	int width)
{
	struct strbuf line = STRBUF_INIT;
	bool unsafe = false;

	for (size_t i = 0; i < analysis->point_count; i++)
		unsafe = unsafe || analysis->points[i].failed > 0;
	add_entry(&line, MARK_POINT, "speedup", style, width);
	if (advised_point(analysis) != NULL)
		add_entry(&line, MARK_ADVICE, "advised", style, width);
	if (unsafe)
		add_entry(&line, MARK_UNSAFE, "fails", style, width);
	if (analysis->curve_count > 1)
		add_entry(&line, MARK_CURVE, "fitted", style, width);
	add_entry(&line, MARK_IDEAL, "ideal", style, width);
	strbuf_addn(out, ' ', LABEL);
	strbuf_addf(out, "%s\n", strbuf_text(&line));
	strbuf_release(&line);
}

/* Whether there is anything to draw, and how far the axes go. */
static bool
measure(const struct analysis *analysis, struct plot_grid *grid)
{
	double highest = 1.0;
	int counts = 0;

	grid->x_low = HUGE_VAL;
	grid->x_high = 0.0;
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		if (point_measured(point) && isfinite(point->speedup.estimate)) {
			highest = fmax(highest, point->speedup.estimate);
			counts++;
		}
		grid->x_low = fmin(grid->x_low, point->workers);
		grid->x_high = fmax(grid->x_high, point->workers);
	}
	/* Room for a little of the ideal line, but the points are what matters. */
	grid->y_high = ceil(2.0 * fmin(1.25 * highest, fmax(grid->x_high, highest))) / 2.0;
	return counts > 1 && grid->x_high > grid->x_low;
}

void
charplot_view(const struct analysis *analysis, const struct style *style, int width, int height,
	struct strbuf *out)
{
	struct plot_grid grid = {.columns = width - LABEL, .lines = height - 3};
	const struct point *baseline =
		analysis_point(analysis, analysis->reference_mode, analysis->reference_workers);

	if (!measure(analysis, &grid) || baseline == NULL)
		return;
	size_t cells = (size_t)grid.columns * (size_t)grid.lines;
	grid.cells = xcalloc(cells, sizeof *grid.cells);
	paint_lines(&grid, analysis, baseline->wall_s.estimate);
	paint_points(&grid, analysis);
	add_lines(out, &grid, style);
	add_axis(out, &grid, style);
	add_count_line(out, &grid, analysis);
	add_legend(out, analysis, style, grid.columns);
	free(grid.cells);
}
