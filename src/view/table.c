#include "config.h"

#include "view/table.h"

#include <stdarg.h>
#include <stdlib.h>

#include "base/memory.h"

void
table_row(struct table *table, enum row_kind kind)
{
	ARRAY_GROW(table->rows, table->count, table->capacity);
	table->rows[table->count++] = (struct row){
		.kind = kind,
		.cells = xcalloc(table->column_count, sizeof(struct cell)),
	};
}

static void
add_cell(struct table *table, double number, char *text)
{
	struct row *row = &table->rows[table->count - 1];

	row->cells[row->filled++] = (struct cell){.text = text, .number = number};
}

void
table_cell(struct table *table, double number, const char *text)
{
	add_cell(table, number, xstrdup(text));
}

void
table_cellf(struct table *table, double number, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	add_cell(table, number, xvasprintf(format, arguments));
	va_end(arguments);
}

void
table_cell_taken(struct table *table, double number, struct strbuf *buffer)
{
	add_cell(table, number, strbuf_detach(buffer));
}

static void
row_release(const struct table *table, struct row *row)
{
	for (size_t j = 0; j < table->column_count; j++)
		free(row->cells[j].text);
	free(row->cells);
}

void
table_release(struct table *table)
{
	for (size_t i = 0; i < table->count; i++)
		row_release(table, &table->rows[i]);
	free(table->rows);
	table->rows = NULL;
	table->count = table->capacity = 0;
}

/* Marks row `i`, where there is one and room for it. */
static void
keep_row(const struct table *table, bool *kept, size_t i, size_t *room)
{
	if (i >= table->count || kept[i] || *room == 0)
		return;
	kept[i] = true;
	*room -= 1;
}

/* `room` of the rows that are not marked, at even distances. */
static void
spread_rows(const struct table *table, bool *kept, size_t room)
{
	size_t *others = xcalloc(table->count, sizeof *others);
	size_t count = 0;

	for (size_t i = 0; i < table->count; i++)
		if (!kept[i])
			others[count++] = i;
	for (size_t i = 0; i < room; i++)
		kept[others[(2 * i + 1) * count / (2 * room)]] = true;
	free(others);
}

static void
keep_rows(const struct table *table, bool *kept, size_t room)
{
	size_t last = table->count - 1;

	keep_row(table, kept, 0, &room);
	keep_row(table, kept, last, &room);
	for (size_t i = 0; i <= last; i++) {
		if (table->rows[i].kind != ROW_ADVISED)
			continue;
		keep_row(table, kept, i, &room);
		keep_row(table, kept, i + 1, &room);
		keep_row(table, kept, i > 0 ? i - 1 : i, &room);
	}
	spread_rows(table, kept, room);
}

size_t
table_thin(struct table *table, size_t most)
{
	size_t count = 0;

	if (table->count <= most)
		return 0;

	bool *kept = xcalloc(table->count, sizeof *kept);
	keep_rows(table, kept, most);
	for (size_t i = 0; i < table->count; i++) {
		if (kept[i])
			table->rows[count++] = table->rows[i];
		else
			row_release(table, &table->rows[i]);
	}
	size_t dropped = table->count - count;
	table->count = count;
	free(kept);
	return dropped;
}

const char *
table_text(const struct table *table, size_t row, size_t column)
{
	const char *text = table->rows[row].cells[column].text;

	return text != NULL ? text : "";
}

bool
table_uses(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->count; i++)
		if (*table_text(table, i, column) != '\0')
			return true;
	return false;
}
