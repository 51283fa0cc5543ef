/*
 * csv_table - reads a CSV file with a header (RFC 4180, through libcsv), row by row.
 *
 *     static int
 *     take_row(const struct csv_table *table, void *context, struct error *error)
 *     {
 *             const char *name = csv_table_text(table, csv_table_column(table, "name"));
 *             if (*name == '\0')
 *                     return csv_table_error(table, error, "has no name: give it one");
 *             ...
 *     }
 *
 * Strict: a quote in the middle of a cell, a quote that is never closed, a row with more or
 * fewer cells than the header, two columns of one name, a NUL byte or no header at all is an
 * error with file and line. A byte order mark, CRLF or CR line ends, blank lines and a missing
 * last newline are fine; blanks around a cell without quotes are no part of it. Memory is that
 * of the longest row (at most CSV_TABLE_LONGEST), whatever the size of the file.
 *
 * The table and its texts are borrowed for the call back.
 */
#ifndef IO_CSV_TABLE_H
#define IO_CSV_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/strvec.h"

#define CSV_TABLE_LONGEST ((size_t)16 << 20) /* bytes of a row; a longer one is no table */
#define CSV_TABLE_NONE	  (-1) /* a column that is not there */

struct csv_table {
	const char *name; /* of the file, for messages; "standard input" for "-" */
	struct strvec header; /* names, without blanks around them */
	size_t line; /* where this row begins, from 1 */
	const char *const *cells; /* as many as the header has */
};

struct csv_table_arg {
	const char *path; /* "-" is stdin */
	FILE *stream; /* open already, then `path` is only its name; or NULL */
	bool drop_torn_line; /* a last line without a newline was cut short: leave it out, even
				where it is the header */
	void *context;

	/* Called once before the rows, may be NULL; -1 stops. Look columns up here. */
	int (*header)(const struct csv_table *table, void *context, struct error *error);

	/* Called for every row; -1 with an error stops. */
	int (*row)(const struct csv_table *table, void *context, struct error *error);
};

/* 0, or -1 with STATUS_USAGE: the file cannot be read, is no CSV, or a call back refused. */
int csv_table_read(const struct csv_table_arg *arg, struct error *error);

/* The index of the column of that name, or CSV_TABLE_NONE. */
int csv_table_column(const struct csv_table *table, const char *name);

/* A number among the names, borrowed: then the first line may well be no header. NULL: none. */
const char *csv_table_number(const struct csv_table *table);

/* The cell of this row as it stands; "" for CSV_TABLE_NONE. */
const char *csv_table_cell(const struct csv_table *table, int column);

/* The same without the apostrophe that keeps a text from being a formula (io/csv.h). */
const char *csv_table_text(const struct csv_table *table, int column);

/* "FILE:LINE: " and the sentence, STATUS_USAGE; returns -1. */
int csv_table_error(const struct csv_table *table, struct error *error, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

#endif
