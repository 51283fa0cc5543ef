/*
 * nearest - the name that was meant where another one was typed.
 *
 * The distance is Damerau's: letters added, left out, changed, or swapped with their neighbour
 * (Communications of the ACM 7 (1964) 171), each stretch of text changed once at most. A name is
 * near where it takes one such change, or two for words of five letters and more.
 *
 * Start with NEAREST(word) and offer every name; `name` is then the nearest one, the first of
 * several, or NULL. All texts are borrowed.
 */
#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

struct nearest {
	const char *word;
	const char *name; /* NULL: none is near */
	size_t distance; /* to `name` */
};

#define NEAREST(typed)                                                                         \
	{                                                                                      \
		.word = (typed)                                                                \
	}

void nearest_offer(struct nearest *nearest, const char *name);

#endif
