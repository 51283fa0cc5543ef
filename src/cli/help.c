#include "config.h"

#include "cli/help.h"

#include <stdio.h>
#include <string.h>

#define OPTION_COLUMN 27
#define LINE_WIDTH    80

/* Words from this column on, in as many lines as they need. */
static void
add_wrapped(struct strbuf *text, size_t indent, const char *words)
{
	size_t column = indent;

	while (*words != '\0') {
		size_t length = strcspn(words, " ");
		bool first = column == indent;

		if (!first && column + 1 + length > LINE_WIDTH) {
			strbuf_addch(text, '\n');
			strbuf_addn(text, ' ', indent);
			column = indent;
		} else if (!first) {
			strbuf_addch(text, ' ');
			column++;
		}
		strbuf_add(text, words, length);
		column += length;
		words += length;
		words += strspn(words, " ");
	}
	strbuf_addch(text, '\n');
}

static void
add_option(struct strbuf *text, const struct option_row *row)
{
	size_t start = text->length;

	if (row->letter != 0)
		strbuf_addf(text, "  -%c, --%s", row->letter, row->name);
	else
		strbuf_addf(text, "      --%s", row->name);
	if (row->argument != NULL)
		strbuf_addf(text, " %s", row->argument);

	size_t used = text->length - start;
	if (used >= OPTION_COLUMN) {
		strbuf_addch(text, '\n');
		used = 0;
	}
	strbuf_addn(text, ' ', OPTION_COLUMN - used);
	add_wrapped(text, OPTION_COLUMN, row->help);
}

void
help_overview(struct strbuf *text)
{
	static const char *const most_used[] = {"workers", "runs", "budget", "prepare",
		"timeout", "env", "simulate", "output", "json"};

	strbuf_addstr(text,
		"Usage: ptbench [run] [OPTIONS] -- CMD [ARG...]\n"
		"       ptbench COMMAND [OPTIONS] ...\n\n"
		"Runs a test command sequentially and at several worker counts, and says how\n"
		"many workers to use, why it does not scale further, and what it would take.\n"
		"\nCommands:\n");
	for (size_t i = 0; i < command_count; i++)
		if (*command_table[i].summary != '\0')
			strbuf_addf(text, "  %-10s%s\n", command_table[i].name,
				command_table[i].summary);
	strbuf_addstr(text, "\nOptions of run that are used most (all: ptbench run --help):\n");
	for (size_t i = 0; i < sizeof most_used / sizeof *most_used; i++)
		for (size_t j = 0; j < option_count; j++)
			if (strcmp(option_table[j].name, most_used[i]) == 0)
				add_option(text, &option_table[j]);
	strbuf_addstr(text,
		"\nExamples:\n"
		"  ptbench -- pytest -q\n"
		"  ptbench --workers 2,4,8,auto -- make -C build check\n"
		"  ptbench --workers 1-8 -- ./run-tests --threads={n}\n"
		"\nptbench(1) tells it all.\n");
}

void
help_command(const struct command_row *command, struct strbuf *text)
{
	const char *group = "";
	bool units = false;

	strbuf_addf(text, "Usage: ptbench %s [OPTIONS]%s%s\n\n%s\n", command->name,
		*command->operands != '\0' ? " " : "", command->operands, command->summary);
	if (*command->operands_help != '\0') {
		strbuf_addch(text, '\n');
		add_wrapped(text, 0, command->operands_help);
	}
	for (size_t i = 0; i < option_count; i++) {
		const struct option_row *row = &option_table[i];
		if ((row->commands & command->bit) == 0)
			continue;
		if (strcmp(group, row->group) != 0)
			strbuf_addf(text, "\n%s:\n", row->group);
		group = row->group;
		add_option(text, row);
		units |= row->type == OPTION_TIME || row->type == OPTION_SIZE;
	}
	if (units)
		strbuf_addstr(text,
			"\nTIME is 500ms, 1.5s, 10m, 2h or seconds; "
			"SIZE is 64M, 16G or bytes.\n");
}
