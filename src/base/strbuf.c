#include "config.h"

#include "base/strbuf.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

static void
reserve(struct strbuf *buffer, size_t more)
{
	size_t needed = buffer->length + more + 1;

	if (needed <= buffer->capacity)
		return;
	buffer->capacity = array_capacity(buffer->capacity, needed);
	buffer->text = xreallocarray(buffer->text, buffer->capacity, 1);
}

void
strbuf_add(struct strbuf *buffer, const char *bytes, size_t length)
{
	reserve(buffer, length);
	if (length > 0)
		memcpy(buffer->text + buffer->length, bytes, length);
	buffer->length += length;
	buffer->text[buffer->length] = '\0';
}

void
strbuf_addstr(struct strbuf *buffer, const char *text)
{
	strbuf_add(buffer, text, strlen(text));
}

void
strbuf_addch(struct strbuf *buffer, char c)
{
	strbuf_add(buffer, &c, 1);
}

void
strbuf_addn(struct strbuf *buffer, char c, size_t count)
{
	reserve(buffer, count);
	memset(buffer->text + buffer->length, c, count);
	buffer->length += count;
	buffer->text[buffer->length] = '\0';
}

void
strbuf_addf(struct strbuf *buffer, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *text = xvasprintf(format, arguments);
	va_end(arguments);
	strbuf_addstr(buffer, text);
	free(text);
}

void
strbuf_truncate(struct strbuf *buffer, size_t length)
{
	if (length < buffer->length) {
		buffer->length = length;
		buffer->text[length] = '\0';
	}
}

const char *
strbuf_text(const struct strbuf *buffer)
{
	return buffer->text != NULL ? buffer->text : "";
}

char *
strbuf_detach(struct strbuf *buffer)
{
	char *text = buffer->text != NULL ? buffer->text : xstrdup("");

	*buffer = (struct strbuf)STRBUF_INIT;
	return text;
}

void
strbuf_release(struct strbuf *buffer)
{
	free(buffer->text);
	*buffer = (struct strbuf)STRBUF_INIT;
}
