/*
 * words - a command line in one text, to and from its words, as a shell reads it.
 */
#ifndef CORE_WORDS_H
#define CORE_WORDS_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"

/*
 * Pushes the words of `line`: blanks separate, '..' ".." and \ quote. What only a shell can do
 * ($VAR, globs, pipes, redirections, lists) is refused when it is not quoted, and so is a
 * quote that is never closed: -1 with STATUS_USAGE, and `words` is as before.
 */
int words_split(const char *line, struct strvec *words, struct error *error);

/* Whether `word` is one of the words between blanks in `list`; NULL is an empty list. */
bool words_have(const char *list, const char *word);

/* Appends the words as a line that words_split() and a shell read back as these words. */
void words_join(const struct strvec *words, struct strbuf *line);

#endif
