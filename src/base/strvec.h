/*
 * strvec - a list of strings, always ended by NULL so that it can be an argv.
 *
 * The caller owns the struct, the struct owns its strings. A zeroed struct
 * (STRVEC_INIT) is an empty list whose `items` is NULL until something was pushed.
 */
#ifndef BASE_STRVEC_H
#define BASE_STRVEC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strbuf.h"

struct strvec {
	char **items;
	size_t count;
	size_t capacity;
};

#define STRVEC_INIT {0}

void strvec_push(struct strvec *list, const char *text);
void strvec_pushf(struct strvec *list, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void strvec_push_all(struct strvec *list, const struct strvec *other);

/* Takes over `text`, which came from malloc. */
void strvec_push_owned(struct strvec *list, char *text);
void strvec_insert(struct strvec *list, size_t position, const char *text);
void strvec_remove(struct strvec *list, size_t position);
void strvec_replace(struct strvec *list, size_t position, const char *text);

/* Pushes the pieces of `text` between separators, empty pieces too. */
void strvec_split(struct strvec *list, const char *text, char separator);

/* Appends the strings to `text`, the separator between them. */
void strvec_join(const struct strvec *list, const char *separator, struct strbuf *text);
bool strvec_contains(const struct strvec *list, const char *text);
bool strvec_equal(const struct strvec *list, const struct strvec *other);
void strvec_release(struct strvec *list);

#endif
