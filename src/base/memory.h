/*
 * memory - allocation that cannot fail.
 *
 * Out of memory ends the program here, with a sentence and exit code 125; no
 * caller checks. What is returned belongs to the caller, who frees it with free().
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

void *xmalloc(size_t size);
void *xcalloc(size_t count, size_t size);
void *xreallocarray(void *block, size_t count, size_t size);
char *xstrdup(const char *text);
char *xstrndup(const char *text, size_t length); /* its first `length` bytes, all of them there */
char *xvasprintf(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
char *xasprintf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* What a library allocated: NULL ends the program here, too. */
void *xneeded(void *block);

/* The capacity to grow to so that `needed` items fit: doubling, at least 8. */
size_t array_capacity(size_t capacity, size_t needed);

/* Makes room for one more item in the growing array (items, count, capacity). */
#define ARRAY_GROW(items, count, capacity)                                                         \
	do {                                                                                       \
		if ((count) == (capacity)) {                                                       \
			(capacity) = array_capacity((capacity), (count) + 1);                      \
			(items) = xreallocarray((items), (capacity), sizeof *(items));             \
		}                                                                                  \
	} while (0)

#endif
