#include "config.h"

#include "io/json_value.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/file.h"

#define DOCUMENT_MOST ((size_t)256 << 20) /* bytes; a report of 100,000 tests has 20 MB */
#define DIGITS	      15 /* of a figure: as many as any decimal number keeps in a double */

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
	json_t *value = json_string(text != NULL ? text : "");

	return value != NULL ? value : repaired_text(text);
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

json_t *
value_load(const char *path, struct error *error)
{
	struct strbuf text = STRBUF_INIT;
	json_error_t reason;
	json_t *root = NULL;

	value_begin();
	if (file_read(path, DOCUMENT_MOST, &text, error) == 0) {
		root = json_loadb(strbuf_text(&text), text.length, 0, &reason);
		if (root == NULL)
			error_set(error, STATUS_USAGE,
				"%s:%d: is no JSON (%s): give a file that is whole", path,
				reason.line > 0 ? reason.line : 1, reason.text);
	}
	strbuf_release(&text);
	return root;
}

char *
value_get_text(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return xstrdup(text != NULL ? text : "");
}

double
value_get_figure(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_number(value) ? json_number_value(value) : UNKNOWN;
}

int
value_get_count(const json_t *object, const char *name, int otherwise)
{
	const json_t *value = json_object_get(object, name);
	json_int_t count = json_integer_value(value);

	return json_is_integer(value) && count >= 0 && count <= INT_MAX ? (int)count
									: otherwise;
}

bool
value_get_flag(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

void
value_get_texts(const json_t *object, const char *name, struct strvec *texts)
{
	const json_t *array = json_object_get(object, name);

	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *text = json_string_value(json_array_get(array, i));
		strvec_push(texts, text != NULL ? text : "");
	}
}

struct interval
value_get_interval(const json_t *object, const char *name)
{
	const json_t *interval = json_object_get(object, name);

	return (struct interval){
		.estimate = value_get_figure(interval, "estimate"),
		.low = value_get_figure(interval, "low"),
		.high = value_get_figure(interval, "high"),
	};
}
