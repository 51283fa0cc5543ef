/*
 * csv_cell - cells of a CSV file to values, each with the one sentence that says what is wrong.
 *
 * All return 0, or -1 with STATUS_USAGE, file, line and column; the value is then untouched.
 */
#ifndef IO_CSV_CELL_H
#define IO_CSV_CELL_H

#include <stdbool.h>

#include "base/error.h"
#include "io/csv_table.h"

/* A cell and what it is called; everything is borrowed. */
struct csv_cell {
	const struct csv_table *table;
	const char *name; /* of the column, as ptbench calls it */
	const char *text;
	bool positive; /* of a figure: a time or its inverse, so zero is none */
};

/*
 * A finite number, not negative; from OBSERVATION_SHORTEST_S to OBSERVATION_LONGEST_S where it
 * must be positive.
 */
int csv_cell_figure(const struct csv_cell *cell, double *figure, struct error *error);

/* A whole number from `low` to `high`; "4.0", as some tables have it, is one too. */
int csv_cell_whole(
	const struct csv_cell *cell, int low, int high, int *count, struct error *error);

/* "0" or "1", "false" or "true". */
int csv_cell_flag(const struct csv_cell *cell, bool *flag, struct error *error);

/* "NAME is 'TEXT': give WANTED"; a decimal comma gets a sentence of its own. Returns -1. */
int csv_cell_refuse(const struct csv_cell *cell, const char *wanted, struct error *error);

#endif
