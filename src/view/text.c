#include "config.h"

#include "view/text.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define REPLACEMENT 0xfffdu

struct range {
	uint32_t first;
	uint32_t last;
};

static bool
in_ranges(uint32_t character, const struct range *ranges, size_t count)
{
	for (size_t i = 0; i < count && character >= ranges[i].first; i++)
		if (character <= ranges[i].last)
			return true;
	return false;
}

#define IN_RANGES(character, ranges)                                                           \
	in_ranges((character), (ranges), sizeof(ranges) / sizeof *(ranges))

/* What a reader could not see or what would reorder the text: Unicode's Cc, Zl, Zp, most of Cf. */
static const struct range invisible[] = {
	{0x00, 0x1f},
	{0x7f, 0x9f},
	{0xad, 0xad},
	{0x61c, 0x61c},
	{0x180e, 0x180e},
	{0x200b, 0x200f},
	{0x2028, 0x202e},
	{0x2060, 0x206f},
	{0xfeff, 0xfeff},
	{0xfff9, 0xfffb},
	{0xe0000, 0xe007f},
};

/* Unicode's combining marks that a name may well have. */
static const struct range combining[] = {
	{0x300, 0x36f},
	{0x483, 0x489},
	{0x591, 0x5bd},
	{0x610, 0x61a},
	{0x64b, 0x65f},
	{0x93a, 0x93a},
	{0x93c, 0x93c},
	{0x941, 0x948},
	{0x94d, 0x94d},
	{0xe31, 0xe31},
	{0xe34, 0xe3a},
	{0x1ab0, 0x1aff},
	{0x1dc0, 0x1dff},
	{0x20d0, 0x20f0},
	{0xfe00, 0xfe0f},
	{0xfe20, 0xfe2f},
	{0xe0100, 0xe01ef},
};

/* East Asian Wide and Fullwidth (Unicode's EastAsianWidth.txt), pictures included. */
static const struct range wide[] = {
	{0x1100, 0x115f},
	{0x231a, 0x231b},
	{0x23e9, 0x23ec},
	{0x2614, 0x2615},
	{0x26a1, 0x26a1},
	{0x2705, 0x2705},
	{0x274c, 0x274c},
	{0x2e80, 0x303e},
	{0x3041, 0xa4cf},
	{0xa960, 0xa97c},
	{0xac00, 0xd7a3},
	{0xf900, 0xfaff},
	{0xfe30, 0xfe6f},
	{0xff00, 0xff60},
	{0xffe0, 0xffe6},
	{0x1f300, 0x1f64f},
	{0x1f680, 0x1f6ff},
	{0x1f900, 0x1f9ff},
	{0x20000, 0x3fffd},
};

/* Length of the UTF-8 sequence that this byte begins, 0 for none (RFC 3629). */
static size_t
sequence_length(unsigned char lead)
{
	if (lead < 0x80)
		return 1;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if (lead >= 0xe0 && lead <= 0xef)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

size_t
text_decode(const char *text, uint32_t *character)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	unsigned char lead = (unsigned char)text[0];
	size_t length = sequence_length(lead);
	uint32_t value = length > 1 ? lead & (0x7fu >> length) : lead;

	*character = REPLACEMENT;
	for (size_t i = 1; i < length; i++) {
		unsigned char next = (unsigned char)text[i];
		if ((next & 0xc0) != 0x80)
			return 1;
		value = value << 6 | (next & 0x3fu);
	}
	if (length == 0 || value < least[length] || value > 0x10ffff ||
		(value >= 0xd800 && value <= 0xdfff))
		return 1;
	*character = value;
	return length;
}

static size_t
character_width(uint32_t character)
{
	if (character < 0x300)
		return character != 0xad;
	if (IN_RANGES(character, combining))
		return 0;
	return IN_RANGES(character, wide) ? 2 : 1;
}

/* Length of a colour sequence ESC [ ... m at the start of `text`, 0 for none. */
static size_t
color_length(const char *text)
{
	if (text[0] != '\x1b' || text[1] != '[')
		return 0;
	size_t digits = strspn(text + 2, "0123456789;");
	return text[2 + digits] == 'm' ? digits + 3 : 0;
}

size_t
text_width(const char *text)
{
	size_t width = 0;

	while (*text != '\0') {
		size_t length = color_length(text);
		if (length == 0) {
			uint32_t character;
			length = text_decode(text, &character);
			width += character_width(character);
		}
		text += length;
	}
	return width;
}

/* One character as it is to be seen. */
static void
add_visible(struct strbuf *out, const char *bytes, size_t length, uint32_t character, bool utf8)
{
	bool hidden = IN_RANGES(character, invisible);

	if (character == '\n')
		strbuf_addstr(out, "\\n");
	else if (character == '\t')
		strbuf_addstr(out, "\\t");
	else if (character == '\r')
		strbuf_addstr(out, "\\r");
	else if (hidden && character < 0x100)
		strbuf_addf(out, "\\x%02x", (unsigned)character);
	else if (hidden || (character >= 0x80 && !utf8))
		strbuf_addf(
			out, character > 0xffff ? "\\U%08x" : "\\u%04x", (unsigned)character);
	else if (character == REPLACEMENT)
		strbuf_addstr(out, "\xef\xbf\xbd");
	else
		strbuf_add(out, bytes, length);
}

/* The byte behind the first `columns` columns. */
static const char *
skip_columns(const char *text, size_t columns)
{
	size_t width = 0;

	while (*text != '\0') {
		uint32_t character;
		size_t length = text_decode(text, &character);
		width += character_width(character);
		if (width > columns)
			break;
		text += length;
	}
	return text;
}

/* Leaves out the middle: the ends of names are what tells them apart. */
static void
clip(struct strbuf *out, const char *text, size_t width, size_t columns, bool utf8)
{
	const char *ellipsis = utf8 ? "\xe2\x80\xa6" : "...";
	size_t room = columns > text_width(ellipsis) ? columns - text_width(ellipsis) : 0;
	const char *head_end = skip_columns(text, (room + 1) / 2);
	const char *tail = skip_columns(text, width - room / 2);

	/* A wide character across the cut would make the tail too long. */
	while (*tail != '\0' && text_width(tail) > room / 2) {
		uint32_t character;
		tail += text_decode(tail, &character);
	}
	strbuf_add(out, text, (size_t)(head_end - text));
	strbuf_addstr(out, ellipsis);
	strbuf_addstr(out, tail);
}

void
text_add_clean(struct strbuf *out, const char *text, size_t columns, bool utf8)
{
	struct strbuf clean = STRBUF_INIT;

	while (*text != '\0') {
		uint32_t character;
		size_t length = text_decode(text, &character);
		add_visible(&clean, text, length, character, utf8);
		text += length;
	}
	size_t width = columns > 0 ? text_width(strbuf_text(&clean)) : 0;
	if (width > columns)
		clip(out, strbuf_text(&clean), width, columns, utf8);
	else
		strbuf_add(out, strbuf_text(&clean), clean.length);
	strbuf_release(&clean);
}

void
text_add_terminal(struct strbuf *out, const char *text, const struct style *style)
{
	text_add_clean(out, text, 0, style->utf8);
}

/* On this line or the next. */
static void
add_word(struct strbuf *out, const char *word, size_t length, size_t columns, size_t indent,
	size_t *used)
{
	struct strbuf piece = STRBUF_INIT;

	strbuf_add(&piece, word, length);
	size_t width = text_width(strbuf_text(&piece));
	if (*used > 0 && columns > 0 && *used + 1 + width > columns) {
		strbuf_addch(out, '\n');
		strbuf_addn(out, ' ', indent);
		*used = indent;
	} else if (*used > 0) {
		strbuf_addch(out, ' ');
		*used += 1;
	}
	strbuf_add(out, strbuf_text(&piece), piece.length);
	*used += width;
	strbuf_release(&piece);
}

#define UNIT_MOST 3 /* letters: "%", "s", "min", "USD" */

/* Of the word, with what follows a figure and may be its unit. */
static size_t
word_length(const char *text)
{
	size_t length = strcspn(text, " ");

	if (length == 0 || !isdigit((unsigned char)text[length - 1]) || text[length] == '\0')
		return length;
	const char *unit = text + length + 1;
	size_t letters = strspn(unit, "%abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
	if (letters == 0 || letters > UNIT_MOST)
		return length;
	return length + 1 + strcspn(unit, " ");
}

void
text_add_wrapped(struct strbuf *out, const char *text, size_t columns, size_t indent)
{
	size_t used = 0;

	if (columns == 0) {
		strbuf_addstr(out, text);
		return;
	}
	for (;;) {
		text += strspn(text, " ");
		size_t length = word_length(text);
		if (length == 0)
			return;
		add_word(out, text, length, columns, indent, &used);
		text += length;
	}
}
