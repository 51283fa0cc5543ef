/*
 * hyperfine - what `hyperfine --export-json` wrote, as observations (version 1 and schema 2).
 *
 * The count of a command is the value of one of its parameters (-L threads 1,2,4, -P n 1 8):
 * the one that --map workers=NAME names, or `workers`, or the only one that is a whole number.
 * Each of its times is a row. Version 1 keeps CPU seconds as means over the runs, which every
 * row gets. Its peak memory is that of one process, not of the tree, and is left out.
 */
#ifndef IO_HYPERFINE_H
#define IO_HYPERFINE_H

#include <stdio.h>

#include "base/error.h"
#include "core/observation.h"

struct hyperfine_arg {
	const char *path; /* "-" is stdin */
	FILE *stream; /* open already, then `path` is only its name; or NULL */
	const char *workers; /* the parameter that is the count; NULL: to be found */
};

/* Adds the rows to `all`; -1 with STATUS_USAGE, file and result. */
int hyperfine_read(
	const struct hyperfine_arg *arg, struct observations *all, struct error *error);

#endif
