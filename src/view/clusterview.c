#include "config.h"

#include "view/clusterview.h"

#include <stdbool.h>
#include <string.h>

#include "base/units.h"
#include "view/text.h"

/* Whether both are one line: the same partition, size and state. */
static bool
is_alike(const struct cluster_node *a, const struct cluster_node *b)
{
	return strcmp(a->partition, b->partition) == 0 && strcmp(a->state, b->state) == 0 &&
		a->cpus == b->cpus && !(a->memory_bytes < b->memory_bytes) &&
		!(a->memory_bytes > b->memory_bytes);
}

static bool
is_first_of_its_kind(const struct cluster *cluster, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (is_alike(&cluster->nodes[i], &cluster->nodes[index]))
			return false;
	return true;
}

static int
count_alike(const struct cluster *cluster, size_t index)
{
	int count = 0;

	for (size_t i = index; i < cluster->count; i++)
		count += is_alike(&cluster->nodes[i], &cluster->nodes[index]);
	return count;
}

/* "main         2 nodes    8 CPUs  1.0 GB  idle  trials go here" */
static void
add_kind(const struct cluster_node *node, int nodes, const struct style *style,
	struct strbuf *text)
{
	char size[NUMBER_SIZE];
	size_t before = text->length;

	strbuf_addstr(text, "  ");
	text_add_terminal(text, node->partition, style);
	size_t width = text->length - before;
	strbuf_addn(text, ' ', width < 18 ? 18 - width : 1);
	strbuf_addf(text, "%5d %s %5d %s %9s  ", nodes, nodes == 1 ? "node " : "nodes",
		node->cpus, node->cpus == 1 ? "CPU " : "CPUs",
		node->memory_bytes > 0.0 ? format_size(node->memory_bytes, size) : "?");
	text_add_terminal(text, node->state, style);
	strbuf_addstr(text, node->chosen && node->usable ? "  <- trials\n" : "\n");
}

void
cluster_view(const struct cluster *cluster, const struct style *style, struct strbuf *text)
{
	const struct cluster_node *largest = cluster_largest(cluster);
	const char *bold = style->color ? "\033[1m" : "";
	const char *plain = style->color ? "\033[0m" : "";

	if (largest != NULL) {
		strbuf_addf(text, "%sauto is %d there%s: the CPUs of a node", bold,
			largest->cpus, plain);
		if (*cluster->partition != '\0') {
			strbuf_addstr(text, " in partition ");
			text_add_terminal(text, cluster->partition, style);
		}
		strbuf_addstr(text, ", which a trial has for itself.\n\n");
	} else {
		strbuf_addstr(text, "auto is unknown there: no node takes jobs.\n\n");
	}
	for (size_t i = 0; i < cluster->count; i++)
		if (is_first_of_its_kind(cluster, i))
			add_kind(&cluster->nodes[i], count_alike(cluster, i), style, text);
	strbuf_addstr(text,
		"\nA trial with N workers is a job with N CPUs on a node that nobody else uses\n"
		"(--exclusive), at most --jobs at once; --span asks for N tasks on any number of "
		"nodes.\nAnother partition: --engine-arg=--partition=NAME\n");
}
