/*
 * plotscript - what all gnuplot scripts have in common.
 *
 * Colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart; they
 * stand as variables at the top of each script, so that anyone can restyle a picture.
 */
#ifndef VIEW_PLOTSCRIPT_H
#define VIEW_PLOTSCRIPT_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "core/result.h"
#include "view/plots.h"

/* At most so many runs or boxes are drawn; more are thinned, and the picture says so. */
#define PLOT_MOST_MARKS 480

struct plot_arg {
	const struct result *result;
	const struct analysis *analysis;
	const char *format;
	int suite; /* the picture is of this suite alone, counted from 1; 0: of everything */
};

struct plot_frame {
	const char *name;
	const char *title; /* plain text, ours */
	const char *subtitle; /* plain text, may have foreign names in it */
	const char *x_title;
	const char *y_title;
	int height; /* of the picture, which is PLOT_WIDTH wide */
};

#define PLOT_WIDTH  860
#define PLOT_HEIGHT 546
#define PLOT_FOOT   138.0 /* ticks, the axis' title, three lines of keys and the source */

/* Terminal, output, colours, titles, source and date. */
void script_begin(
	struct strbuf *out, const struct plot_arg *arg, const struct plot_frame *frame);

/* One figure of a data row, with the blank behind it; "NaN" where it does not exist. */
void script_number(struct strbuf *out, double number);

/* Every how many-th of `count` marks is drawn. */
size_t plot_thinning(size_t count);

/* Adds ", every 25th run is shown" where runs are thinned. */
void add_thinning(struct strbuf *out, size_t step, const char *what);

/* "sequential" or the count. */
void add_category(struct strbuf *out, const struct point *point);

/* Whether the point is the form and count that is advised for here. */
bool is_advised(const struct analysis *analysis, const struct point *point);

/* "advised: 4 workers", if anything is, at that place, a position of gnuplot's with its
 * justification. */
void script_advice(struct strbuf *out, const struct analysis *analysis, const char *place);

/* Ticks of a category for each point: "sequential", "1", "2"; as many labels as have room. */
void script_categories(struct strbuf *out, const struct analysis *analysis);

/* A light stripe behind the advised category with its label, if there is one. */
void script_advised_category(struct strbuf *out, const struct analysis *analysis);

/* A cross on the axis for each count that fails: its data, and what draws them last. */
void script_failing(struct strbuf *out, struct strbuf *key, const struct analysis *analysis);

/* " Advised: 4 workers.", if anything is. */
void describe_advice(struct strbuf *out, const struct analysis *analysis);

/* Fills name, title and description and takes the script over. */
void plot_finish(struct plot *plot, const struct plot_arg *arg, const struct plot_frame *frame,
	struct strbuf *description, struct strbuf *script);

/* The texts of a group's marks, to be filled; valid until the next call. */
struct strvec *plot_hover(struct plot *plot, int group, const char *element);

/* The pictures: each returns false where there is nothing to show. */
bool plot_time(const struct plot_arg *arg, struct plot *plot);
bool plot_speedup(const struct plot_arg *arg, struct plot *plot);
bool plot_efficiency(const struct plot_arg *arg, struct plot *plot);
bool plot_memory(const struct plot_arg *arg, struct plot *plot);
bool plot_order(const struct plot_arg *arg, struct plot *plot);
bool plot_cost(const struct plot_arg *arg, struct plot *plot);

/* Who runs which test when, by the `index`-th schedule that has assignments. */
bool plot_gantt(const struct plot_arg *arg, size_t index, struct plot *plot);

#endif
