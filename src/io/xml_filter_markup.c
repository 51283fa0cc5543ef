/*
 * What is skipped: comments, CDATA, processing instructions, DOCTYPE.
 */
#include "config.h"

#include "io/xml_filter_step.h"

#include <string.h>
#include <strings.h>

/* Remembers the last bytes; whether they now end with `wanted`. */
static bool
recently(struct xml_filter *filter, char byte, const char *wanted)
{
	size_t length = strlen(wanted);

	if (filter->recent_count == sizeof filter->recent - 1) {
		memmove(filter->recent, filter->recent + 1, sizeof filter->recent - 2);
		filter->recent_count--;
	}
	filter->recent[filter->recent_count++] = byte;
	filter->recent[filter->recent_count] = '\0';
	return filter->recent_count >= length &&
		strcmp(filter->recent + filter->recent_count - length, wanted) == 0;
}

size_t
xml_filter_step_bang(struct xml_filter *filter, const char *at, size_t left)
{
	(void)left;
	if (recently(filter, *at, "--") && filter->recent_count == 2) {
		xml_filter_enter(filter, IN_COMMENT);
	} else if (filter->recent_count == 7 && strcmp(filter->recent, "[CDATA[") == 0) {
		xml_filter_enter(filter, IN_CDATA);
	} else if (filter->recent_count == 7 && strcasecmp(filter->recent, "DOCTYPE") == 0) {
		filter->subset = false;
		xml_filter_enter(filter, IN_DOCTYPE);
	} else if (*at == '>') {
		xml_filter_enter(filter, IN_TEXT);
	} else if (filter->recent_count == 7) {
		xml_filter_enter(filter, IN_DECLARATION);
	}
	return 1;
}

/* Skips to the end of something that ends with `end`, whose last byte is '>'. */
static size_t
skip(struct xml_filter *filter, const char *at, size_t left, const char *end,
	enum xml_filter_state after)
{
	const char *closing = memchr(at, '>', left);
	size_t used = closing == NULL ? left : (size_t)(closing - at) + 1;
	size_t keep = used < 3 ? used : 3;

	for (size_t i = used - keep; i + 1 < used; i++)
		recently(filter, at[i], end);
	if (recently(filter, at[used - 1], end))
		xml_filter_enter(filter, after);
	return used;
}

size_t
xml_filter_step_comment(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, "-->", IN_TEXT);
}

size_t
xml_filter_step_cdata(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, "]]>", IN_TEXT);
}

size_t
xml_filter_step_declaration(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, ">", IN_TEXT);
}

size_t
xml_filter_step_doctype_comment(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, "-->", IN_DOCTYPE);
}

/* The first bytes tell "<?xml " from other instructions; they stay at the front of `recent`. */
size_t
xml_filter_step_instruction(struct xml_filter *filter, const char *at, size_t left)
{
	if (filter->recent_count < 4) {
		bool end = recently(filter, *at, "?>");

		if (filter->recent_count == 4 && strncmp(filter->recent, "xml", 3) == 0 &&
			strchr(" \t\r\n", *at) != NULL)
			filter->on_tag(
				filter->context, XML_DECLARATION, strlen(XML_DECLARATION));
		if (end)
			xml_filter_enter(filter, IN_TEXT);
		return 1;
	}
	return skip(filter, at, left, "?>", IN_TEXT);
}

size_t
xml_filter_step_doctype(struct xml_filter *filter, const char *at, size_t left)
{
	(void)left;
	if (recently(filter, *at, "<!--")) {
		xml_filter_enter(filter, IN_DOCTYPE_COMMENT);
	} else if (*at == '"' || *at == '\'') {
		filter->quote = *at;
		xml_filter_enter(filter, IN_DOCTYPE_LITERAL);
	} else if (*at == '[' || *at == ']') {
		filter->subset = *at == '[';
	} else if (*at == '>' && !filter->subset) {
		xml_filter_enter(filter, IN_TEXT);
	}
	return 1;
}

size_t
xml_filter_step_doctype_literal(struct xml_filter *filter, const char *at, size_t left)
{
	const char *end = memchr(at, filter->quote, left);

	if (end == NULL)
		return left;
	xml_filter_enter(filter, IN_DOCTYPE);
	return (size_t)(end - at) + 1;
}
