/*
 * runs_columns - the columns of runs.csv as one table, for its writer and its reader.
 */
#ifndef IO_RUNS_COLUMNS_H
#define IO_RUNS_COLUMNS_H

#include <stddef.h>

#include "core/observation.h"

/* How a cell is written and read; the type of the member of struct observation. */
enum cell_kind {
	CELL_TEXT, /* const char * */
	CELL_FIGURE, /* double, not negative; empty when unknown */
	CELL_SMALL, /* the same as float */
	CELL_WORKERS, /* int, at least 1 */
	CELL_COUNT, /* int; empty for UNKNOWN_COUNT */
	CELL_ORDER, /* int; empty for 0, but 0 for the round of a warm-up */
	CELL_FLAG, /* bool; 0 or 1 */
	CELL_MODE, /* unsigned char, enum mode */
	CELL_METHOD, /* unsigned char, enum peak_method */
	CELL_SIGNAL, /* unsigned char; "SIGTERM", empty for 0 */
};

struct runs_column {
	const char *name;
	enum cell_kind kind;
	size_t offset; /* in struct observation */
};

#define RUNS_COLUMNS 26

extern const struct runs_column runs_columns[RUNS_COLUMNS];

#endif
