#include "config.h"

#include "io/json_reader.h"

#include <limits.h>
#include <string.h>

#include "base/memory.h"
#include "io/file.h"
#include "io/json_value.h"

/* Bytes; an export of a million runs has 25 MB, and in memory ten times that. */
#define DOCUMENT_MOST ((size_t)64 << 20)

void
reader_refuse(struct json_reader *reader, const char *sentence)
{
	if (!reader->failed)
		error_set(reader->error, STATUS_USAGE, "%s: %s", reader->name, sentence);
	reader->failed = true;
}

static int
read_bytes(
	const struct json_reader *reader, FILE *stream, const char *path, struct strbuf *text)
{
	if (stream != NULL)
		return file_read_stream(
			stream, reader->name, DOCUMENT_MOST, text, reader->error);
	return file_read(path, DOCUMENT_MOST, text, reader->error);
}

json_t *
reader_document(struct json_reader *reader, const char *path)
{
	return reader_document_from(reader, NULL, path);
}

json_t *
reader_document_from(struct json_reader *reader, FILE *stream, const char *path)
{
	struct strbuf text = STRBUF_INIT;
	json_error_t reason;
	json_t *root = NULL;

	value_begin();
	reader->name = strcmp(path, "-") == 0 ? "standard input" : path;
	if (read_bytes(reader, stream, path, &text) == 0) {
		root = json_loadb(strbuf_text(&text), text.length, 0, &reason);
		if (root == NULL)
			error_set(reader->error, STATUS_USAGE,
				"%s:%d: is no JSON (%s): give a file that is whole",
				reader->name, reason.line > 0 ? reason.line : 1, reason.text);
	}
	reader->failed = root == NULL;
	strbuf_release(&text);
	return root;
}

static const char *
type_name(json_type type)
{
	switch (type) {
	case JSON_OBJECT:
		return "an object";
	case JSON_ARRAY:
		return "an array";
	case JSON_STRING:
		return "a text";
	case JSON_INTEGER:
		return "a whole number";
	case JSON_REAL:
		return "a number";
	case JSON_TRUE:
	case JSON_FALSE:
		return "true or false";
	case JSON_NULL:
		break;
	}
	return "null";
}

static void
refuse_type(struct json_reader *reader, const char *name, json_type type)
{
	if (!reader->failed)
		error_set(reader->error, STATUS_USAGE,
			"%s: the member %s is not %s: give a file as it was written",
			reader->name, name, type_name(type));
	reader->failed = true;
}

bool
reader_needs(struct json_reader *reader, const json_t *object, const char *name, json_type type)
{
	const json_t *value = json_object_get(object, name);

	if (value != NULL && json_typeof(value) == type)
		return true;
	refuse_type(reader, name, type);
	return false;
}

/* The member when it is there and not null; an error when it is of another type. */
static const json_t *
member(struct json_reader *reader, const json_t *object, const char *name, json_type type)
{
	const json_t *value = json_object_get(object, name);

	if (value == NULL || json_is_null(value))
		return NULL;
	if (json_typeof(value) == type || (type == JSON_REAL && json_is_integer(value)) ||
		(type == JSON_TRUE && json_is_false(value)))
		return value;
	refuse_type(reader, name, type);
	return NULL;
}

char *
reader_text(struct json_reader *reader, const json_t *object, const char *name)
{
	const char *text = json_string_value(member(reader, object, name, JSON_STRING));

	return xstrdup(text != NULL ? text : "");
}

double
reader_figure(struct json_reader *reader, const json_t *object, const char *name)
{
	const json_t *value = member(reader, object, name, JSON_REAL);

	return value != NULL ? json_number_value(value) : UNKNOWN;
}

int
reader_count(struct json_reader *reader, const json_t *object, const char *name, int otherwise)
{
	const json_t *value = member(reader, object, name, JSON_INTEGER);

	if (value == NULL)
		return otherwise;
	if (json_integer_value(value) >= 0 && json_integer_value(value) <= INT_MAX)
		return (int)json_integer_value(value);
	refuse_type(reader, name, JSON_INTEGER);
	return otherwise;
}

bool
reader_flag(struct json_reader *reader, const json_t *object, const char *name)
{
	return json_is_true(member(reader, object, name, JSON_TRUE));
}

const json_t *
reader_object(struct json_reader *reader, const json_t *object, const char *name)
{
	return member(reader, object, name, JSON_OBJECT);
}

const json_t *
reader_array(struct json_reader *reader, const json_t *object, const char *name)
{
	return member(reader, object, name, JSON_ARRAY);
}

void
reader_texts(struct json_reader *reader, const json_t *object, const char *name,
	struct strvec *texts)
{
	const json_t *array = reader_array(reader, object, name);

	for (size_t i = 0; i < json_array_size(array); i++) {
		const char *text = json_string_value(json_array_get(array, i));
		if (text == NULL)
			refuse_type(reader, name, JSON_STRING);
		else
			strvec_push(texts, text);
	}
}

struct interval
reader_interval(struct json_reader *reader, const json_t *object, const char *name)
{
	const json_t *interval = reader_object(reader, object, name);

	return (struct interval){
		.estimate = reader_figure(reader, interval, "estimate"),
		.low = reader_figure(reader, interval, "low"),
		.high = reader_figure(reader, interval, "high"),
	};
}

int
reader_choice(struct json_reader *reader, const json_t *object, const char *name,
	const struct json_choice *choice)
{
	const char *text = json_string_value(member(reader, object, name, JSON_STRING));

	if (text == NULL || *text == '\0')
		return choice->otherwise;
	for (int i = 0; i < choice->count; i++)
		if (strcmp(choice->name(i), text) == 0)
			return i;
	if (!reader->failed)
		error_set(reader->error, STATUS_USAGE,
			"%s: the member %s is '%.60s', which is unknown: give a file as it was "
			"written",
			reader->name, name, text);
	reader->failed = true;
	return choice->otherwise;
}
