/*
 * placement - a runner's words put into a command: where they belong, instead of those that
 * are there.
 */
#ifndef CORE_PLACEMENT_H
#define CORE_PLACEMENT_H

#include "base/error.h"
#include "base/strvec.h"
#include "core/command.h"
#include "core/runner.h"

/*
 * Changes the form, in whose argv the runner stands as `match` says: the row's `replaces` are
 * removed, and `words` (a text of the runners table: environment, options, "--" and what follows
 * it) put where the first of them stood, else where the runner's options begin. -1 with
 * STATUS_USAGE when `words` cannot be split.
 */
int placement_put(struct form *form, const struct runner_match *match, const char *words,
	struct error *error);

/*
 * Adds environment and options where the runner's options begin, and removes nothing. `dir` is
 * what {dir} means, whatever characters are in it.
 */
int placement_add(struct form *form, const struct runner_match *match, const char *words,
	const char *dir, struct error *error);

/* Sets a variable of the form, in place of one of that name. */
void form_setenv(struct form *form, const char *assignment);

#endif
