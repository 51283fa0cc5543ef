/*
 * The values of attributes: decoded, repaired and kept beside the tag.
 */
#include "config.h"

#include "io/xml_filter_step.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/xml_encoding.h"

#define VALUE_LIMIT	((size_t)64 * 1024)
#define REFERENCE_LIMIT 32
#define STRETCH		((size_t)256)
#define REPLACEMENT	"\xEF\xBF\xBD" /* U+FFFD */

/* Whether XML 1.0 allows the character (section 2.2). */
static bool
is_allowed(uint32_t code)
{
	if (code < 0x20)
		return code == '\t' || code == '\n' || code == '\r';
	return code <= 0xD7FF || (code >= 0xE000 && code <= 0xFFFD) ||
		(code >= 0x10000 && code <= 0x10FFFF);
}

static bool
is_noncharacter(const char *text, size_t length)
{
	return length == 3 &&
		(strncmp(text, "\xEF\xBF\xBE", 3) == 0 ||
			strncmp(text, "\xEF\xBF\xBF", 3) == 0);
}

/* Replaces what is not valid UTF-8 from `start` on by U+FFFD. */
void
xml_filter_repair(struct xml_filter *filter, struct strbuf *text, size_t start)
{
	struct strbuf *clean = &filter->clean;

	strbuf_truncate(clean, 0);
	for (size_t at = start; at < text->length;) {
		size_t length = utf8_length(text->text + at, text->length - at);

		if (length == 0 || is_noncharacter(text->text + at, length)) {
			strbuf_addstr(clean, REPLACEMENT);
			length = length == 0 ? 1 : length;
		} else {
			strbuf_add(clean, text->text + at, length);
		}
		at += length;
	}
	strbuf_truncate(text, start);
	strbuf_add(text, strbuf_text(clean), clean->length);
}

void
xml_filter_begin_value(struct xml_filter *filter, char quote)
{
	ARRAY_GROW(filter->starts, filter->value_count, filter->start_capacity);
	filter->starts[filter->value_count++] = filter->values.length;
	filter->quote = quote;
	filter->foreign = false;
	filter->carriage = false;
	xml_filter_enter(filter, IN_VALUE);
}

/* "0": most tags have less than ten values, and printf takes its time. */
static void
add_number(struct strbuf *tag, size_t number)
{
	char digit[] = {'"', (char)('0' + number % 10), '"'};

	if (number < 10)
		strbuf_add(tag, digit, sizeof digit);
	else
		strbuf_addf(tag, "\"%zu\"", number);
}

static void
end_value(struct xml_filter *filter)
{
	if (filter->foreign)
		xml_filter_repair(
			filter, &filter->values, filter->starts[filter->value_count - 1]);
	strbuf_addch(&filter->values, '\0');
	add_number(&filter->tag, filter->value_count - 1);
	xml_filter_enter(filter, IN_TAG);
}

/* Adds to the value unless it or all of them have reached their limit. */
static void
add_value(struct xml_filter *filter, const char *bytes, size_t length)
{
	size_t used = filter->values.length - filter->starts[filter->value_count - 1];
	size_t room = used < VALUE_LIMIT && filter->values.length < XML_FILTER_TAG_LIMIT
		? VALUE_LIMIT - used
		: 0;

	strbuf_add(&filter->values, bytes, length < room ? length : room);
}

#define ONES  0x0101010101010101u
#define HIGHS 0x8080808080808080u

/* Bits where a byte of the word is zero; perhaps some above the first such byte, too. */
static uint64_t
zero_bytes(uint64_t word)
{
	return (word - ONES) & ~word & HIGHS;
}

/* Whether none of eight bytes is a control character, '<', '&' or beyond ASCII. */
static bool
is_plain_word(const char *at)
{
	uint64_t word;

	memcpy(&word, at, sizeof word);
	return ((word & HIGHS) | ((word - 0x20 * ONES) & ~word & HIGHS) |
		       zero_bytes(word ^ '<' * ONES) | zero_bytes(word ^ '&' * ONES)) == 0;
}

/* How many of the bytes stand for themselves; *foreign when some are beyond ASCII. */
static size_t
plain_length(const char *at, size_t length, bool *foreign)
{
	unsigned char seen = 0;
	size_t i = 0;

	while (i + sizeof(uint64_t) <= length && is_plain_word(at + i))
		i += sizeof(uint64_t);
	for (; i < length && (unsigned char)at[i] >= 0x20 && at[i] != '<' && at[i] != '&'; i++)
		seen |= (unsigned char)at[i];
	*foreign = *foreign || seen >= 0x80;
	return i;
}

/* The one byte that does not stand for itself. White space is a blank (XML 1.0, 3.3.3). */
static void
add_special(struct xml_filter *filter, char byte)
{
	bool line_end = byte == '\n' && filter->carriage;

	filter->carriage = byte == '\r';
	if (byte == '&') {
		strbuf_truncate(&filter->reference, 0);
		xml_filter_enter(filter, IN_REFERENCE);
	} else if (byte == '<') {
		filter->bare = true;
		add_value(filter, "<", 1);
	} else if (byte == '\t' || byte == '\r' || (byte == '\n' && !line_end)) {
		add_value(filter, " ", 1);
	} else if (!line_end) {
		add_value(filter, REPLACEMENT, strlen(REPLACEMENT));
	}
}

size_t
xml_filter_step_value(struct xml_filter *filter, const char *at, size_t left)
{
	/* A short look ahead: a value full of special characters is still read in linear time. */
	size_t reach = left < STRETCH ? left : STRETCH;
	const char *end = memchr(at, filter->quote, reach);
	size_t length =
		plain_length(at, end != NULL ? (size_t)(end - at) : reach, &filter->foreign);

	if (length > 0) {
		filter->carriage = false;
		add_value(filter, at, length);
		return length;
	}
	if (at == end)
		end_value(filter);
	else
		add_special(filter, *at);
	return 1;
}

/* The character that "#65" or "#x41" means; UINT32_MAX for none. */
static uint32_t
referenced(const char *text)
{
	bool hexadecimal = text[1] == 'x';
	uint32_t code = 0;

	text += hexadecimal ? 2 : 1;
	if (*text == '\0')
		return UINT32_MAX;
	for (; *text != '\0'; text++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit = strchr(digits, *text >= 'A' ? *text | 0x20 : *text);
		uint32_t base = hexadecimal ? 16 : 10;

		if (digit == NULL || (uint32_t)(digit - digits) >= base)
			return UINT32_MAX;
		code = code > 0x10FFFF ? code : code * base + (uint32_t)(digit - digits);
	}
	return code;
}

/* A complete reference: its character, U+FFFD for an illegal one; an unknown name is text. */
static void
add_reference(struct xml_filter *filter)
{
	static const struct {
		const char *name;
		const char *text;
	} known[] = {{"amp", "&"}, {"lt", "<"}, {"gt", ">"}, {"quot", "\""}, {"apos", "'"}};
	struct strbuf *reference = &filter->reference;
	const char *text = strbuf_text(reference);

	if (text[0] == '#') {
		uint32_t code = referenced(text);

		strbuf_truncate(reference, 0);
		utf8_add(reference, is_allowed(code) ? code : UINT32_MAX);
		add_value(filter, strbuf_text(reference), reference->length);
		return;
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(text, known[i].name) == 0) {
			add_value(filter, known[i].text, 1);
			return;
		}
	}
	add_value(filter, "&", 1);
	strbuf_addch(reference, ';');
	add_value(filter, strbuf_text(reference), reference->length);
}

size_t
xml_filter_step_reference(struct xml_filter *filter, const char *at, size_t left)
{
	struct strbuf *reference = &filter->reference;
	bool name = xml_filter_begins_name(*at) || (*at >= '0' && *at <= '9') || *at == '#' ||
		*at == '.' || *at == '-';

	(void)left;
	if (name && reference->length < REFERENCE_LIMIT) {
		if ((unsigned char)*at >= 0x80)
			filter->foreign = true;
		strbuf_addch(reference, *at);
		return 1;
	}
	xml_filter_enter(filter, IN_VALUE);
	if (*at == ';' && reference->length > 0) {
		add_reference(filter);
		return 1;
	}
	filter->bare = true;
	add_value(filter, "&", 1);
	add_value(filter, strbuf_text(reference), reference->length);
	return 0;
}
