/*
 * xml_filter_step - the states of xml_filter and the steps between them. For xml_filter*.c:
 * xml_filter.c has text and tags, xml_filter_markup.c what is skipped, xml_filter_value.c the
 * values of attributes.
 */
#ifndef IO_XML_FILTER_STEP_H
#define IO_XML_FILTER_STEP_H

#include "io/xml_filter.h"

#define XML_FILTER_TAG_LIMIT ((size_t)1024 * 1024) /* bytes of a tag, and of all its values */

enum xml_filter_state {
	IN_TEXT,
	AFTER_LESS, /* '<' */
	IN_BANG, /* "<!" and what tells a comment, CDATA or DOCTYPE */
	IN_COMMENT,
	IN_CDATA,
	IN_INSTRUCTION,
	IN_DECLARATION, /* another "<!...>" */
	IN_DOCTYPE,
	IN_DOCTYPE_LITERAL,
	IN_DOCTYPE_COMMENT,
	IN_TAG,
	IN_VALUE,
	IN_REFERENCE,
	STATE_COUNT,
};

/* Looks at bytes from `at` on, at least one; returns how many it used, possibly none. */
typedef size_t xml_filter_step(struct xml_filter *filter, const char *at, size_t left);

static inline void
xml_filter_enter(struct xml_filter *filter, enum xml_filter_state state)
{
	filter->state = (int)state;
	filter->recent_count = 0;
	filter->recent[0] = '\0';
}

/* Whether a name may begin with it, as far as tags are concerned. */
static inline bool
xml_filter_begins_name(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
		byte == ':' || (unsigned char)byte >= 0x80;
}

/* Replaces what is not valid UTF-8 from `start` on by U+FFFD. */
void xml_filter_repair(struct xml_filter *filter, struct strbuf *text, size_t start);

/* A quote behind '=': a value begins. Its number goes into the tag when it ends. */
void xml_filter_begin_value(struct xml_filter *filter, char quote);

xml_filter_step xml_filter_step_bang;
xml_filter_step xml_filter_step_comment;
xml_filter_step xml_filter_step_cdata;
xml_filter_step xml_filter_step_instruction;
xml_filter_step xml_filter_step_declaration;
xml_filter_step xml_filter_step_doctype;
xml_filter_step xml_filter_step_doctype_literal;
xml_filter_step xml_filter_step_doctype_comment;
xml_filter_step xml_filter_step_value;
xml_filter_step xml_filter_step_reference;

#endif
