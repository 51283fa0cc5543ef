#include "config.h"

#include "base/intern.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

/* FNV-1a; names are short and come from the user's own files. */
static size_t
hash_text(const char *text)
{
	uint64_t hash = 14695981039346656037u;

	for (; *text != '\0'; text++)
		hash = (hash ^ (unsigned char)*text) * 1099511628211u;
	return (size_t)hash;
}

static char **
find_slot(const struct intern *pool, const char *text)
{
	size_t mask = pool->slot_count - 1;
	size_t i = hash_text(text) & mask;

	while (pool->slots[i] != NULL && strcmp(pool->slots[i], text) != 0)
		i = (i + 1) & mask;
	return &pool->slots[i];
}

static void
grow(struct intern *pool)
{
	struct intern grown = {0};

	grown.slot_count = pool->slot_count > 0 ? pool->slot_count * 2 : 16;
	grown.slots = xcalloc(grown.slot_count, sizeof *grown.slots);
	grown.count = pool->count;
	for (size_t i = 0; i < pool->slot_count; i++)
		if (pool->slots[i] != NULL)
			*find_slot(&grown, pool->slots[i]) = pool->slots[i];
	free(pool->slots);
	*pool = grown;
}

const char *
intern_text(struct intern *pool, const char *text)
{
	if (pool->count * 2 >= pool->slot_count)
		grow(pool);

	char **slot = find_slot(pool, text);
	if (*slot == NULL) {
		*slot = xstrdup(text);
		pool->count++;
	}
	return *slot;
}

const char *
intern_find(const struct intern *pool, const char *text)
{
	return pool->count > 0 ? *find_slot(pool, text) : NULL;
}

void
intern_release(struct intern *pool)
{
	for (size_t i = 0; i < pool->slot_count; i++)
		free(pool->slots[i]);
	free(pool->slots);
	*pool = (struct intern)INTERN_INIT;
}
