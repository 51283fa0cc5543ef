/*
 * plots - gnuplot scripts, each with its data inside, one per picture.
 */
#ifndef VIEW_PLOTS_H
#define VIEW_PLOTS_H

#include <stddef.h>

#include "core/result.h"

struct plot {
	char *name;        /* "speedup": plots/speedup.gp makes plots/speedup.svg */
	char *title;       /* for a heading */
	char *description; /* what it shows, in words, for an alternative text */
	char *script;
};

struct plots {
	struct plot *items;
	size_t count;
	size_t capacity;
};

#define PLOTS_INIT {0}

/* `format` is "svg", "png" or "pdf". */
void plots_view(const struct result *result, const char *format, struct plots *plots);
void plots_release(struct plots *plots);

#endif
