/*
 * lines - commands for tests as users type them, and the forms that they are planned to have.
 */
#ifndef TESTS_LINES_H
#define TESTS_LINES_H

#include "core/command.h"

/* Reads data/runners.csv; the caller releases the table. */
void lines_table(struct runners *table);

/* What command_plan() makes of the line; `runner` as in struct command_arg. */
int lines_plan(const char *line, const struct runners *table, const char *runner,
	struct command *command, struct error *error);

/* Asserts that the form of that line is `wanted`. */
void lines_expect(const char *line, const struct form *form, const char *wanted);

#endif
