/*
 * One pass over gnuplot's tags. Only what stands between < and > is changed: a name in the
 * picture may look like anything.
 */
#include "config.h"

#include "view/svg.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "view/text.h"

#define FIRST " '\"(#r" /* what is replaced begins with one of these */

/* What gnuplot writes, and what the page has instead. */
static const struct replacement {
	const char *from;
	const char *to;
} replacements[] = {
	/* Every group says this again: the root says it once. */
	{" fill=\"none\" color=\"black\" stroke=\"currentColor\" stroke-width=\"1.00\" "
	 "stroke-linecap=\"butt\" stroke-linejoin=\"miter\"",
		""},
	{" stroke='black'", ""},
	{" color=\"black\"", ""},
	{" xlink:href=", " href="},
	{" fill=\"black\"", " fill=\"currentColor\""},
	{" stroke=\"none\" fill=\"black\" font-family=\"sans-serif\"", " class=\"t\""},
	{"'rgb(  0,   0,   0)'", "'currentColor'"},
	{"\"rgb(0,0,0)\"", "\"currentColor\""},
	{"rgb(  0, 114, 178)", "var(--blue)"},
	{"rgb(230, 159,   0)", "var(--orange)"},
	{"rgb(  0, 158, 115)", "var(--green)"},
	{"rgb(213,  94,   0)", "var(--vermillion)"},
	{"rgb( 86, 180, 233)", "var(--sky)"},
	{"rgb(204, 121, 167)", "var(--purple)"},
	{"rgb(240, 228,  66)", "var(--yellow)"},
	{"rgb(102, 102, 102)", "var(--muted)"},
	{"rgb(221, 221, 221)", "var(--line)"},
	{"rgb(232, 232, 232)", "var(--ground)"},
	{"rgb(102,102,102)", "var(--muted)"},
	{"rgb(0,158,115)", "var(--green)"},
	{"rgb(0,102,77)", "var(--green)"},
	{"rgb(  0, 102,  77)", "var(--green)"},
	{"rgb(255,255,255)", "var(--page)"},
	{"rgb(213,94,0)", "var(--vermillion)"},
	{"rgb(255, 255, 255)", "var(--page)"},
	{"#666666", "var(--muted)"},
	{"#DDDDDD", "var(--line)"},
	{"#E8E8E8", "var(--ground)"},
	{"#009e73", "var(--green)"},
	{"#009E73", "var(--green)"},
	{"#ffffff", "var(--page)"},
	{"#FFFFFF", "var(--page)"},
};

struct svg_writer {
	struct strbuf *out;
	const struct plot *plot;
	size_t number;
	const struct hover *hover; /* of the group that is being read, or NULL */
	size_t first; /* its marks to be skipped, */
	size_t seen; /* and those met */
	bool in_title; /* of gnuplot's own, which is left out */
};

/* The end of the tag that begins at `tag`, behind its ">"; NULL when it is cut short. */
static const char *
tag_end(const char *tag)
{
	char quote = '\0';

	for (const char *c = tag; *c != '\0'; c++) {
		if (quote != '\0')
			quote = *c == quote ? '\0' : quote;
		else if (*c == '"' || *c == '\'')
			quote = *c;
		else if (*c == '>')
			return c + 1;
	}
	return NULL;
}

static bool
starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

/* A mark that counts: gnuplot draws a white one below each point of an error bar. */
static bool
is_mark(const char *tag, const char *end, const char *element)
{
	size_t length = strlen(element);

	if (strncmp(tag + 1, element, length) != 0 || tag[1 + length] != ' ')
		return false;
	for (const char *c = tag; c < end; c++)
		if (starts(c, "color='#FFFFFF'"))
			return false;
	return true;
}

/* How many marks of that kind the group has that begins behind `text`. */
static size_t
count_marks(const char *text, const char *element)
{
	size_t count = 0;

	for (const char *tag = strchr(text, '<'); tag != NULL; tag = strchr(tag + 1, '<')) {
		const char *end = tag_end(tag);
		if (end == NULL || starts(tag, "<g id=\"gnuplot_plot_"))
			break;
		count += is_mark(tag, end, element) ? 1 : 0;
	}
	return count;
}

/*
 * The group's texts, if they are as many as its marks; the key's sample may be one more, the
 * first of boxes and the last of points.
 */
static void
begin_group(struct svg_writer *writer, const char *tag, const char *end)
{
	long group = strtol(tag + strlen("<g id=\"gnuplot_plot_"), NULL, 10);

	writer->hover = NULL;
	writer->seen = 0;
	for (size_t i = 0; i < writer->plot->hover_count; i++) {
		const struct hover *hover = &writer->plot->hovers[i];
		size_t marks = hover->group == group ? count_marks(end, hover->element) : 0;

		if (marks == 0 ||
			(marks != hover->texts.count && marks != hover->texts.count + 1))
			continue;
		writer->hover = hover;
		writer->first =
			marks > hover->texts.count && strcmp(hover->element, "polygon") == 0;
	}
}

/* What the text begins with that is replaced, or NULL. */
static const struct replacement *
replacement_at(const char *text)
{
	for (size_t i = 0; i < sizeof replacements / sizeof *replacements; i++)
		if (*text == *replacements[i].from && starts(text, replacements[i].from))
			return &replacements[i];
	return NULL;
}

/* How much of the text is an id's beginning, behind which the picture's number goes. */
static size_t
id_at(const char *text)
{
	if (starts(text, " id='") || starts(text, " id=\""))
		return 5;
	return starts(text, "'#gp") || starts(text, "(#gp") ? 2 : 0;
}

static void
add_attributes(struct svg_writer *writer, const char *tag, const char *end)
{
	struct strbuf *out = writer->out;

	while (tag < end) {
		const struct replacement *found = replacement_at(tag);
		size_t id = found == NULL ? id_at(tag) : 0;

		if (found != NULL) {
			strbuf_addstr(out, found->to);
			tag += strlen(found->from);
			continue;
		}
		if (id > 0) {
			strbuf_add(out, tag, id);
			strbuf_addf(out, "p%zu-", writer->number);
			tag += id;
			continue;
		}
		size_t plain = 1 + strcspn(tag + 1, FIRST);
		plain = plain < (size_t)(end - tag) ? plain : (size_t)(end - tag);
		strbuf_add(out, tag, plain);
		tag += plain;
	}
}

/* A mark with its text as <title>: browsers show it without any script. */
static bool
add_hovered(struct svg_writer *writer, const char *tag, const char *end)
{
	if (writer->hover == NULL || !is_mark(tag, end, writer->hover->element) ||
		end - tag < 3 || end[-2] != '/')
		return false;
	size_t index = writer->seen++ - writer->first;
	if (index >= writer->hover->texts.count)
		return false;
	add_attributes(writer, tag, end - 2);
	strbuf_addstr(writer->out, "><title>");
	text_add_html(writer->out, writer->hover->texts.items[index]);
	strbuf_addf(writer->out, "</title></%s>", writer->hover->element);
	return true;
}

/* Line ends and blanks between tags are gnuplot's layout, not the picture's text. */
static void
add_text(struct strbuf *out, const char *text, const char *end)
{
	size_t blanks = strspn(text, " \t\r\n");

	if (text + blanks < end)
		strbuf_add(out, text, (size_t)(end - text));
}

/* gnuplot opens and closes a group for each change of colour: those with nothing in them go. */
static bool
is_empty_group(const char *tag, const char *end, const char **behind)
{
	if (!starts(tag, "<g ") || starts(tag, "<g id="))
		return false;
	const char *next = end + strspn(end, " \t\r\n");
	if (!starts(next, "</g>"))
		return false;
	*behind = next + strlen("</g>");
	return true;
}

static const char *
add_tag(struct svg_writer *writer, const char *tag, const char *end)
{
	const char *behind;

	if (is_empty_group(tag, end, &behind))
		return behind;
	/* The background: the page has its own. */
	if (starts(tag, "<rect x=\"0\" y=\"0\""))
		return end;
	if (starts(tag, "<title>gnuplot_plot_")) {
		const char *close = strstr(end, "</title>");
		return close != NULL ? close + strlen("</title>") : end;
	}
	if (starts(tag, "<g id=\"gnuplot_plot_"))
		begin_group(writer, tag, end);
	if (!add_hovered(writer, tag, end))
		add_attributes(writer, tag, end);
	return end;
}

static void
add_root(struct strbuf *out, const char *svg, const char *end, const struct plot *plot,
	size_t number)
{
	const char *box = strstr(svg, "viewBox=\"");
	size_t length = box != NULL && box < end ? strcspn(box + 9, "\"") : 0;

	strbuf_addstr(out, "<svg class=\"plot\"");
	if (length > 0) {
		strbuf_addstr(out, " viewBox=\"");
		strbuf_add(out, box + 9, length);
		strbuf_addch(out, '"');
	}
	strbuf_addf(out,
		" role=\"img\" aria-labelledby=\"p%zu-title p%zu-desc\" fill=\"none\" "
		"stroke=\"currentColor\" stroke-linecap=\"butt\" stroke-linejoin=\"miter\">"
		"<title id=\"p%zu-title\">",
		number, number, number);
	text_add_html(out, plot->title);
	strbuf_addf(out, "</title><desc id=\"p%zu-desc\">", number);
	text_add_html(out, plot->description);
	strbuf_addstr(out, "</desc>");
}

/* Behind gnuplot's own title and description. */
static const char *
skip_description(const char *text)
{
	const char *description = strstr(text, "</desc>");

	return description != NULL ? description + strlen("</desc>") : text;
}

void
svg_add_inline(struct strbuf *out, const char *svg, const struct plot *plot, size_t number)
{
	struct svg_writer writer = {.out = out, .plot = plot, .number = number};
	const char *root = strstr(svg, "<svg");
	const char *end = root != NULL ? tag_end(root) : NULL;

	if (end == NULL)
		return;
	add_root(out, root, end, plot, number);
	const char *text = skip_description(end);
	for (;;) {
		const char *tag = strchr(text, '<');
		const char *behind = tag != NULL ? tag_end(tag) : NULL;

		if (behind == NULL)
			break;
		add_text(out, text, tag);
		text = add_tag(&writer, tag, behind);
	}
	strbuf_addch(out, '\n');
}
