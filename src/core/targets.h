/*
 * targets - what `--predict` asks for: `N` or `N@CPUS`, separated by commas.
 */
#ifndef CORE_TARGETS_H
#define CORE_TARGETS_H

#include <stddef.h>

#include "base/error.h"

struct target {
	int workers;
	double cpus; /* NAN: the CPUs that the runs had */
};

/* "16,16@16,32@32" to targets (the caller frees them); -1 with STATUS_USAGE. */
int targets_parse(const char *list, struct target **targets, size_t *count, struct error *error);

#endif
