/*
 * snippets - lines for a CI or project file that run a command with its advised count.
 */
#ifndef VIEW_SNIPPETS_H
#define VIEW_SNIPPETS_H

#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"

/* One command of the file: of the whole result, or of one suite. */
struct snippet {
	const char *suite;          /* "" when there is only one */
	const char *runner;         /* its name in the table */
	const struct strvec *words; /* the command with its count */
	const struct strvec *flags; /* the words of it that set the count: "-n 4" */
	const char *reason;         /* a line: why this count */
};

struct snippet_kind;

/* By its name, as in snippet_kinds_add(); NULL: none. */
const struct snippet_kind *snippet_kind_find(const char *name);

/* The names of all kinds, with this between them: "github, gitlab, .." */
void snippet_kinds_add(struct strbuf *text, const char *separator);

/* Appends the lines; -1 with STATUS_USAGE when the format cannot say the command. */
int snippet_write(const struct snippet_kind *kind, const struct snippet *snippets, size_t count,
	struct strbuf *text, struct error *error);

#endif
