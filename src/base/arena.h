/*
 * arena - many small texts that are freed together.
 *
 * For a million test names, where one malloc() each would cost more than the text. The
 * caller owns the struct; what arena_text() returns is borrowed and lives as long as it.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *blocks; /* the newest first */
};

#define ARENA_INIT {0}

/* `size` bytes, not initialised, for texts (no alignment). */
char *arena_reserve(struct arena *arena, size_t size);

/* Takes back the bytes that were reserved last. */
void arena_give_back(struct arena *arena, const char *bytes, size_t size);

/* A copy of `text`. */
const char *arena_text(struct arena *arena, const char *text);
void arena_release(struct arena *arena);

#endif
