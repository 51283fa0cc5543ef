/*
 * xml_elements - the tags that xml_filter hands over become elements, through expat.
 *
 * A million test cases are a million times the same few tags once the filter has taken the
 * values out of them. expat parses each form of tag once; when it comes again its element is
 * remembered. A remembered start tag is kept back from the parser until something comes that is
 * not remembered: mostly its end tag comes first, and the parser never hears of either. That
 * saves half of the time and leaves every judgement with expat. The caller owns the struct, the
 * struct its contents.
 */
#ifndef IO_XML_ELEMENTS_H
#define IO_XML_ELEMENTS_H

#include <expat.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "base/strvec.h"

#define XML_ELEMENTS_KNOWN 16
#define XML_ELEMENTS_KEPT  16

/* Names and values in turn, ended by NULL; the values are for xml_filter_value(). */
typedef void xml_elements_start(void *context, const char *name, const char *const *attributes);
typedef void xml_elements_end(void *context);

/* A tag that expat has taken. */
struct xml_known {
	struct strbuf tag; /* "" for none */
	struct strvec words; /* the element's name, then its attributes */
};

struct xml_elements {
	XML_Parser parser;
	xml_elements_start *on_start;
	xml_elements_end *on_end;
	void *context;
	struct xml_known known[XML_ELEMENTS_KNOWN];
	struct xml_known *learning; /* what the tag being parsed is to fill, or NULL */
	const struct xml_known
		*kept[XML_ELEMENTS_KEPT]; /* open, and not yet told to the parser */
	size_t kept_count;
	bool muted; /* the parser is told what was reported already */
};

void xml_elements_init(struct xml_elements *elements, xml_elements_start *on_start,
	xml_elements_end *on_end, void *context);

/* The elements of one tag, "<...>". NULL, or what is wrong with it: then a parser that knows of
 * no open element goes on. */
const char *xml_elements_parse(struct xml_elements *elements, const char *tag, size_t length);

/* Begins anew: no element is open. */
void xml_elements_reset(struct xml_elements *elements);
void xml_elements_release(struct xml_elements *elements);

#endif
