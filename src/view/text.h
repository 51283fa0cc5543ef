/*
 * text - foreign text made harmless and measured, for every kind of output.
 *
 * Titles, commands and test names come from the user's files: control characters and escape
 * sequences are made visible, invalid UTF-8 becomes U+FFFD, markup is escaped.
 */
#ifndef VIEW_TEXT_H
#define VIEW_TEXT_H

#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/strvec.h"
#include "view/style.h"

/* Longer names are clipped where they are one figure among many. */
#define TEXT_NAME_COLUMNS 200

/* The next character of `text` and its length in bytes; U+FFFD for a byte that is no UTF-8. */
size_t text_decode(const char *text, uint32_t *character);

/* Columns that the text takes on a terminal; colour sequences take none. */
size_t text_width(const char *text);

/*
 * The text with control and direction characters visible (\n, \x1b, \u202e) and valid; other
 * characters than ASCII as \u00e9 unless `utf8`. Longer than `columns` (0: no limit): its
 * middle is left out.
 */
void text_add_clean(struct strbuf *out, const char *text, size_t columns, bool utf8);

/* For a terminal: clean, ASCII only without utf8. */
void text_add_terminal(struct strbuf *out, const char *text, const struct style *style);

/* Clean, in HTML or XML: element and attribute text. */
void text_add_html(struct strbuf *out, const char *text);

/* Clean, as inline Markdown, also in table cells: nothing is markup, nobody is mentioned. */
void text_add_markdown(struct strbuf *out, const char *text);

/* The same at the start of a paragraph or list item, where it begins no heading and no list. */
void text_add_markdown_line(struct strbuf *out, const char *text);

/* The same as <code>, for names and commands. */
void text_add_markdown_code(struct strbuf *out, const char *text);

/*
 * Clean, as a string constant for gnuplot, with the double quotes around it; nothing in it is a
 * command, a macro or an escape. Text in enhanced mode would still be markup: the scripts turn
 * it off.
 */
void text_add_gnuplot(struct strbuf *out, const char *text);

/* The words as one line that a shell would read back as these words; clean as above. */
void text_add_command(struct strbuf *out, const struct strvec *argv);

/* Adds `text` broken at blanks so that no line is longer than `columns` (0: no limit), if that
 * can be; a figure keeps its unit. Each line but the first begins with `indent` blanks. Ends
 * without a newline. */
void text_add_wrapped(struct strbuf *out, const char *text, size_t columns, size_t indent);

#endif
