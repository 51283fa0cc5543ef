/*
 * help - what --help prints, from the tables of commands and options.
 */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include "base/strbuf.h"
#include "cli/commands.h"

/* One screen: the commands, the options that are used most, two examples. */
void help_overview(struct strbuf *text);

/* Every option of one command. */
void help_command(const struct command_row *command, struct strbuf *text);

#endif
