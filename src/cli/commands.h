/*
 * commands - the table of commands; dispatch, help, completions and tests walk it.
 */
#ifndef CLI_COMMANDS_H
#define CLI_COMMANDS_H

#include <stddef.h>

#include "base/error.h"
#include "cli/options.h"

struct invocation {
	const struct options *options;
	int operand_count;
	char **operands; /* what stands behind the options; for run: behind `--` */
	struct arguments arguments; /* all of it, as typed */
};

struct command_row {
	const char *name;
	const char *operands; /* "FILE...", "" for none */
	const char *summary; /* a line */
	const char *operands_help; /* what its operands are; "" for none */
	unsigned bit;

	/* Exit code; -1 with an error whose status is the exit code. */
	int (*run)(const struct invocation *invocation, struct error *error);
};

extern const struct command_row command_table[];
extern const size_t command_count;

/* The command of that name, or NULL. */
const struct command_row *command_find(const char *name);

/* One file each: src/cli/cmd_<name>.c */
int cmd_run(const struct invocation *invocation, struct error *error);
int cmd_fit(const struct invocation *invocation, struct error *error);
int cmd_predict(const struct invocation *invocation, struct error *error);
int cmd_schedule(const struct invocation *invocation, struct error *error);
int cmd_compare(const struct invocation *invocation, struct error *error);
int cmd_snippet(const struct invocation *invocation, struct error *error);
int cmd_runners(const struct invocation *invocation, struct error *error);
int cmd_agent(const struct invocation *invocation, struct error *error);
int cmd_completion(const struct invocation *invocation, struct error *error);
int cmd_host(const struct invocation *invocation, struct error *error);

#endif
