/*
 * refusal - why a command's worker count cannot be set, and what the user can do about it.
 *
 * Each fills the error with STATUS_USAGE and returns -1.
 */
#ifndef CORE_REFUSAL_H
#define CORE_REFUSAL_H

#include "base/error.h"
#include "base/strvec.h"
#include "core/runner.h"

/* Nothing tells how N gets into the command: the three ways. */
int refuse_unknown(const struct strvec *argv, size_t program, struct error *error);

/* The same for a line that a shell runs. */
int refuse_shell_line(const struct strvec *argv, struct error *error);

/* The row has no worker count that could be set: what it is, and what to do instead. */
int refuse_row(const struct strvec *argv, const struct runner_match *match, struct error *error);

/* A runner was named that is not in the table. */
int refuse_runner(const struct runners *table, const char *name, struct error *error);

/* The runner reads what to run from standard input, where nothing is. */
int refuse_input(const struct runner *row, struct error *error);

#endif
