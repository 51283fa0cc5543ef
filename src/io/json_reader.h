/*
 * json_reader - takes our values out of JSON, whatever is in it.
 *
 * A member that is missing or null is the unknown value, one of another type is an error. The
 * reader keeps the first error, so that only the end has to look; every text is malloc'd and
 * belongs to the caller.
 */
#ifndef IO_JSON_READER_H
#define IO_JSON_READER_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/strvec.h"
#include "core/result.h"

/* The names of an enum. */
struct json_choice {
	const char *(*name)(int value);
	int count;
	int otherwise;
};

struct json_reader {
	const char *name; /* of the file, for the sentence */
	struct error *error;
	bool failed; /* `error` is filled */
};

/* The document in the file, "-" is stdin; NULL when it cannot be read (STATUS_USAGE). The
 * caller releases it with json_decref(). */
json_t *reader_document(struct json_reader *reader, const char *path);

/* The same from a file that is open already (NULL: is not); `path` is its name. */
json_t *reader_document_from(struct json_reader *reader, FILE *stream, const char *path);

/* Whether the member is there with that type; an error when not. */
bool reader_needs(
	struct json_reader *reader, const json_t *object, const char *name, json_type type);

/* "NAME: is wrong: what to do", unless there is an error already. */
void reader_refuse(struct json_reader *reader, const char *sentence);

char *reader_text(struct json_reader *reader, const json_t *object, const char *name); /* "" */
double reader_figure(
	struct json_reader *reader, const json_t *object, const char *name); /* NAN */
int reader_count(
	struct json_reader *reader, const json_t *object, const char *name, int otherwise);
bool reader_flag(
	struct json_reader *reader, const json_t *object, const char *name); /* false */
void reader_texts(struct json_reader *reader, const json_t *object, const char *name,
	struct strvec *texts);
struct interval reader_interval(
	struct json_reader *reader, const json_t *object, const char *name);

/* The member as an object or an array, borrowed; NULL when there is none. */
const json_t *reader_object(struct json_reader *reader, const json_t *object, const char *name);
const json_t *reader_array(struct json_reader *reader, const json_t *object, const char *name);

/* The value whose name the text is, `otherwise` when it is missing or empty. */
int reader_choice(struct json_reader *reader, const json_t *object, const char *name,
	const struct json_choice *choice);

#endif
