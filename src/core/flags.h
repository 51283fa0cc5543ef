/*
 * flags - a runner's options among the words of a command, in every spelling.
 *
 * A list of flags is written as in core/runner.h: "-n N|--numprocesses N". For "-j [N]" all
 * of -j, -j4, -j 4, -j=4 are found and, with the bundle letters "ks", -ksj4; for "--jobs N"
 * --jobs 4, --jobs=4 and --jobs:4; a long flag with one dash is also found with two.
 */
#ifndef CORE_FLAGS_H
#define CORE_FLAGS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strvec.h"

#define FLAGS_NONE ((size_t)-1)

struct flags_arg {
	const char *list;
	const char *bundles; /* letters that may stand before a short flag in its word */
	size_t from;         /* the words to look at: from <= i < to */
	size_t to;
};

/*
 * Removes the flags and their values from the words. Returns where the first of them stood (an
 * index into the words as they are then), FLAGS_NONE when there was none; `arg.to` less the
 * words removed is the new end.
 */
size_t flags_remove(struct strvec *words, const struct flags_arg *arg);

/* Removes them from the values of assignments alone ("MAKEFLAGS=-k -j8"): of words that belong to
 * another program, or of an environment. */
void flags_remove_assigned(struct strvec *words, const struct flags_arg *arg);

/* Whether one of the flags is there; `value` (may be NULL) is the last one's value, borrowed from
 * the words, NULL when it has none. */
bool flags_find(const struct strvec *words, const struct flags_arg *arg, const char **value);

/* Whether the word is NAME=VALUE as a shell takes it for an assignment. */
bool word_is_assignment(const char *word);

#endif
