#include "config.h"

#include "io/xml_filter.h"

#include <stdlib.h>
#include <string.h>

#include "io/xml_filter_step.h"

void
xml_filter_init(struct xml_filter *filter, xml_filter_tag *on_tag, void *context)
{
	*filter = (struct xml_filter){.state = IN_TEXT, .on_tag = on_tag, .context = context};
}

void
xml_filter_release(struct xml_filter *filter)
{
	strbuf_release(&filter->tag);
	strbuf_release(&filter->values);
	strbuf_release(&filter->clean);
	strbuf_release(&filter->reference);
	free(filter->starts);
}

const char *
xml_filter_value(const struct xml_filter *filter, const char *number)
{
	size_t index = 0;

	for (; *number >= '0' && *number <= '9'; number++)
		index = index * 10 + (size_t)(*number - '0');
	return index < filter->value_count ? filter->values.text + filter->starts[index] : "";
}

bool
xml_filter_unfinished(const struct xml_filter *filter)
{
	return filter->state != IN_TEXT;
}

static size_t
step_text(struct xml_filter *filter, const char *at, size_t left)
{
	const char *less = memchr(at, '<', left);

	if (less == NULL)
		return left;
	xml_filter_enter(filter, AFTER_LESS);
	return (size_t)(less - at) + 1;
}

/* In "a < b" and "<3" nothing begins. */
static size_t
step_after_less(struct xml_filter *filter, const char *at, size_t left)
{
	(void)left;
	if (*at == '!') {
		xml_filter_enter(filter, IN_BANG);
	} else if (*at == '?') {
		xml_filter_enter(filter, IN_INSTRUCTION);
	} else if (*at == '/' || xml_filter_begins_name(*at)) {
		strbuf_truncate(&filter->tag, 0);
		strbuf_truncate(&filter->values, 0);
		strbuf_addch(&filter->tag, '<');
		filter->value_count = 0;
		filter->foreign_tag = false;
		xml_filter_enter(filter, IN_TAG);
		return 0;
	} else if (*at != '<') {
		xml_filter_enter(filter, IN_TEXT);
	}
	return 1;
}

static void
hand_over(struct xml_filter *filter)
{
	filter->tagged = true;
	if (filter->foreign_tag)
		xml_filter_repair(filter, &filter->tag, 0);
	filter->on_tag(filter->context, filter->tag.text, filter->tag.length);
}

/* A value begins only after '=': another quote is a slip, which the parser will notice. */
static bool
is_after_equals(const struct strbuf *tag)
{
	size_t i = tag->length;

	while (i > 0 && strchr(" \t\r\n", tag->text[i - 1]) != NULL)
		i--;
	return i > 0 && tag->text[i - 1] == '=';
}

/* Bytes that end a plain stretch of a tag. */
static const bool ends_stretch[256] = {
	['"'] = true, ['\''] = true, ['<'] = true, ['>'] = true, ['\0'] = true};

static size_t
step_tag(struct xml_filter *filter, const char *at, size_t left)
{
	size_t length = 0;
	unsigned char seen = 0;

	while (length < left && !ends_stretch[(unsigned char)at[length]])
		seen |= (unsigned char)at[length++];
	filter->foreign_tag = filter->foreign_tag || seen >= 0x80;
	if (filter->tag.length < XML_FILTER_TAG_LIMIT)
		strbuf_add(&filter->tag, at,
			length < XML_FILTER_TAG_LIMIT ? length : XML_FILTER_TAG_LIMIT);
	if (length > 0)
		return length;
	if (*at == '<') {
		filter->broken = true;
		xml_filter_enter(filter, AFTER_LESS);
	} else if (*at == '>') {
		strbuf_addch(&filter->tag, '>');
		xml_filter_enter(filter, IN_TEXT);
		hand_over(filter);
	} else if (filter->tag.length < XML_FILTER_TAG_LIMIT) {
		/* A zero byte, or a quote where none belongs, is for the parser to refuse. */
		if (*at != '\0' && is_after_equals(&filter->tag))
			xml_filter_begin_value(filter, *at);
		else
			strbuf_addch(&filter->tag, *at == '\0' ? '?' : *at);
	}
	return 1;
}

static xml_filter_step *const steps[STATE_COUNT] = {
	[IN_TEXT] = step_text,
	[AFTER_LESS] = step_after_less,
	[IN_BANG] = xml_filter_step_bang,
	[IN_COMMENT] = xml_filter_step_comment,
	[IN_CDATA] = xml_filter_step_cdata,
	[IN_INSTRUCTION] = xml_filter_step_instruction,
	[IN_DECLARATION] = xml_filter_step_declaration,
	[IN_DOCTYPE] = xml_filter_step_doctype,
	[IN_DOCTYPE_LITERAL] = xml_filter_step_doctype_literal,
	[IN_DOCTYPE_COMMENT] = xml_filter_step_doctype_comment,
	[IN_TAG] = step_tag,
	[IN_VALUE] = xml_filter_step_value,
	[IN_REFERENCE] = xml_filter_step_reference,
};

void
xml_filter_feed(struct xml_filter *filter, const char *bytes, size_t length)
{
	for (filter->position = 0; filter->position < length;)
		filter->position += steps[filter->state](
			filter, bytes + filter->position, length - filter->position);
}
