#include "config.h"

#include "view/plots.h"

#include <stdlib.h>

#include "base/memory.h"
#include "view/plotscript.h"

#define MOST_SUITES 20

static bool (*const pictures[])(const struct plot_arg *, struct plot *) = {
	plot_speedup,
	plot_time,
	plot_efficiency,
	plot_memory,
	plot_order,
	plot_cost,
};

/* The next free place; used only if the picture has something to show. */
static struct plot *
next_plot(struct plots *plots)
{
	ARRAY_GROW(plots->items, plots->count, plots->capacity);
	plots->items[plots->count] = (struct plot){0};
	return &plots->items[plots->count];
}

/* Of a suite alone: what does not need the others' rows. */
static void
add_suite(const struct result *result, const char *format, size_t index, struct plots *plots)
{
	const struct plot_arg arg = {
		.result = result,
		.analysis = &result->suites[index].analysis,
		.format = format,
		.suite = (int)index + 1,
	};

	if (plot_speedup(&arg, next_plot(plots)))
		plots->count++;
	if (plot_time(&arg, next_plot(plots)))
		plots->count++;
}

void
plots_view(const struct result *result, const char *format, struct plots *plots)
{
	const struct plot_arg arg = {
		.result = result,
		.analysis = &result->total,
		.format = format,
	};

	for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
		if (pictures[i](&arg, next_plot(plots)))
			plots->count++;
	for (size_t i = 0; i < result->suite_count && i < MOST_SUITES; i++)
		add_suite(result, format, i, plots);
	for (size_t i = 0; i < result->total.tests.schedule_count; i++)
		if (plot_gantt(&arg, i, next_plot(plots)))
			plots->count++;
}

void
plots_release(struct plots *plots)
{
	for (size_t i = 0; i < plots->count; i++) {
		free(plots->items[i].name);
		free(plots->items[i].title);
		free(plots->items[i].description);
		free(plots->items[i].script);
		for (size_t j = 0; j < plots->items[i].hover_count; j++)
			strvec_release(&plots->items[i].hovers[j].texts);
		free(plots->items[i].hovers);
	}
	free(plots->items);
	*plots = (struct plots)PLOTS_INIT;
}
