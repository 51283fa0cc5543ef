/*
 * text - foreign text made harmless and measured, for every kind of output.
 *
 * Titles, commands and test names come from the user's files: control characters and escape
 * sequences are made visible, invalid UTF-8 becomes U+FFFD, markup is escaped.
 */
#ifndef VIEW_TEXT_H
#define VIEW_TEXT_H

#include <stddef.h>

#include "base/strbuf.h"
#include "base/strvec.h"
#include "view/style.h"

/* For a terminal: control and direction characters visible (\x1b, \u202e), ASCII only without utf8. */
void text_add_terminal(struct strbuf *out, const char *text, const struct style *style);
void text_add_html(struct strbuf *out, const char *text);     /* element and attribute text */
void text_add_markdown(struct strbuf *out, const char *text); /* inline, also in table cells */
void text_add_gnuplot(struct strbuf *out, const char *text);  /* with the double quotes around it */

/* Columns that the text takes on a terminal. */
size_t text_width(const char *text);

/* The words as one line that a shell would read back as these words; harmless as above. */
void text_add_command(struct strbuf *out, const struct strvec *argv);

#endif
