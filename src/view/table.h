/*
 * table - one table, written as aligned text, Markdown or HTML.
 *
 * Cells are plain text, foreign text too: the writers make it harmless. A column in which every
 * cell is empty is not written. The caller owns the struct, the struct its cells.
 */
#ifndef VIEW_TABLE_H
#define VIEW_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "view/style.h"

enum align {
	ALIGN_RIGHT, /* figures */
	ALIGN_LEFT,
};

struct column {
	const char *title;
	const char *meaning; /* a sentence for people who point at it, or NULL */
	enum align align;
	int rank; /* narrow terminals drop the largest first; 0 stays */
	bool name; /* foreign names: code where there is such a thing */
};

enum row_kind {
	ROW_PLAIN,
	ROW_ADVISED,
	ROW_UNSAFE,
	ROW_UNMEASURED,
};

struct cell {
	char *text;
	double number; /* to sort by; NAN: by the text */
};

struct row {
	enum row_kind kind;
	struct cell *cells; /* one per column */
	size_t filled;
};

struct table {
	const struct column *columns; /* borrowed, static */
	size_t column_count;
	struct row *rows;
	size_t count;
	size_t capacity;
};

#define TABLE_INIT(columns)                                                                    \
	{                                                                                      \
		(columns), sizeof(columns) / sizeof *(columns), NULL, 0, 0                     \
	}

/* Begins a row whose cells are filled from left to right. */
void table_row(struct table *table, enum row_kind kind);
void table_cell(struct table *table, double number, const char *text);
void table_cellf(struct table *table, double number, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* The text of `buffer`, which is empty again afterwards. */
void table_cell_taken(struct table *table, double number, struct strbuf *buffer);
void table_release(struct table *table);

/*
 * Leaves `most` rows (at least 5): the first, the last, the advised one with its neighbours,
 * and others at even distances. Returns how many were dropped.
 */
size_t table_thin(struct table *table, size_t most);

/* For the writers: the text of a cell, "" where there is none; whether a column has any. */
const char *table_text(const struct table *table, size_t row, size_t column);
bool table_uses(const struct table *table, size_t column);

/* Lines with a newline each; columns are dropped until it fits style->width. */
void table_terminal(const struct table *table, const struct style *style, struct strbuf *out);
void table_markdown(const struct table *table, struct strbuf *out);

/* Only the columns up to that rank. */
void table_markdown_ranks(const struct table *table, int most_rank, struct strbuf *out);

/* <table> with `caption` (plain text). */
void table_html(const struct table *table, const char *caption, struct strbuf *out);

#endif
