#include "config.h"

#include "io/xml_filter.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "io/xml_encoding.h"

#define VALUE_LIMIT	((size_t)64 * 1024)
#define TAG_LIMIT	((size_t)1024 * 1024)
#define REFERENCE_LIMIT 32
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
	strbuf_release(&filter->clean);
	strbuf_release(&filter->reference);
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
		strbuf_addch(&filter->tag, '<');
		filter->foreign = false;
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

/* Replaces what is not valid UTF-8 in the tag by U+FFFD. */
static void
repair_utf8(struct xml_filter *filter)
{
	const char *text = strbuf_text(&filter->tag);
	size_t left = filter->tag.length;

	strbuf_truncate(&filter->clean, 0);
	while (left > 0) {
		size_t length = utf8_length(text, left);

		if (length == 0 || is_noncharacter(text, length)) {
			strbuf_addstr(&filter->clean, REPLACEMENT);
			length = length == 0 ? 1 : length;
		} else {
			strbuf_add(&filter->clean, text, length);
		}
		text += length;
		left -= length;
	}
}

static void
hand_over(struct xml_filter *filter)
{
	const struct strbuf *tag = &filter->tag;

	filter->tagged = true;
	if (filter->foreign) {
		repair_utf8(filter);
		tag = &filter->clean;
	}
	filter->on_tag(filter->context, strbuf_text(tag), tag->length);
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

/* Bytes that end a plain stretch: of a tag, of a value. */
static const unsigned char ends_tag[256] = {
	['"'] = 1, ['\''] = 1, ['<'] = 1, ['>'] = 1, ['\0'] = 1};
static const unsigned char ends_value[256] = {['"'] = 1,
	['\''] = 1,
	['<'] = 1,
	['&'] = 1,
	[0] = 1,
	[1] = 1,
	[2] = 1,
	[3] = 1,
	[4] = 1,
	[5] = 1,
	[6] = 1,
	[7] = 1,
	[8] = 1,
	[11] = 1,
	[12] = 1,
	[14] = 1,
	[15] = 1,
	[16] = 1,
	[17] = 1,
	[18] = 1,
	[19] = 1,
	[20] = 1,
	[21] = 1,
	[22] = 1,
	[23] = 1,
	[24] = 1,
	[25] = 1,
	[26] = 1,
	[27] = 1,
	[28] = 1,
	[29] = 1,
	[30] = 1,
	[31] = 1};

/* Adds the plain stretch at `at` unless the buffer has reached its limit; its length. */
static size_t
add_plain(struct xml_filter *filter, const char *at, size_t left, const unsigned char *ends,
	size_t limit)
{
	size_t length = 0;
	unsigned char seen = 0;

	while (length < left && !ends[(unsigned char)at[length]])
		seen |= (unsigned char)at[length++];
	if (seen >= 0x80)
		filter->foreign = true;
	if (filter->tag.length < limit)
		strbuf_add(&filter->tag, at,
			length < limit - filter->tag.length ? length
							    : limit - filter->tag.length);
	return length;
}

/* Adds what stands for a byte that cannot stay, within the limit. */
static void
add_instead(struct xml_filter *filter, const char *text, size_t limit)
{
	if (filter->tag.length < limit)
		strbuf_addstr(&filter->tag, text);
}

static size_t
value_limit(const struct xml_filter *filter)
{
	size_t limit = filter->value_start + VALUE_LIMIT;

	return limit < TAG_LIMIT ? limit : TAG_LIMIT;
}

static size_t
step_tag(struct xml_filter *filter, const char *at, size_t left)
{
	size_t used = add_plain(filter, at, left, ends_tag, TAG_LIMIT);

	if (used > 0)
		return used;
	if (*at == '<') {
		filter->broken = true;
		enter(filter, AFTER_LESS);
	} else if (*at == '>') {
		strbuf_addch(&filter->tag, '>');
		enter(filter, IN_TEXT);
		hand_over(filter);
	} else if (*at == '\0') {
		add_instead(filter, "?", TAG_LIMIT);
	} else {
		bool value = is_after_equals(&filter->tag);

		add_instead(filter, *at == '"' ? "\"" : "'", TAG_LIMIT);
		if (value) {
			filter->quote = *at;
			filter->value_start = filter->tag.length;
			enter(filter, IN_VALUE);
		}
	}
	return 1;
}

static size_t
step_value(struct xml_filter *filter, const char *at, size_t left)
{
	size_t limit = value_limit(filter);
	size_t used = add_plain(filter, at, left, ends_value, limit);

	if (used > 0)
		return used;
	if (*at == filter->quote) {
		strbuf_addch(&filter->tag, *at);
		enter(filter, IN_TAG);
	} else if (*at == '&') {
		strbuf_truncate(&filter->reference, 0);
		enter(filter, IN_REFERENCE);
	} else if (*at == '<') {
		filter->bare = true;
		add_instead(filter, "&lt;", limit);
	} else if (*at == '"' || *at == '\'') {
		add_instead(filter, *at == '"' ? "\"" : "'", limit);
	} else {
		add_instead(filter, REPLACEMENT, limit);
	}
	return 1;
}

/* The character that "#65" or "#x41" means; UINT32_MAX for none. */
static uint32_t
referenced(const char *text)
{
	bool hexadecimal = text[1] == 'x';
	uint32_t code = 0;

	for (text += hexadecimal ? 2 : 1; *text != '\0'; text++) {
		static const char digits[] = "0123456789abcdef";
		const char *digit = strchr(digits, *text >= 'A' ? *text | 0x20 : *text);
		uint32_t base = hexadecimal ? 16 : 10;

		if (digit == NULL || (uint32_t)(digit - digits) >= base)
			return UINT32_MAX;
		code = code > 0x10FFFF ? code : code * base + (uint32_t)(digit - digits);
	}
	return code;
}

/* A complete reference: a legal one passes, an unknown name becomes its own text. */
static void
add_reference(struct xml_filter *filter)
{
	static const char *const known[] = {"amp", "lt", "gt", "quot", "apos"};
	const char *text = strbuf_text(&filter->reference);
	const char *before = "&amp;";
	bool passes = false;

	if (text[0] == '#') {
		if (!is_allowed(referenced(text))) {
			add_instead(filter, REPLACEMENT, value_limit(filter));
			return;
		}
		passes = true;
	}
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		passes = passes || strcmp(text, known[i]) == 0;
	if (passes)
		before = "&";
	if (filter->tag.length < value_limit(filter))
		strbuf_addf(&filter->tag, "%s%s;", before, text);
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
	if (filter->tag.length < value_limit(filter))
		strbuf_addf(&filter->tag, "&amp;%s", strbuf_text(reference));
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
