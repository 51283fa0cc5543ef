#include "config.h"

#include "base/arena.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

#define BLOCK_SIZE ((size_t)256 * 1024)

struct arena_block {
	struct arena_block *next;
	size_t used;
	size_t size;
	char bytes[];
};

static struct arena_block *
add_block(struct arena *arena, size_t size)
{
	struct arena_block *block = xmalloc(sizeof *block + size);

	block->used = 0;
	block->size = size;
	block->next = arena->blocks;
	arena->blocks = block;
	return block;
}

char *
arena_reserve(struct arena *arena, size_t size)
{
	struct arena_block *block = arena->blocks;

	if (block == NULL || block->size - block->used < size)
		block = add_block(arena, size > BLOCK_SIZE ? size : BLOCK_SIZE);
	block->used += size;
	return block->bytes + block->used - size;
}

void
arena_give_back(struct arena *arena, const char *bytes, size_t size)
{
	struct arena_block *block = arena->blocks;

	assert(bytes + size == block->bytes + block->used);
	block->used -= size;
}

const char *
arena_text(struct arena *arena, const char *text)
{
	size_t size = strlen(text) + 1;

	return memcpy(arena_reserve(arena, size), text, size);
}

void
arena_release(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *next = arena->blocks->next;

		free(arena->blocks);
		arena->blocks = next;
	}
}
