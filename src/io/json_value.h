/*
 * json_value - our values to and from JSON (jansson), the same way in every file.
 *
 * What the first group returns is a new reference; json_pack()'s "o" takes it over. Figures
 * that do not exist are null. The second group borrows the object and never fails: a member
 * that is missing or of another type is the unknown value.
 */
#ifndef IO_JSON_VALUE_H
#define IO_JSON_VALUE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
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

/* Adds the document to `text`, indented, figures with 15 digits, and releases it. */
void value_document(json_t *root, struct strbuf *text);

/* The document in the file; NULL with STATUS_USAGE. The caller releases it with json_decref().
 */
json_t *value_load(const char *path, struct error *error);

char *value_get_text(const json_t *object, const char *name); /* malloc'd; "" when unknown */
double value_get_figure(const json_t *object, const char *name); /* NAN */
int value_get_count(const json_t *object, const char *name, int otherwise);
bool value_get_flag(const json_t *object, const char *name); /* false */
void value_get_texts(const json_t *object, const char *name, struct strvec *texts);
struct interval value_get_interval(const json_t *object, const char *name);

#endif
