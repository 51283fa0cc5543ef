/*
 * xml_encoding - the bytes of an XML file as UTF-8, whatever encoding it says it has.
 *
 * UTF-16 is known by its byte order mark or the zeros around its first '<'; ISO-8859-1 and
 * Windows-1252 by the declaration (both are read as Windows-1252, of whose 0x80..0x9f the
 * former makes control characters that nobody means); everything else passes as UTF-8.
 * Invalid bytes pass too: xml_filter sees to them. The struct owns its buffer.
 */
#ifndef IO_XML_ENCODING_H
#define IO_XML_ENCODING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum xml_encoding_kind {
	XML_UTF8,
	XML_UTF16LE,
	XML_UTF16BE,
	XML_WINDOWS1252,
};

struct xml_encoding {
	enum xml_encoding_kind kind;
	bool begun; /* the first block was seen */
	struct strbuf text; /* the block in UTF-8 */
	uint32_t surrogate; /* a high one that waits for its other half */
	int odd; /* half a UTF-16 unit from the block before, -1 for none */
};

void xml_encoding_init(struct xml_encoding *encoding);

/* Points `bytes` and `length` at the block in UTF-8; borrowed until the next call. The first
 * block should hold the declaration. */
void xml_encoding_feed(struct xml_encoding *encoding, const char **bytes, size_t *length);
void xml_encoding_release(struct xml_encoding *encoding);

/* Appends a code point as UTF-8; surrogates and what lies beyond Unicode become U+FFFD. */
void utf8_add(struct strbuf *text, uint32_t code);

/* The bytes of the character at `text`, 1..4; 0 when they are not valid UTF-8. */
size_t utf8_length(const char *text, size_t available);

#endif
