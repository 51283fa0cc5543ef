/*
 * runners_csv - data/runners.csv and the user's own file, read into the table.
 */
#ifndef IO_RUNNERS_CSV_H
#define IO_RUNNERS_CSV_H

#include "base/error.h"
#include "core/runner.h"

/* Adds the rows of `path`; a row of a name that is there already replaces it. */
int runners_csv_read(const char *path, struct runners *table, struct error *error);

/* Where data/NAME lies: $PTBENCH_DATA/NAME, data/NAME beside the program (an uninstalled build)
 * or in the data directory of the installation; the caller frees it. */
char *data_path(const char *name);

#endif
