#include "config.h"

#include "cli/completion.h"

#include <string.h>

#include "cli/commands.h"
#include "view/snippets.h"

/* Commands for people: the others have no summary. */
static bool
shown(const struct command_row *command)
{
	return *command->summary != '\0';
}

static bool
takes(const struct command_row *command, const struct option_row *row)
{
	return (row->commands & command->bit) != 0;
}

static bool
takes_file(const struct option_row *row)
{
	return row->argument != NULL &&
		(strcmp(row->argument, "FILE") == 0 || strcmp(row->argument, "DIR") == 0);
}

static void
add_command_names(struct strbuf *text, const char *separator)
{
	const char *before = "";

	for (size_t i = 0; i < command_count; i++) {
		if (!shown(&command_table[i]))
			continue;
		strbuf_addf(text, "%s%s", before, command_table[i].name);
		before = separator;
	}
}

/* The words that an operand of the command may be; nothing where it is a file or any text. */
static void
add_operands(const struct command_row *command, struct strbuf *text)
{
	if (command->bit == COMMAND_SNIPPET)
		snippet_kinds_add(text, " ");
}

/* The help line between single quotes of a shell; characters that its own format needs escaped. */
static void
add_quoted(struct strbuf *text, const char *line, const char *special)
{
	for (; *line != '\0'; line++) {
		if (*line == '\'')
			strbuf_addstr(text, "'\\''");
		else if (strchr(special, *line) != NULL)
			strbuf_addf(text, "\\%c", *line);
		else
			strbuf_addch(text, *line);
	}
}

static void
add_bash_values(struct strbuf *text)
{
	for (size_t i = 0; i < option_count; i++) {
		const struct option_row *row = &option_table[i];
		struct strbuf choices = STRBUF_INIT;
		option_add_choices(row, " ", &choices);
		if (choices.length > 0)
			strbuf_addf(text,
				"\t--%s)\n"
				"\t\tCOMPREPLY=($(compgen -W '%s' -- \"$word\"))\n"
				"\t\treturn\n\t\t;;\n",
				row->name, strbuf_text(&choices));
		else if (takes_file(row))
			strbuf_addf(text,
				"\t--%s)\n"
				"\t\tCOMPREPLY=($(compgen -f -- \"$word\"))\n"
				"\t\treturn\n\t\t;;\n",
				row->name);
		strbuf_release(&choices);
	}
}

static void
write_bash(struct strbuf *text)
{
	strbuf_addstr(text,
		"# bash completion for ptbench; made from its option table.\n"
		"_ptbench()\n{\n"
		"\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}\n"
		"\tlocal command=run options i\n"
		"\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
		"\t\t[[ ${COMP_WORDS[i]} == -- ]] || continue\n"
		"\t\tCOMPREPLY=($(compgen -cf -- \"$word\"))\n"
		"\t\treturn\n"
		"\tdone\n"
		"\tcase ${COMP_WORDS[1]} in\n\t");
	add_command_names(text, " | ");
	strbuf_addstr(text, ") command=${COMP_WORDS[1]} ;;\n\tesac\n\tcase $before in\n");
	add_bash_values(text);
	strbuf_addstr(text, "\tesac\n\tcase $command in\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command_row *command = &command_table[i];
		if (!shown(command))
			continue;
		strbuf_addf(text, "\t%s) options='", command->name);
		for (size_t j = 0; j < option_count; j++)
			if (takes(command, &option_table[j]))
				strbuf_addf(text, "--%s ", option_table[j].name);
		add_operands(command, text);
		strbuf_addstr(text, "' ;;\n");
	}
	strbuf_addstr(text,
		"\tesac\n\tif [[ $COMP_CWORD -eq 1 ]]; then\n\t\toptions=\"$options --version ");
	add_command_names(text, " ");
	strbuf_addstr(text,
		"\"\n\tfi\n"
		"\tCOMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
		"\t[[ $word == -* || $command == run ]] ||\n"
		"\t\tCOMPREPLY+=($(compgen -f -- \"$word\"))\n"
		"}\ncomplete -o filenames -F _ptbench ptbench\n");
}

static void
add_zsh_option(struct strbuf *text, const struct option_row *row)
{
	struct strbuf choices = STRBUF_INIT;

	strbuf_addf(text, "\t\t'%s--%s", row->type == OPTION_LIST ? "*" : "", row->name);
	strbuf_addstr(text, row->argument != NULL ? "=[" : "[");
	add_quoted(text, row->help, "[]:");
	strbuf_addch(text, ']');
	if (row->argument != NULL) {
		option_add_choices(row, " ", &choices);
		strbuf_addch(text, ':');
		add_quoted(text, row->argument, "[]:");
		if (choices.length > 0)
			strbuf_addf(text, ":(%s)", strbuf_text(&choices));
		else
			strbuf_addstr(text, takes_file(row) ? ":_files" : ": ");
	}
	strbuf_addstr(text, "'\n");
	strbuf_release(&choices);
}

/* The command's own word is shifted away, so that operands count from 1. */
static void
add_zsh_operands(struct strbuf *text, const struct command_row *command)
{
	struct strbuf words = STRBUF_INIT;

	add_operands(command, &words);
	if (words.length > 0)
		strbuf_addf(text, "\t\t'1:%s:(%s)'\n", command->operands, strbuf_text(&words));
	if (command->bit != COMMAND_RUN && *command->operands != '\0')
		strbuf_addstr(text, "\t\t'*:operand:_files'\n");
	strbuf_release(&words);
}

static void
write_zsh(struct strbuf *text)
{
	strbuf_addstr(text,
		"#compdef ptbench\n"
		"# zsh completion for ptbench; made from its option table.\n"
		"local -a options\nlocal command=run\n"
		"if (( CURRENT == 2 )) && [[ $PREFIX != -* ]]; then\n"
		"\tcompadd ");
	add_command_names(text, " ");
	strbuf_addstr(text,
		"\n\treturn\nfi\n"
		"if (( CURRENT > 2 )); then\n\tcase ${words[2]} in\n\t");
	add_command_names(text, "|");
	strbuf_addstr(text,
		")\n\t\tcommand=${words[2]}\n\t\tshift words\n\t\t(( CURRENT-- ))\n"
		"\t\t;;\n\tesac\nfi\n"
		"case $command in\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command_row *command = &command_table[i];
		if (!shown(command))
			continue;
		strbuf_addf(text, "%s)\n\toptions=(\n", command->name);
		for (size_t j = 0; j < option_count; j++)
			if (takes(command, &option_table[j]))
				add_zsh_option(text, &option_table[j]);
		add_zsh_operands(text, command);
		strbuf_addstr(text, "\t)\n\t;;\n");
	}
	strbuf_addstr(text,
		"esac\n"
		"(( CURRENT == 2 )) && options+=('--version[print the version]')\n"
		"# Behind -- stands a command line of its own.\n"
		"(( ${words[(i)--]} < CURRENT )) && options+=('*::argument:_normal')\n"
		"_arguments -s $options\n");
}

static void
add_fish_option(
	struct strbuf *text, const struct command_row *command, const struct option_row *row)
{
	struct strbuf choices = STRBUF_INIT;

	strbuf_addstr(text, "complete -c ptbench -n '__ptbench_command ");
	strbuf_addf(text, "%s' -l %s", command->name, row->name);
	if (row->letter != 0)
		strbuf_addf(text, " -s %c", row->letter);
	if (row->argument != NULL) {
		option_add_choices(row, " ", &choices);
		strbuf_addstr(text, takes_file(row) ? " -r -F" : " -x");
		if (choices.length > 0)
			strbuf_addf(text, " -a '%s'", strbuf_text(&choices));
	}
	strbuf_addstr(text, " -d '");
	/* In fish a backslash quotes the quote. */
	for (const char *c = row->help; *c != '\0'; c++)
		strbuf_addf(text, "%s%c", *c == '\'' || *c == '\\' ? "\\" : "", *c);
	strbuf_addstr(text, "'\n");
	strbuf_release(&choices);
}

static void
add_fish_operands(struct strbuf *text, const struct command_row *command)
{
	struct strbuf words = STRBUF_INIT;

	add_operands(command, &words);
	if (words.length > 0)
		strbuf_addf(text, "complete -c ptbench -n '__ptbench_command %s' -a '%s'\n",
			command->name, strbuf_text(&words));
	strbuf_release(&words);
}

static void
write_fish(struct strbuf *text)
{
	strbuf_addstr(text,
		"# fish completion for ptbench; made from its option table.\n"
		"function __ptbench_command\n"
		"\tset -l words (commandline -opc)\n"
		"\tset -l command run\n"
		"\tif contains -- \"$words[2]\" ");
	add_command_names(text, " ");
	strbuf_addstr(text,
		"\n\t\tset command $words[2]\n\tend\n"
		"\tnot contains -- -- $words; and test \"$command\" = \"$argv[1]\"\nend\n");
	strbuf_addstr(text,
		"function __ptbench_first\n"
		"\t__fish_use_subcommand; and not contains -- -- (commandline -opc)\nend\n"
		"# Behind -- stands a command line of its own.\n"
		"function __ptbench_behind\n"
		"\tset -l words (commandline -opc)\n"
		"\tset -e words[1..(contains -i -- -- $words)]\n"
		"\tcomplete -C (string join ' ' (string escape -- $words) (commandline -ct))\n"
		"end\n"
		"complete -c ptbench -n 'contains -- -- (commandline -opc)' -x -a '(__ptbench_behind)'\n");
	for (size_t i = 0; i < command_count; i++)
		if (shown(&command_table[i]))
			strbuf_addf(text,
				"complete -c ptbench -n __ptbench_first -f -a %s -d '%s'\n",
				command_table[i].name, command_table[i].summary);
	strbuf_addstr(text,
		"complete -c ptbench -n __ptbench_first -l version -d 'print the version'\n");
	for (size_t i = 0; i < command_count; i++) {
		const struct command_row *command = &command_table[i];

		if (!shown(command))
			continue;
		add_fish_operands(text, command);
		for (size_t j = 0; j < option_count; j++)
			if (takes(command, &option_table[j]))
				add_fish_option(text, command, &option_table[j]);
	}
}

const struct completion_row completion_table[] = {
	{"bash", write_bash},
	{"zsh", write_zsh},
	{"fish", write_fish},
};

const size_t completion_count = sizeof completion_table / sizeof *completion_table;
