/*
 * intern - one copy of each text, for the few names that a million rows repeat.
 *
 * What intern_text() returns is borrowed and lives as long as the pool; equal
 * texts give equal pointers.
 */
#ifndef BASE_INTERN_H
#define BASE_INTERN_H

#include <stddef.h>

struct intern {
	char **slots; /* open addressing, a power of two of them */
	size_t slot_count;
	size_t count;
};

#define INTERN_INIT                                                                            \
	{                                                                                      \
		0                                                                              \
	}

const char *intern_text(struct intern *pool, const char *text);

/* The copy that is there already, or NULL. */
const char *intern_find(const struct intern *pool, const char *text);
void intern_release(struct intern *pool);

#endif
