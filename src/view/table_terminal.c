#include "config.h"

#include <stdlib.h>

#include "base/memory.h"
#include "view/table.h"
#include "view/text.h"

#define GAP	     2 /* blanks between columns */
#define MARK	     2 /* room for the row's mark */
#define NAME_COLUMNS 40 /* of a foreign name */

static const struct {
	const char *mark; /* where colour may be missing */
	const char *color;
} kinds[] = {
	[ROW_PLAIN] = {"  ", ""},
	[ROW_ADVISED] = {"> ", "\x1b[1;32m"},
	[ROW_UNSAFE] = {"! ", "\x1b[31m"},
	[ROW_UNMEASURED] = {"  ", "\x1b[2m"},
};

/* A cell as the terminal shows it. */
static void
add_terminal_cell(struct strbuf *out, const struct table *table, size_t row, size_t column,
	const struct style *style)
{
	text_add_clean(out, table_text(table, row, column), NAME_COLUMNS, style->utf8);
}

static size_t
column_width(const struct table *table, size_t column, const struct style *style)
{
	size_t width = text_width(table->columns[column].title);

	for (size_t i = 0; i < table->count; i++) {
		struct strbuf cell = STRBUF_INIT;
		add_terminal_cell(&cell, table, i, column, style);
		size_t own = text_width(strbuf_text(&cell));
		if (own > width)
			width = own;
		strbuf_release(&cell);
	}
	return width;
}

static size_t
total_width(const struct table *table, const size_t *widths)
{
	size_t total = MARK;

	for (size_t j = 0; j < table->column_count; j++)
		if (widths[j] > 0)
			total += widths[j] + (total > MARK ? GAP : 0);
	return total;
}

/* Widths of the columns that fit; 0 for those left out. */
static size_t *
fit_columns(const struct table *table, const struct style *style)
{
	size_t *widths = xcalloc(table->column_count, sizeof *widths);

	for (size_t j = 0; j < table->column_count; j++)
		if (table_uses(table, j))
			widths[j] = column_width(table, j, style);
	while (style->width > 0 && total_width(table, widths) > (size_t)style->width) {
		size_t victim = table->column_count;
		for (size_t j = 0; j < table->column_count; j++)
			if (widths[j] > 0 && table->columns[j].rank > 0 &&
				(victim == table->column_count ||
					table->columns[j].rank > table->columns[victim].rank))
				victim = j;
		if (victim == table->column_count)
			break;
		widths[victim] = 0;
	}
	return widths;
}

/* `text` in a field of that width; the last column of a line needs no blanks behind it. */
static void
add_field(struct strbuf *out, const char *text, size_t width, enum align align)
{
	size_t own = text_width(text);
	size_t blanks = width > own ? width - own : 0;

	if (align == ALIGN_RIGHT)
		strbuf_addn(out, ' ', blanks);
	strbuf_addstr(out, text);
	if (align == ALIGN_LEFT)
		strbuf_addn(out, ' ', blanks);
}

static void
trim_line(struct strbuf *out, size_t start)
{
	size_t end = out->length;

	while (end > start && out->text[end - 1] == ' ')
		end--;
	strbuf_truncate(out, end);
}

static void
add_header_line(struct strbuf *out, const struct table *table, const size_t *widths,
	const struct style *style)
{
	size_t start = out->length;
	bool first = true;

	strbuf_addn(out, ' ', MARK);
	for (size_t j = 0; j < table->column_count; j++) {
		if (widths[j] == 0)
			continue;
		strbuf_addn(out, ' ', first ? 0 : GAP);
		first = false;
		add_field(out, table->columns[j].title, widths[j], table->columns[j].align);
	}
	trim_line(out, start);
	if (style->color) {
		struct strbuf line = STRBUF_INIT;
		strbuf_addf(&line, "\x1b[4m%s\x1b[0m", out->text + start);
		strbuf_truncate(out, start);
		strbuf_addstr(out, strbuf_text(&line));
		strbuf_release(&line);
	}
	strbuf_addch(out, '\n');
}

static void
add_row_line(struct strbuf *out, const struct table *table, size_t row, const size_t *widths,
	const struct style *style)
{
	enum row_kind kind = table->rows[row].kind;
	bool colored = style->color && *kinds[kind].color != '\0';
	bool first = true;

	if (colored)
		strbuf_addstr(out, kinds[kind].color);
	size_t start = out->length;
	strbuf_addstr(out, kinds[kind].mark);
	for (size_t j = 0; j < table->column_count; j++) {
		struct strbuf cell = STRBUF_INIT;

		if (widths[j] == 0)
			continue;
		strbuf_addn(out, ' ', first ? 0 : GAP);
		first = false;
		add_terminal_cell(&cell, table, row, j, style);
		add_field(out, strbuf_text(&cell), widths[j], table->columns[j].align);
		strbuf_release(&cell);
	}
	trim_line(out, start);
	if (colored)
		strbuf_addstr(out, "\x1b[0m");
	strbuf_addch(out, '\n');
}

void
table_terminal(const struct table *table, const struct style *style, struct strbuf *out)
{
	size_t *widths = fit_columns(table, style);

	add_header_line(out, table, widths, style);
	for (size_t i = 0; i < table->count; i++)
		add_row_line(out, table, i, widths, style);
	free(widths);
}
