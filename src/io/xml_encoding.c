#include "config.h"

#include "io/xml_encoding.h"

#include <string.h>
#include <strings.h>

#define REPLACEMENT	 0xFFFDu
#define DECLARATION_SIZE 200 /* the longest XML declaration that is looked at */

void
xml_encoding_init(struct xml_encoding *encoding)
{
	*encoding = (struct xml_encoding){.kind = XML_UTF8, .odd = -1};
}

void
xml_encoding_release(struct xml_encoding *encoding)
{
	strbuf_release(&encoding->text);
}

void
utf8_add(struct strbuf *text, uint32_t code)
{
	if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
		code = REPLACEMENT;
	if (code < 0x80) {
		strbuf_addch(text, (char)code);
	} else if (code < 0x800) {
		strbuf_addch(text, (char)(0xC0 | code >> 6));
		strbuf_addch(text, (char)(0x80 | (code & 0x3F)));
	} else if (code < 0x10000) {
		strbuf_addch(text, (char)(0xE0 | code >> 12));
		strbuf_addch(text, (char)(0x80 | (code >> 6 & 0x3F)));
		strbuf_addch(text, (char)(0x80 | (code & 0x3F)));
	} else {
		strbuf_addch(text, (char)(0xF0 | code >> 18));
		strbuf_addch(text, (char)(0x80 | (code >> 12 & 0x3F)));
		strbuf_addch(text, (char)(0x80 | (code >> 6 & 0x3F)));
		strbuf_addch(text, (char)(0x80 | (code & 0x3F)));
	}
}

/* Unicode 15, table 3-7: the second byte's range tells overlong forms and surrogates. */
size_t
utf8_length(const char *text, size_t available)
{
	const unsigned char *byte = (const unsigned char *)text;
	unsigned char low = 0x80, high = 0xBF;
	size_t length;

	if (available == 0)
		return 0;
	if (byte[0] < 0x80)
		return 1;
	if (byte[0] < 0xC2 || byte[0] > 0xF4)
		return 0;
	length = byte[0] < 0xE0 ? 2 : byte[0] < 0xF0 ? 3 : 4;
	if (byte[0] == 0xE0)
		low = 0xA0;
	else if (byte[0] == 0xED)
		high = 0x9F;
	else if (byte[0] == 0xF0)
		low = 0x90;
	else if (byte[0] == 0xF4)
		high = 0x8F;
	if (available < length || byte[1] < low || byte[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++)
		if ((byte[i] & 0xC0) != 0x80)
			return 0;
	return length;
}

static bool
starts_with(const char *bytes, size_t length, const char *wanted, size_t size)
{
	return length >= size && memcmp(bytes, wanted, size) == 0;
}

/* Whether the declaration at the start of the file names one of the eight-bit encodings. */
static bool
declares_latin(const char *bytes, size_t length)
{
	static const char *const names[] = {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin1",
		"latin-1", "windows-1252", "cp1252", "us-ascii"};
	char declaration[DECLARATION_SIZE + 1];
	size_t size = length < DECLARATION_SIZE ? length : DECLARATION_SIZE;

	memcpy(declaration, bytes, size);
	declaration[size] = '\0';
	if (strncmp(declaration, "<?xml", 5) != 0)
		return false;
	declaration[strcspn(declaration, ">")] = '\0';
	const char *name = strstr(declaration, "encoding");
	if (name == NULL)
		return false;
	name += strcspn(name, "\"'");
	if (*name == '\0')
		return false;
	name++;
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		size_t known = strlen(names[i]);

		if (strncasecmp(name, names[i], known) == 0 && strchr("\"'", name[known]))
			return true;
	}
	return false;
}

/* Recognises the encoding; the bytes of a mark that are to be skipped. */
static size_t
begin(struct xml_encoding *encoding, const char *bytes, size_t length)
{
	encoding->begun = true;
	if (starts_with(bytes, length, "\xEF\xBB\xBF", 3))
		return 3;
	if (starts_with(bytes, length, "\xFF\xFE", 2)) {
		encoding->kind = XML_UTF16LE;
		return 2;
	}
	if (starts_with(bytes, length, "\xFE\xFF", 2)) {
		encoding->kind = XML_UTF16BE;
		return 2;
	}
	if (starts_with(bytes, length, "<\0", 2))
		encoding->kind = XML_UTF16LE;
	else if (starts_with(bytes, length, "\0<", 2))
		encoding->kind = XML_UTF16BE;
	else if (declares_latin(bytes, length))
		encoding->kind = XML_WINDOWS1252;
	return 0;
}

static void
add_unit(struct xml_encoding *encoding, uint32_t unit)
{
	bool low = unit >= 0xDC00 && unit <= 0xDFFF;

	if (encoding->surrogate != 0 && low) {
		utf8_add(&encoding->text,
			0x10000 + ((encoding->surrogate - 0xD800) << 10) + (unit - 0xDC00));
		encoding->surrogate = 0;
		return;
	}
	if (encoding->surrogate != 0)
		utf8_add(&encoding->text, REPLACEMENT);
	encoding->surrogate = unit >= 0xD800 && unit <= 0xDBFF ? unit : 0;
	if (encoding->surrogate == 0)
		utf8_add(&encoding->text, unit);
}

static void
convert_utf16(struct xml_encoding *encoding, const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		int byte = (unsigned char)bytes[i];

		if (encoding->odd < 0) {
			encoding->odd = byte;
			continue;
		}
		if (encoding->kind == XML_UTF16LE)
			add_unit(encoding, (uint32_t)(byte << 8 | encoding->odd));
		else
			add_unit(encoding, (uint32_t)(encoding->odd << 8 | byte));
		encoding->odd = -1;
	}
}

static void
convert_windows1252(struct xml_encoding *encoding, const char *bytes, size_t length)
{
	static const uint16_t upper[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026,
		0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122,
		0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)bytes[i];

		utf8_add(&encoding->text,
			byte >= 0x80 && byte < 0xA0 ? upper[byte - 0x80] : byte);
	}
}

void
xml_encoding_feed(struct xml_encoding *encoding, const char **bytes, size_t *length)
{
	if (!encoding->begun) {
		size_t mark = begin(encoding, *bytes, *length);

		*bytes += mark;
		*length -= mark;
	}
	if (encoding->kind == XML_UTF8)
		return;
	strbuf_truncate(&encoding->text, 0);
	if (encoding->kind == XML_WINDOWS1252)
		convert_windows1252(encoding, *bytes, *length);
	else
		convert_utf16(encoding, *bytes, *length);
	*bytes = strbuf_text(&encoding->text);
	*length = encoding->text.length;
}
