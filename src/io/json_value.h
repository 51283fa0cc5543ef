/*
 * json_value - our values to and from JSON (jansson), the same way in every file.
 *
 * value_*() make values: what they return is a new reference, which json_pack()'s "o" takes
 * over. Figures that do not exist are null. io/json_reader.h is the way back.
 */
#ifndef IO_JSON_VALUE_H
#define IO_JSON_VALUE_H

#include <jansson.h>
#include <stddef.h>

#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/result.h"

/* To be called before anything else of jansson: out of memory then ends as in base/memory. */
void value_begin(void);

json_t *value_text(const char *text); /* NULL: ""; bytes that are no UTF-8 become U+FFFD */
json_t *value_figure(double number); /* NAN: null */
json_t *value_count(int count); /* negative (UNKNOWN_COUNT): null */
json_t *value_some(int count); /* 0, too: null */
json_t *value_texts(const struct strvec *texts);
json_t *value_interval(const struct interval *interval);

/* An array of one value for each of the `count` items. */
#define VALUE_ARRAY(items, count, make) value_array((items), (count), sizeof *(items), (make))
json_t *value_array(
	const void *items, size_t count, size_t size, json_t *(*make)(const void *item));

/* Adds the document to `text`, indented, figures with 15 digits, and releases it. */
void value_document(json_t *root, struct strbuf *text);

#endif
