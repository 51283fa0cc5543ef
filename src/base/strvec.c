#include "config.h"

#include "base/strvec.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void
strvec_push_all(struct strvec *list, const struct strvec *other)
{
	for (size_t i = 0; i < other->count; i++)
		strvec_push(list, other->items[i]);
}

void
strvec_push_owned(struct strvec *list, char *text)
{
	if (list->count + 2 > list->capacity) {
		list->capacity = array_capacity(list->capacity, list->count + 2);
		list->items = xreallocarray(list->items, list->capacity, sizeof *list->items);
	}
	list->items[list->count++] = text;
	list->items[list->count] = NULL;
}

void
strvec_push(struct strvec *list, const char *text)
{
	strvec_push_owned(list, xstrdup(text));
}

void
strvec_pushf(struct strvec *list, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	strvec_push_owned(list, xvasprintf(format, arguments));
	va_end(arguments);
}

void
strvec_insert(struct strvec *list, size_t position, const char *text)
{
	strvec_push(list, text);

	char *added = list->items[list->count - 1];
	memmove(list->items + position + 1, list->items + position,
		(list->count - 1 - position) * sizeof *list->items);
	list->items[position] = added;
}

void
strvec_remove(struct strvec *list, size_t position)
{
	free(list->items[position]);
	memmove(list->items + position, list->items + position + 1,
		(list->count - position) * sizeof *list->items);
	list->count--;
}

void
strvec_replace(struct strvec *list, size_t position, const char *text)
{
	char *copy = xstrdup(text);

	free(list->items[position]);
	list->items[position] = copy;
}

void
strvec_split(struct strvec *list, const char *text, char separator)
{
	for (;;) {
		const char *end = strchr(text, separator);

		if (end == NULL)
			break;
		strvec_push_owned(list, xstrndup(text, (size_t)(end - text)));
		text = end + 1;
	}
	strvec_push(list, text);
}

void
strvec_join(const struct strvec *list, const char *separator, struct strbuf *text)
{
	for (size_t i = 0; i < list->count; i++) {
		strbuf_addstr(text, i > 0 ? separator : "");
		strbuf_addstr(text, list->items[i]);
	}
}

bool
strvec_contains(const struct strvec *list, const char *text)
{
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

bool
strvec_equal(const struct strvec *list, const struct strvec *other)
{
	if (list->count != other->count)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (strcmp(list->items[i], other->items[i]) != 0)
			return false;
	return true;
}

void
strvec_release(struct strvec *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct strvec)STRVEC_INIT;
}
