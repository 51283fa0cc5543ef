/*
 * plots - gnuplot scripts, each with its data inside, one per picture.
 *
 * Run in its own folder, plots/NAME.gp makes plots/NAME.svg from nothing else.
 * Nothing of a foreign name is ever a command to gnuplot. The caller owns `struct plots`, the
 * struct its texts.
 */
#ifndef VIEW_PLOTS_H
#define VIEW_PLOTS_H

#include <stddef.h>

#include "base/strvec.h"
#include "core/result.h"

/* What the marks of one group mean, in the order in which gnuplot draws them. */
struct hover {
	int group; /* counted from 1, as gnuplot does */
	const char *element; /* "use" for points, "polygon" for boxes; static */
	struct strvec texts;
};

struct plot {
	char *name; /* "speedup": plots/speedup.gp makes plots/speedup.svg */
	char *title; /* for a heading */
	char *description; /* what it shows, in words, for an alternative text */
	char *script;

	struct hover *hovers; /* shown when the page's reader points at a mark */
	size_t hover_count;
	size_t hover_capacity;
};

struct plots {
	struct plot *items;
	size_t count;
	size_t capacity;
};

#define PLOTS_INIT                                                                             \
	{                                                                                      \
		0                                                                              \
	}

/* "svg", "png", "pdf", NULL. */
extern const char *const plot_formats[];

/* The scripts make SVG in any case; another `format` is made besides. */
void plots_view(const struct result *result, const char *format, struct plots *plots);
void plots_release(struct plots *plots);

#endif
