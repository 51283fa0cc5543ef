/*
 * strbuf - text that grows.
 *
 * The caller owns the struct, the struct owns its text. A zeroed struct
 * (STRBUF_INIT) is an empty text; `text` is NULL until something was added, so
 * read it through strbuf_text(). release() returns it to the zeroed state.
 */
#ifndef BASE_STRBUF_H
#define BASE_STRBUF_H

#include <stddef.h>

struct strbuf {
	char *text;
	size_t length;
	size_t capacity;
};

#define STRBUF_INIT {0}

void strbuf_add(struct strbuf *buffer, const char *bytes, size_t length);
void strbuf_addstr(struct strbuf *buffer, const char *text);
void strbuf_addch(struct strbuf *buffer, char c);
void strbuf_addn(struct strbuf *buffer, char c, size_t count);
void strbuf_addf(struct strbuf *buffer, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Shortens the text to `length` bytes; longer than it is: nothing happens. */
void strbuf_truncate(struct strbuf *buffer, size_t length);

/* The text, "" when nothing was added; borrowed until the next call. */
const char *strbuf_text(const struct strbuf *buffer);

/* Hands the text over to the caller, who frees it; the buffer is empty again. */
char *strbuf_detach(struct strbuf *buffer);

void strbuf_release(struct strbuf *buffer);

#endif
