#include "config.h"

#include "view/html_parts.h"

#include "view/text.h"

void
html_open_section(struct strbuf *out, const char *id, const char *title)
{
	strbuf_addf(out, "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id,
		title);
}

void
html_close_section(struct strbuf *out)
{
	strbuf_addstr(out, "</section>\n");
}

void
html_add_paragraph(struct strbuf *out, const char *text)
{
	strbuf_addstr(out, "<p>");
	text_add_html(out, text);
	strbuf_addstr(out, "</p>\n");
}

void
html_add_list(struct strbuf *out, const struct strvec *list, const char *class)
{
	if (list->count == 0)
		return;
	strbuf_addf(out, *class != '\0' ? "<ul class=\"%s\">\n" : "<ul%s>\n", class);
	for (size_t i = 0; i < list->count; i++) {
		strbuf_addstr(out, "<li>");
		text_add_html(out, list->items[i]);
		strbuf_addstr(out, "</li>\n");
	}
	strbuf_addstr(out, "</ul>\n");
}

void
html_add_table(struct strbuf *out, const char *caption, struct table table)
{
	if (table.count > 0)
		table_html(&table, caption, out);
	table_release(&table);
}

void
html_add_command(struct strbuf *out, const char *title, const struct strvec *argv)
{
	struct strbuf line = STRBUF_INIT;

	if (argv->count == 0)
		return;
	text_add_command(&line, argv);
	strbuf_addf(out, "<dt>%s</dt><dd><code>", title);
	text_add_html(out, strbuf_text(&line));
	strbuf_addstr(out, "</code></dd>\n");
	strbuf_release(&line);
}
