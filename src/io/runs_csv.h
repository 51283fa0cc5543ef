/*
 * runs_csv - observations as CSV: runs.csv as ptbench writes it, and any CSV that `fit` can
 * use.
 *
 * runs.csv is written by a runs_writer, which keeps the file open: the caller owns the struct,
 * runs_writer_close() releases what it holds.
 */
#ifndef IO_RUNS_CSV_H
#define IO_RUNS_CSV_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/observation.h"

/* The header line, and one row; both end with a newline. */
void runs_csv_header(struct strbuf *text);
void runs_csv_row(struct strbuf *text, const struct observation *row);

struct runs_writer {
	char *path;
	int file;
	int64_t length; /* bytes of whole rows in the file */
	struct strbuf line;
};

/*
 * Makes the file and writes the header; with `resume` goes on behind the last whole row of the
 * file that is there, cutting a torn line off. -1: STATUS_USAGE when a file is there that is
 * not to be resumed, STATUS_INTERNAL when it cannot be written (a full disk too).
 */
int runs_writer_open(
	struct runs_writer *writer, const char *path, bool resume, struct error *error);

/*
 * Appends the row in one write(), so that a kill at any moment leaves whole rows: what write()
 * took survives ptbench, and only a power cut could lose it (no fsync: it would cost more than
 * a short command). Where the row does not fit the file is cut back to whole rows; -1 with
 * STATUS_INTERNAL.
 */
int runs_writer_append(
	struct runs_writer *writer, const struct observation *row, struct error *error);

/* Closes the file and releases the writer, also after a failure; -1 with STATUS_INTERNAL. */
int runs_writer_close(struct runs_writer *writer, struct error *error);

struct runs_csv_arg {
	const char *path; /* "-" is stdin */
	FILE *stream; /* open already, then `path` is only its name; or NULL */
	const struct strvec
		*map; /* "workers=threads" or "workers=threads,wall_s=mean", or NULL */
	bool drop_torn_line; /* the own runs.csv of a killed ptbench */
};

/* Rows behind this one keep no `start_utc` and no `log`: the memory of a million rows is
 * bounded. */
#define RUNS_CSV_TEXTS 100000

/*
 * Adds the rows to `all`, in the order of the file; -1 with STATUS_USAGE, file and line. Needed
 * are the columns `workers` and one of `wall_s` and `throughput` (runs a second); the others of
 * runs.csv are used where they are there. Without `mode`, count 1 is the sequential form.
 */
int runs_csv_read(
	const struct runs_csv_arg *arg, struct observations *all, struct error *error);

/*
 * Any file `fit` takes: CSV as above or hyperfine's JSON export, told apart by the first byte;
 * of a result folder its runs.csv. Several files are read one after another into the same
 * `all`.
 */
int runs_read(const struct runs_csv_arg *arg, struct observations *all, struct error *error);

#endif
