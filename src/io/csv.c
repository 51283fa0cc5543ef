#include "config.h"

#include "io/csv.h"

#include <csv.h>
#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"

/*
 * Whether a spreadsheet would take the text for a formula. Apostrophes before it are looked
 * through: a text that has one of its own gets a second, so that taking one off is exact.
 */
static bool
is_formula(const char *text)
{
	char first = text[strspn(text, "'")];

	return first != '\0' && strchr("=+-@\t\r", first) != NULL;
}

/* Blanks at the ends too: readers may cut them off unquoted cells, as libcsv does. */
static bool
needs_quotes(const char *text, size_t length)
{
	return length > 0 &&
		(strpbrk(text, ",\"\r\n") != NULL || strchr(" \t", text[0]) != NULL ||
			strchr(" \t", text[length - 1]) != NULL);
}

void
csv_add_text(struct strbuf *line, const char *text)
{
	struct strbuf cell = STRBUF_INIT;

	if (is_formula(text))
		strbuf_addch(&cell, '\'');
	strbuf_addstr(&cell, text);
	if (!needs_quotes(cell.text, cell.length)) {
		strbuf_add(line, cell.text, cell.length);
	} else {
		size_t size = csv_write(NULL, 0, cell.text, cell.length);
		char *quoted = xmalloc(size);

		csv_write(quoted, size, cell.text, cell.length);
		strbuf_add(line, quoted, size);
		free(quoted);
	}
	strbuf_release(&cell);
}

void
csv_add_number(struct strbuf *line, double number)
{
	char text[NUMBER_SIZE];

	strbuf_addstr(line, format_number(number, text));
}

const char *
csv_text(const char *cell)
{
	return cell[0] == '\'' && is_formula(cell) ? cell + 1 : cell;
}
