#include "config.h"

#include "core/node_effect.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"

#define SWEEPS	    30 /* of the polish; it settles after a few */
#define SETTLED	    1e-7 /* change of an effect, in ln T */
#define FLOOR	    0.002 /* no clock and no machine is quieter than that */
#define SLOW_TOLD   0.02 /* a node that is slower by less is as good */
#define NOTED_NODES 8 /* in one sentence */
#define MEDIAN_SE   1.2533141373155 /* sqrt(pi/2): of a median over that of a mean */

/* One usable run: which count, which node, and what is left of ln T. */
struct cell {
	int point;
	int node;
	double rest;
};

/* A form and count of a suite. */
struct node_point {
	const char *suite;
	enum mode mode;
	int workers;
};

struct polish {
	struct cell *cells;
	size_t count;
	struct node_point *points;
	size_t point_count;
	size_t point_capacity;
	struct node_effect *nodes;
	size_t node_count;
	size_t node_capacity;
	double *effects; /* of the nodes, in ln T */
	double *scratch; /* as long as there are cells */
};

static int
find_point(struct polish *polish, const struct observation *row)
{
	for (size_t i = 0; i < polish->point_count; i++)
		if (polish->points[i].mode == (enum mode)row->mode &&
			polish->points[i].workers == row->workers &&
			strcmp(polish->points[i].suite, row->suite) == 0)
			return (int)i;
	ARRAY_GROW(polish->points, polish->point_count, polish->point_capacity);
	polish->points[polish->point_count] = (struct node_point){
		.suite = row->suite, .mode = (enum mode)row->mode, .workers = row->workers};
	return (int)polish->point_count++;
}

static int
find_node(struct polish *polish, const struct observation *row)
{
	for (size_t i = 0; i < polish->node_count; i++)
		if (polish->nodes[i].node == row->host ||
			strcmp(polish->nodes[i].node, row->host) == 0)
			return (int)i;
	ARRAY_GROW(polish->nodes, polish->node_count, polish->node_capacity);
	polish->nodes[polish->node_count] = (struct node_effect){
		.node = row->host, .slower = UNKNOWN, .low = UNKNOWN, .high = UNKNOWN};
	return (int)polish->node_count++;
}

/* Most recorded runs are of one host: that is seen without keeping anything. */
static bool
has_two_nodes(const struct observations *rows)
{
	for (size_t i = 1; i < rows->count; i++)
		if (rows->rows[i].host != rows->rows[0].host &&
			strcmp(rows->rows[i].host, rows->rows[0].host) != 0)
			return true;
	return false;
}

static void
collect(const struct observations *rows, const char *suite, struct polish *polish)
{
	polish->cells = xcalloc(rows->count, sizeof *polish->cells);
	for (size_t i = 0; i < rows->count; i++) {
		const struct observation *row = &rows->rows[i];

		if (!observation_usable(row) || *row->host == '\0' ||
			(suite != NULL && strcmp(suite, row->suite) != 0))
			continue;
		struct cell *cell = &polish->cells[polish->count++];
		cell->point = find_point(polish, row);
		cell->node = find_node(polish, row);
		cell->rest = log(row->wall_s);
		polish->nodes[cell->node].runs++;
	}
	polish->effects = xcalloc(polish->node_count, sizeof *polish->effects);
	polish->scratch = xcalloc(polish->count, sizeof *polish->scratch);
}

/* Takes the median of every point, or of every node, out of what is left; the largest one. */
static double
sweep(struct polish *polish, bool of_nodes)
{
	size_t groups = of_nodes ? polish->node_count : polish->point_count;
	double largest = 0.0;

	for (size_t group = 0; group < groups; group++) {
		size_t n = 0;
		for (size_t i = 0; i < polish->count; i++) {
			const struct cell *cell = &polish->cells[i];
			if ((size_t)(of_nodes ? cell->node : cell->point) == group)
				polish->scratch[n++] = cell->rest;
		}
		if (n == 0)
			continue;
		double median = gsl_stats_median(polish->scratch, 1, n);
		for (size_t i = 0; i < polish->count; i++) {
			struct cell *cell = &polish->cells[i];
			if ((size_t)(of_nodes ? cell->node : cell->point) == group)
				cell->rest -= median;
		}
		if (of_nodes) {
			polish->effects[group] += median;
			largest = fmax(largest, fabs(median));
		}
	}
	return largest;
}

/* The scale of what is left: 1.4826 * median|r| for as many freedoms as there are. */
static double
scale_of_rest(struct polish *polish, double freedoms)
{
	for (size_t i = 0; i < polish->count; i++)
		polish->scratch[i] = fabs(polish->cells[i].rest);

	double mad = gsl_stats_median(polish->scratch, 1, polish->count);
	return fmax(1.4826 * mad * sqrt((double)polish->count / freedoms), FLOOR);
}

static double
mean_of_others(const struct polish *polish, size_t node)
{
	double sum = 0.0;

	for (size_t i = 0; i < polish->node_count; i++)
		if (i != node)
			sum += polish->effects[i];
	return sum / (double)(polish->node_count - 1);
}

static void
compare_nodes(struct polish *polish)
{
	double nodes = (double)polish->node_count;
	double freedoms = (double)polish->count - (double)polish->point_count - nodes + 1.0;
	double sigma = freedoms >= 1.0 ? scale_of_rest(polish, freedoms) : UNKNOWN;

	for (size_t i = 0; i < polish->node_count; i++) {
		struct node_effect *node = &polish->nodes[i];
		double difference = polish->effects[i] - mean_of_others(polish, i);
		double variance = 1.0 / node->runs;

		for (size_t k = 0; k < polish->node_count; k++)
			if (k != i)
				variance += 1.0 / polish->nodes[k].runs /
					((nodes - 1.0) * (nodes - 1.0));
		node->slower = expm1(difference);
		if (isnan(sigma))
			continue;
		double reach = gsl_cdf_tdist_Pinv(1.0 - 0.025 / nodes, freedoms) * MEDIAN_SE *
			sigma * sqrt(variance);
		node->low = expm1(difference - reach);
		node->high = expm1(difference + reach);
	}
}

struct node_effect *
node_effects(const struct observations *rows, const char *suite, size_t *count)
{
	struct polish polish = {0};

	*count = 0;
	if (!has_two_nodes(rows))
		return NULL;
	collect(rows, suite, &polish);
	if (polish.node_count > 1) {
		double change = 1.0;
		for (int i = 0; i < SWEEPS && change > SETTLED; i++) {
			sweep(&polish, false);
			change = sweep(&polish, true);
		}
		compare_nodes(&polish);
		*count = polish.node_count;
	} else {
		free(polish.nodes);
		polish.nodes = NULL;
	}
	free(polish.cells);
	free(polish.points);
	free(polish.effects);
	free(polish.scratch);
	return polish.nodes;
}

static void
add_interval(struct strbuf *text, const struct node_effect *node)
{
	strbuf_addf(text, "%.1f %%", node->slower * 100.0);
	if (!isnan(node->low))
		strbuf_addf(text, " (95 %% interval %.1f to %.1f %%)", node->low * 100.0,
			node->high * 100.0);
}

static const struct node_effect *
slowest_of(const struct node_effect *nodes, size_t count)
{
	const struct node_effect *slowest = &nodes[0];

	for (size_t i = 1; i < count; i++)
		if (nodes[i].slower > slowest->slower)
			slowest = &nodes[i];
	return slowest;
}

static void
add_note(const struct node_effect *nodes, size_t count, struct strvec *notes)
{
	const struct node_effect *slowest = slowest_of(nodes, count);
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "The runs were on %zu nodes: ", count);
	for (size_t i = 0; i < count && i < NOTED_NODES; i++)
		strbuf_addf(&text, "%s%s %d", i > 0 ? ", " : "", nodes[i].node, nodes[i].runs);
	strbuf_addf(&text, "%s; the slowest, %s, takes ", count > NOTED_NODES ? ", .." : "",
		slowest->node);
	add_interval(&text, slowest);
	strbuf_addstr(&text, " longer than the others.");
	strvec_push_owned(notes, strbuf_detach(&text));
}

static void
add_warning(const struct node_effect *node, struct strvec *warnings)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "Node %s is slow: its %d %s took ", node->node, node->runs,
		node->runs == 1 ? "run" : "runs");
	add_interval(&text, node);
	strbuf_addf(&text,
		" longer than those on the others: look at it, or leave it out "
		"(--engine-arg=--exclude=%s).",
		node->node);
	strvec_push_owned(warnings, strbuf_detach(&text));
}

void
node_effect_tell(const struct observations *rows, const char *suite, struct strvec *notes,
	struct strvec *warnings)
{
	size_t count;
	struct node_effect *nodes = node_effects(rows, suite, &count);

	if (nodes == NULL)
		return;
	add_note(nodes, count, notes);
	for (size_t i = 0; i < count; i++)
		if (nodes[i].slower > SLOW_TOLD && nodes[i].low > 0.0)
			add_warning(&nodes[i], warnings);
	free(nodes);
}
