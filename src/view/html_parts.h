/*
 * html_parts - what the sections of the page are made of. All text is escaped here; ids, titles
 * and captions are ours.
 */
#ifndef VIEW_HTML_PARTS_H
#define VIEW_HTML_PARTS_H

#include "base/strbuf.h"
#include "base/strvec.h"
#include "view/table.h"

void html_open_section(struct strbuf *out, const char *id, const char *title);
void html_close_section(struct strbuf *out);
void html_add_paragraph(struct strbuf *out, const char *text);

/* An empty list adds nothing; `class` may be "". */
void html_add_list(struct strbuf *out, const struct strvec *list, const char *class);

/* Takes the table over; an empty one adds nothing. */
void html_add_table(struct strbuf *out, const char *caption, struct table table);

/* A term of a list and the command as one would type it; no command adds nothing. */
void html_add_command(struct strbuf *out, const char *title, const struct strvec *argv);

#endif
