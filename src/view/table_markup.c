#include "config.h"

#include <limits.h>
#include <math.h>

#include "view/table.h"
#include "view/text.h"

#define MARKDOWN_ROWS 200 /* job summaries have a limit */
#define HTML_ROWS     500 /* and pages should load */

static const char *const classes[] = {
	[ROW_PLAIN] = NULL,
	[ROW_ADVISED] = "advised",
	[ROW_UNSAFE] = "unsafe",
	[ROW_UNMEASURED] = "unmeasured",
};

static void
add_markdown_cell(struct strbuf *out, const struct table *table, size_t row, size_t column)
{
	const char *text = table_text(table, row, column);
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
	return table->columns[column].rank <= most_rank && table_uses(table, column);
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

		if (!table_uses(table, j))
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

	text_add_clean(&clipped, table_text(table, row, column), TEXT_NAME_COLUMNS, true);
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
		const char *class = classes[table->rows[i].kind];
		bool head = true;

		if (class != NULL)
			strbuf_addf(out, "<tr class=\"%s\">", class);
		else
			strbuf_addstr(out, "<tr>");
		for (size_t j = 0; j < table->column_count; j++) {
			if (!table_uses(table, j))
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
