#include "config.h"

#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static void
out_of_memory(void)
{
	static const char sentence[] = "ptbench: out of memory: close other programs or use a "
				       "smaller input\n";

	fputs(sentence, stderr);
	_Exit(STATUS_INTERNAL);
}

void *
xneeded(void *block)
{
	if (block == NULL)
		out_of_memory();
	return block;
}

void *
xmalloc(size_t size)
{
	return xneeded(malloc(size > 0 ? size : 1));
}

void *
xcalloc(size_t count, size_t size)
{
	return xneeded(count > 0 && size > 0 ? calloc(count, size) : calloc(1, 1));
}

void *
xreallocarray(void *block, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size)
		out_of_memory();

	size_t bytes = count * size;
	return xneeded(realloc(block, bytes > 0 ? bytes : 1));
}

char *
xstrndup(const char *text, size_t length)
{
	char *copy = xmalloc(length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *
xstrdup(const char *text)
{
	return xstrndup(text, strlen(text));
}

char *
xvasprintf(const char *format, va_list arguments)
{
	char *text;

	if (vasprintf(&text, format, arguments) < 0)
		out_of_memory();
	return text;
}

char *
xasprintf(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	char *text = xvasprintf(format, arguments);
	va_end(arguments);
	return text;
}

size_t
array_capacity(size_t capacity, size_t needed)
{
	size_t grown = capacity < 8 ? 8 : capacity;

	while (grown < needed)
		grown = grown > SIZE_MAX / 2 ? needed : grown * 2;
	return grown;
}
