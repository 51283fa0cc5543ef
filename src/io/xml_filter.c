#include "config.h"

#include "io/xml_filter.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "io/xml_encoding.h"

#define VALUE_LIMIT	((size_t)64 * 1024)
#define TAG_LIMIT	((size_t)1024 * 1024)
#define REFERENCE_LIMIT 32
#define STRETCH		((size_t)256)
#define REPLACEMENT	"\xEF\xBF\xBD" /* U+FFFD */

enum state {
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
typedef size_t step(struct xml_filter *filter, const char *at, size_t left);

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
	size_t index = strtoul(number, NULL, 10);

	return index < filter->value_count ? filter->values.text + filter->starts[index] : "";
}

bool
xml_filter_unfinished(const struct xml_filter *filter)
{
	return filter->state != IN_TEXT;
}

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

static void
enter(struct xml_filter *filter, enum state state)
{
	filter->state = (int)state;
	filter->recent_count = 0;
	filter->recent[0] = '\0';
}

static size_t
step_text(struct xml_filter *filter, const char *at, size_t left)
{
	const char *less = memchr(at, '<', left);

	if (less == NULL)
		return left;
	enter(filter, AFTER_LESS);
	return (size_t)(less - at) + 1;
}

static bool
begins_name(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
		byte == ':' || (unsigned char)byte >= 0x80;
}

/* In "a < b" and "<3" nothing begins. */
static size_t
step_after_less(struct xml_filter *filter, const char *at, size_t left)
{
	(void)left;
	if (*at == '!') {
		enter(filter, IN_BANG);
	} else if (*at == '?') {
		enter(filter, IN_INSTRUCTION);
	} else if (*at == '/' || begins_name(*at)) {
		strbuf_truncate(&filter->tag, 0);
		strbuf_truncate(&filter->values, 0);
		strbuf_addch(&filter->tag, '<');
		filter->value_count = 0;
		filter->foreign_tag = false;
		enter(filter, IN_TAG);
		return 0;
	} else if (*at != '<') {
		enter(filter, IN_TEXT);
	}
	return 1;
}

static size_t
step_bang(struct xml_filter *filter, const char *at, size_t left)
{
	(void)left;
	if (recently(filter, *at, "--") && filter->recent_count == 2) {
		enter(filter, IN_COMMENT);
	} else if (filter->recent_count == 7 && strcmp(filter->recent, "[CDATA[") == 0) {
		enter(filter, IN_CDATA);
	} else if (filter->recent_count == 7 && strcasecmp(filter->recent, "DOCTYPE") == 0) {
		filter->subset = false;
		enter(filter, IN_DOCTYPE);
	} else if (*at == '>') {
		enter(filter, IN_TEXT);
	} else if (filter->recent_count == 7) {
		enter(filter, IN_DECLARATION);
	}
	return 1;
}

/* Skips to the end of something that ends with `end`, whose last byte is '>'. */
static size_t
skip(struct xml_filter *filter, const char *at, size_t left, const char *end, enum state after)
{
	const char *closing = memchr(at, '>', left);
	size_t used = closing == NULL ? left : (size_t)(closing - at) + 1;
	size_t keep = used < 3 ? used : 3;

	for (size_t i = used - keep; i + 1 < used; i++)
		recently(filter, at[i], end);
	if (recently(filter, at[used - 1], end))
		enter(filter, after);
	return used;
}

static size_t
step_comment(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, "-->", IN_TEXT);
}

static size_t
step_cdata(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, "]]>", IN_TEXT);
}

static size_t
step_declaration(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, ">", IN_TEXT);
}

static size_t
step_doctype_comment(struct xml_filter *filter, const char *at, size_t left)
{
	return skip(filter, at, left, "-->", IN_DOCTYPE);
}

/* The first bytes tell "<?xml " from other instructions; they stay at the front of `recent`. */
static size_t
step_instruction(struct xml_filter *filter, const char *at, size_t left)
{
	if (filter->recent_count < 4) {
		bool end = recently(filter, *at, "?>");

		if (filter->recent_count == 4 && strncmp(filter->recent, "xml", 3) == 0 &&
			strchr(" \t\r\n", *at) != NULL)
			filter->on_tag(
				filter->context, XML_DECLARATION, strlen(XML_DECLARATION));
		if (end)
			enter(filter, IN_TEXT);
		return 1;
	}
	return skip(filter, at, left, "?>", IN_TEXT);
}

static size_t
step_doctype(struct xml_filter *filter, const char *at, size_t left)
{
	(void)left;
	if (recently(filter, *at, "<!--")) {
		enter(filter, IN_DOCTYPE_COMMENT);
	} else if (*at == '"' || *at == '\'') {
		filter->quote = *at;
		enter(filter, IN_DOCTYPE_LITERAL);
	} else if (*at == '[' || *at == ']') {
		filter->subset = *at == '[';
	} else if (*at == '>' && !filter->subset) {
		enter(filter, IN_TEXT);
	}
	return 1;
}

static size_t
step_doctype_literal(struct xml_filter *filter, const char *at, size_t left)
{
	const char *end = memchr(at, filter->quote, left);

	if (end == NULL)
		return left;
	enter(filter, IN_DOCTYPE);
	return (size_t)(end - at) + 1;
}

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
static void
repair_utf8(struct xml_filter *filter, struct strbuf *text, size_t start)
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

static void
hand_over(struct xml_filter *filter)
{
	filter->tagged = true;
	if (filter->foreign_tag)
		repair_utf8(filter, &filter->tag, 0);
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

static void
begin_value(struct xml_filter *filter, char quote)
{
	ARRAY_GROW(filter->starts, filter->value_count, filter->start_capacity);
	filter->starts[filter->value_count++] = filter->values.length;
	filter->quote = quote;
	filter->foreign = false;
	filter->carriage = false;
	enter(filter, IN_VALUE);
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
		repair_utf8(filter, &filter->values, filter->starts[filter->value_count - 1]);
	strbuf_addch(&filter->values, '\0');
	add_number(&filter->tag, filter->value_count - 1);
	enter(filter, IN_TAG);
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
	if (filter->tag.length < TAG_LIMIT)
		strbuf_add(&filter->tag, at, length < TAG_LIMIT ? length : TAG_LIMIT);
	if (length > 0)
		return length;
	if (*at == '<') {
		filter->broken = true;
		enter(filter, AFTER_LESS);
	} else if (*at == '>') {
		strbuf_addch(&filter->tag, '>');
		enter(filter, IN_TEXT);
		hand_over(filter);
	} else if (filter->tag.length < TAG_LIMIT) {
		/* A zero byte, or a quote where none belongs, is for the parser to refuse. */
		if (*at != '\0' && is_after_equals(&filter->tag))
			begin_value(filter, *at);
		else
			strbuf_addch(&filter->tag, *at == '\0' ? '?' : *at);
	}
	return 1;
}

/* Adds to the value unless it or all of them have reached their limit. */
static void
add_value(struct xml_filter *filter, const char *bytes, size_t length)
{
	size_t used = filter->values.length - filter->starts[filter->value_count - 1];
	size_t room = used < VALUE_LIMIT && filter->values.length < TAG_LIMIT
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
		enter(filter, IN_REFERENCE);
	} else if (byte == '<') {
		filter->bare = true;
		add_value(filter, "<", 1);
	} else if (byte == '\t' || byte == '\r' || (byte == '\n' && !line_end)) {
		add_value(filter, " ", 1);
	} else if (!line_end) {
		add_value(filter, REPLACEMENT, strlen(REPLACEMENT));
	}
}

static size_t
step_value(struct xml_filter *filter, const char *at, size_t left)
{
	/* A short look ahead: a value full of special characters is still read in linear time.
	 */
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

static size_t
step_reference(struct xml_filter *filter, const char *at, size_t left)
{
	struct strbuf *reference = &filter->reference;
	bool name = begins_name(*at) || (*at >= '0' && *at <= '9') || *at == '#' ||
		*at == '.' || *at == '-';

	(void)left;
	if (name && reference->length < REFERENCE_LIMIT) {
		if ((unsigned char)*at >= 0x80)
			filter->foreign = true;
		strbuf_addch(reference, *at);
		return 1;
	}
	enter(filter, IN_VALUE);
	if (*at == ';' && reference->length > 0) {
		add_reference(filter);
		return 1;
	}
	filter->bare = true;
	add_value(filter, "&", 1);
	add_value(filter, strbuf_text(reference), reference->length);
	return 0;
}

static step *const steps[STATE_COUNT] = {
	[IN_TEXT] = step_text,
	[AFTER_LESS] = step_after_less,
	[IN_BANG] = step_bang,
	[IN_COMMENT] = step_comment,
	[IN_CDATA] = step_cdata,
	[IN_INSTRUCTION] = step_instruction,
	[IN_DECLARATION] = step_declaration,
	[IN_DOCTYPE] = step_doctype,
	[IN_DOCTYPE_LITERAL] = step_doctype_literal,
	[IN_DOCTYPE_COMMENT] = step_doctype_comment,
	[IN_TAG] = step_tag,
	[IN_VALUE] = step_value,
	[IN_REFERENCE] = step_reference,
};

void
xml_filter_feed(struct xml_filter *filter, const char *bytes, size_t length)
{
	for (filter->position = 0; filter->position < length;)
		filter->position += steps[filter->state](
			filter, bytes + filter->position, length - filter->position);
}
