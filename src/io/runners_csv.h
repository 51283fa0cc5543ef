/*
 * runners_csv - data/runners.csv and the user's own file, read into the table.
 *
 * The columns are the members of struct runner, by name and in any order; `name` is needed, the
 * others are "" when they are left out.
 */
#ifndef IO_RUNNERS_CSV_H
#define IO_RUNNERS_CSV_H

#include "base/error.h"
#include "core/runner.h"

/* Adds the rows of `path`; a row of a name that is there already replaces it. -1 with
 * STATUS_USAGE, file and line. */
int runners_csv_read(const char *path, struct runners *table, struct error *error);

/*
 * All that is known: data/runners.csv, over it the user's own
 * $XDG_CONFIG_HOME/ptbench/runners.csv (else ~/.config/ptbench/runners.csv) where there is
 * one, and over that `path` (--runners FILE, may be NULL). -1 with STATUS_USAGE, or
 * STATUS_INTERNAL when the installation has no table.
 */
int runners_load(const char *path, struct runners *table, struct error *error);

/* Where data/NAME lies: $PTBENCH_DATA/NAME, data/NAME beside the program (an uninstalled build)
 * or in the data directory of the installation; the caller frees it. */
char *data_path(const char *name);

#endif
