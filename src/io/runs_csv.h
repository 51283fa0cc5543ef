/*
 * runs_csv - observations as CSV: runs.csv as ptbench writes it, and any CSV that `fit` can use.
 */
#ifndef IO_RUNS_CSV_H
#define IO_RUNS_CSV_H

#include <stdio.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/observation.h"

/* The header line, and one row; both end with a newline. */
void runs_csv_header(struct strbuf *text);
void runs_csv_row(struct strbuf *text, const struct observation *row);

/* Appends the row to the file in one write() and syncs it; -1 with STATUS_INTERNAL. */
int runs_csv_append(const char *path, const struct observation *row, struct error *error);

struct runs_csv_arg {
	const char *path;          /* "-" is stdin */
	const struct strvec *map;  /* "workers=threads", or NULL */
	int drop_torn_line;        /* the own runs.csv of a killed ptbench */
};

/* Adds the rows to `all`; -1 with STATUS_USAGE, file and line. */
int runs_csv_read(const struct runs_csv_arg *arg, struct observations *all, struct error *error);

/* Any file `fit` takes: CSV as above or hyperfine's JSON export, told apart by the first byte. */
int runs_read(const struct runs_csv_arg *arg, struct observations *all, struct error *error);

#endif
