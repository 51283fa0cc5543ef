/*
 * xml_filter - the tags of an XML file, one by one, made fit for a strict parser.
 *
 * Test runners write what XML forbids: raw control characters, invalid UTF-8, references to
 * characters that do not exist, a bare '<' or '&' inside an attribute, entities that nobody
 * declared. The filter repairs those inside tags and hands over complete tags only. Text,
 * CDATA, comments, processing instructions and the DOCTYPE never come through, so that no
 * entity can be declared, let alone expanded: a reference to one becomes its own text. A
 * declaration, `<?xml ..?>`, is handed over as XML_DECLARATION: a document begins there.
 *
 * The values of attributes do not go through the parser, which would spend half its time on
 * copying them: in the tag that is handed over each value is a number, name="0", and
 * xml_filter_value() has the text, decoded. Whether a tag is well formed, which attributes it
 * has and how tags nest is the parser's business.
 *
 * Memory stays bounded: an attribute's value is cut at 64 kB. The struct owns its buffers.
 */
#ifndef IO_XML_FILTER_H
#define IO_XML_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

#define XML_DECLARATION "<?xml?>"

struct xml_filter;

/* One tag, "<...>", ended by a zero; borrowed for the call. */
typedef void xml_filter_tag(void *context, const char *tag, size_t length);

struct xml_filter {
	int state; /* what the next byte is part of */
	char quote; /* of the attribute's value or of the literal in a DOCTYPE */
	bool subset; /* between the brackets of a DOCTYPE */
	char recent[9]; /* the last bytes of a construct that ends with a sequence */
	size_t recent_count;
	struct strbuf tag;
	struct strbuf values; /* of the tag's attributes, each ended by a zero */
	size_t *starts; /* where each begins */
	size_t value_count;
	size_t start_capacity;
	struct strbuf clean; /* what had to be repaired, once more */
	struct strbuf reference; /* what follows a '&' */
	bool foreign; /* the tag or the value has bytes beyond ASCII */
	bool foreign_tag;
	bool carriage; /* the last byte of the value was a carriage return */
	bool tagged; /* a tag was seen: this may be XML */
	bool bare; /* a '<' or '&' stood bare inside an attribute */
	bool broken; /* a tag was not closed before the next one began */
	size_t position; /* of the byte being looked at, in the block of this call */
	xml_filter_tag *on_tag;
	void *context;
};

void xml_filter_init(struct xml_filter *filter, xml_filter_tag *on_tag, void *context);
void xml_filter_feed(struct xml_filter *filter, const char *bytes, size_t length);

/* Whether the input ended in the middle of a tag, a comment or the like. */
bool xml_filter_unfinished(const struct xml_filter *filter);

/* The text that a value of the tag in hand stands for; borrowed until the next tag. */
const char *xml_filter_value(const struct xml_filter *filter, const char *number);

void xml_filter_release(struct xml_filter *filter);

#endif
