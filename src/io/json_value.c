#include "config.h"

#include "io/json_value.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define DIGITS 15 /* of a figure: as many as any decimal number keeps in a double */

void
value_begin(void)
{
	json_set_alloc_funcs(xmalloc, free);
}

/* The length of the UTF-8 character that begins here, 0 when none does (RFC 3629). */
static size_t
character_length(const unsigned char *text)
{
	unsigned char first = text[0];
	size_t length = first < 0x80 ? 1
		: first < 0xc2	     ? 0
		: first < 0xe0	     ? 2
		: first < 0xf0	     ? 3
		: first < 0xf5	     ? 4
				     : 0;

	for (size_t i = 1; i < length; i++)
		if ((text[i] & 0xc0) != 0x80)
			return 0;
	if ((first == 0xe0 && text[1] < 0xa0) || (first == 0xed && text[1] > 0x9f) ||
		(first == 0xf0 && text[1] < 0x90) || (first == 0xf4 && text[1] > 0x8f))
		return 0;
	return length;
}

static json_t *
repaired_text(const char *text)
{
	struct strbuf repaired = STRBUF_INIT;

	while (*text != '\0') {
		size_t length = character_length((const unsigned char *)text);
		if (length == 0)
			strbuf_addstr(&repaired, "\xef\xbf\xbd");
		else
			strbuf_add(&repaired, text, length);
		text += length > 0 ? length : 1;
	}
	json_t *value = json_string(strbuf_text(&repaired));
	strbuf_release(&repaired);
	return value;
}

json_t *
value_text(const char *text)
{
	const char *bytes = text != NULL ? text : "";
	json_t *value = json_string(bytes);

	return value != NULL ? value : repaired_text(bytes);
}

json_t *
value_figure(double number)
{
	return isfinite(number) ? json_real(number) : json_null();
}

json_t *
value_count(int count)
{
	return count >= 0 ? json_integer(count) : json_null();
}

json_t *
value_some(int count)
{
	return count > 0 ? json_integer(count) : json_null();
}

json_t *
value_texts(const struct strvec *texts)
{
	json_t *array = json_array();

	for (size_t i = 0; i < texts->count; i++)
		json_array_append_new(array, value_text(texts->items[i]));
	return array;
}

json_t *
value_interval(const struct interval *interval)
{
	return json_pack("{s:o,s:o,s:o}", "estimate", value_figure(interval->estimate), "low",
		value_figure(interval->low), "high", value_figure(interval->high));
}

json_t *
value_array(const void *items, size_t count, size_t size, json_t *(*make)(const void *item))
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, make((const char *)items + i * size));
	return array;
}

static int
add_bytes(const char *bytes, size_t length, void *context)
{
	strbuf_add(context, bytes, length);
	return 0;
}

void
value_document(json_t *root, struct strbuf *text)
{
	json_dump_callback(root, add_bytes, text, JSON_INDENT(2) | JSON_REAL_PRECISION(DIGITS));
	strbuf_addch(text, '\n');
	json_decref(root);
}
