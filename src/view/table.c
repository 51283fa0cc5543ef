#include "config.h"

#include "view/table.h"

#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>

#include "base/memory.h"
#include "view/text.h"

#define GAP	     2 /* blanks between columns */
#define MARK	     2 /* room for the row's mark */
#define NAME_COLUMNS 40 /* of a foreign name in a terminal */

#define MARKDOWN_ROWS 200 /* job summaries have a limit */
#define HTML_ROWS     500 /* and pages should load */

static const struct {
	const char *mark; /* in a terminal, where colour may be missing */
	const char *color;
	const char *class;
} kinds[] = {
	[ROW_PLAIN] = {"  ", "", NULL},
	[ROW_ADVISED] = {"> ", "\x1b[1;32m", "advised"},
	[ROW_UNSAFE] = {"! ", "\x1b[31m", "unsafe"},
	[ROW_UNMEASURED] = {"  ", "\x1b[2m", "unmeasured"},
};

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

static const char *
cell_text(const struct table *table, size_t row, size_t column)
{
	const char *text = table->rows[row].cells[column].text;

	return text != NULL ? text : "";
}

/* Whether any cell of the column says something. */
static bool
column_used(const struct table *table, size_t column)
{
	for (size_t i = 0; i < table->count; i++)
		if (*cell_text(table, i, column) != '\0')
			return true;
	return false;
}

/* A cell as the terminal shows it. */
static void
add_terminal_cell(struct strbuf *out, const struct table *table, size_t row, size_t column,
	const struct style *style)
{
	text_add_clean(out, cell_text(table, row, column), NAME_COLUMNS, style->utf8);
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
		if (column_used(table, j))
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

static void
add_markdown_cell(struct strbuf *out, const struct table *table, size_t row, size_t column)
{
	const char *text = cell_text(table, row, column);
	bool bold = table->rows[row].kind == ROW_ADVISED && column == 0;
	struct strbuf clipped = STRBUF_INIT;

	text_add_clean(&clipped, text, TEXT_NAME_COLUMNS, true);
	strbuf_addstr(out, bold ? " **" : " ");
	if (table->columns[column].name && clipped.length > 0)
		text_add_markdown_code(out, strbuf_text(&clipped));
	else
		text_add_markdown(out, strbuf_text(&clipped));
	strbuf_addstr(out, bold ? "** |" : " |");
	strbuf_release(&clipped);
}

static bool
in_markdown(const struct table *table, size_t column, int most_rank)
{
	return table->columns[column].rank <= most_rank && column_used(table, column);
}

void
table_markdown_ranks(const struct table *table, int most_rank, struct strbuf *out)
{
	strbuf_addch(out, '|');
	for (size_t j = 0; j < table->column_count; j++)
		if (in_markdown(table, j, most_rank))
			strbuf_addf(out, " %s |", table->columns[j].title);
	strbuf_addstr(out, "\n|");
	for (size_t j = 0; j < table->column_count; j++)
		if (in_markdown(table, j, most_rank))
			strbuf_addstr(
				out, table->columns[j].align == ALIGN_LEFT ? "---|" : "--:|");
	strbuf_addch(out, '\n');
	for (size_t i = 0; i < table->count && i < MARKDOWN_ROWS; i++) {
		strbuf_addch(out, '|');
		for (size_t j = 0; j < table->column_count; j++)
			if (in_markdown(table, j, most_rank))
				add_markdown_cell(out, table, i, j);
		strbuf_addch(out, '\n');
	}
	if (table->count > MARKDOWN_ROWS)
		strbuf_addf(
			out, "\n%zu more rows are left out.\n", table->count - MARKDOWN_ROWS);
}

void
table_markdown(const struct table *table, struct strbuf *out)
{
	table_markdown_ranks(table, INT_MAX, out);
}

static void
add_html_head(struct strbuf *out, const struct table *table)
{
	strbuf_addstr(out, "<thead><tr>");
	for (size_t j = 0; j < table->column_count; j++) {
		const struct column *column = &table->columns[j];

		if (!column_used(table, j))
			continue;
		strbuf_addf(out, "<th scope=\"col\"%s",
			column->align == ALIGN_LEFT ? " class=\"text\"" : "");
		if (column->meaning != NULL) {
			strbuf_addstr(out, " title=\"");
			text_add_html(out, column->meaning);
			strbuf_addch(out, '"');
		}
		strbuf_addch(out, '>');
		text_add_html(out, column->title);
		strbuf_addstr(out, "</th>");
	}
	strbuf_addstr(out, "</tr></thead>\n");
}

static void
add_html_cell(
	struct strbuf *out, const struct table *table, size_t row, size_t column, bool head)
{
	const struct cell *cell = &table->rows[row].cells[column];
	const char *element = head ? "th" : "td";
	struct strbuf clipped = STRBUF_INIT;

	text_add_clean(&clipped, cell_text(table, row, column), TEXT_NAME_COLUMNS, true);
	strbuf_addf(out, "<%s%s%s", element, head ? " scope=\"row\"" : "",
		table->columns[column].align == ALIGN_LEFT ? " class=\"text\"" : "");
	if (isfinite(cell->number))
		strbuf_addf(out, " data-sort=\"%.9g\"", cell->number);
	strbuf_addstr(out, table->columns[column].name && clipped.length > 0 ? "><code>" : ">");
	text_add_html(out, strbuf_text(&clipped));
	strbuf_addstr(out, table->columns[column].name && clipped.length > 0 ? "</code>" : "");
	strbuf_addf(out, "</%s>", element);
	strbuf_release(&clipped);
}

void
table_html(const struct table *table, const char *caption, struct strbuf *out)
{
	strbuf_addstr(out, "<div class=\"wide\"><table>\n<caption>");
	text_add_html(out, caption);
	strbuf_addstr(out, "</caption>\n");
	add_html_head(out, table);
	strbuf_addstr(out, "<tbody>\n");
	for (size_t i = 0; i < table->count && i < HTML_ROWS; i++) {
		const char *class = kinds[table->rows[i].kind].class;
		bool head = true;

		if (class != NULL)
			strbuf_addf(out, "<tr class=\"%s\">", class);
		else
			strbuf_addstr(out, "<tr>");
		for (size_t j = 0; j < table->column_count; j++) {
			if (!column_used(table, j))
				continue;
			add_html_cell(out, table, i, j, head);
			head = false;
		}
		strbuf_addstr(out, "</tr>\n");
	}
	strbuf_addstr(out, "</tbody></table></div>\n");
	if (table->count > HTML_ROWS)
		strbuf_addf(
			out, "<p>%zu more rows are left out.</p>\n", table->count - HTML_ROWS);
}
