/*
 * node_effect - how much slower one node of a cluster is than the others.
 *
 * ln T = (form and count) + (node) + noise, fitted by median polish (Tukey, Exploratory Data
 * Analysis, 1977, chapter 11), so that single slow runs and unequal shares of the nodes in a
 * count do no harm. A node is compared with the mean of the others; its interval is that of a
 * difference of medians (standard error 1.2533 sigma / sqrt(n)) by Student's t, with
 * Bonferroni's correction for the number of nodes.
 */
#ifndef CORE_NODE_EFFECT_H
#define CORE_NODE_EFFECT_H

#include <stddef.h>

#include "base/strvec.h"
#include "core/observation.h"

struct node_effect {
	const char *node; /* borrowed from the observations */
	int runs;
	double slower; /* than the others: 0.1 is 10 % */
	double low; /* 95 % interval; NAN where there are too few runs */
	double high;
};

/*
 * The effects of all nodes with usable runs of `suite` (NULL: all), in the order in which they
 * appear; an array that the caller frees, NULL where there are fewer than two nodes.
 */
struct node_effect *node_effects(
	const struct observations *rows, const char *suite, size_t *count);

/* Pushes a note that has all nodes, and a warning for each that is surely slower. */
void node_effect_tell(const struct observations *rows, const char *suite, struct strvec *notes,
	struct strvec *warnings);

#endif
