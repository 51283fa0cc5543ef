#include "config.h"

#include "cli/cli.h"

#include <stdio.h>
#include <string.h>

#include "base/nearest.h"
#include "base/strbuf.h"
#include "cli/commands.h"
#include "cli/help.h"
#include "cli/output.h"
#include "core/gsl_errors.h"
#include "proc/signals.h"

static int
refuse_command(const char *word, struct error *error)
{
	struct nearest meant = NEAREST(word);

	for (size_t i = 0; i < command_count; i++)
		nearest_offer(&meant, command_table[i].name);
	if (meant.name != NULL)
		return error_set(error, STATUS_USAGE,
			"'%.80s' is no command: take %s, or, to measure it, put -- before it: "
			"ptbench -- %.80s",
			word, meant.name, word);
	return error_set(error, STATUS_USAGE,
		"'%.80s' is no command: to measure it, put -- before it: ptbench -- %.80s",
		word, word);
}

/* The command that the words name: by name, or run when an option or `--` comes first. */
static const struct command_row *
choose(int argc, char **argv, struct error *error)
{
	if (argc < 2 || argv[1][0] == '-')
		return command_find("run");

	const struct command_row *command = command_find(argv[1]);
	if (command == NULL)
		refuse_command(argv[1], error);
	return command;
}

/* Options of `run` end where the command to measure begins, which `--` must announce. */
static int
check_operands(
	const struct command_row *command, char **argv, int rest, int argc, struct error *error)
{
	if (command->bit == COMMAND_RUN && rest < argc && strcmp(argv[rest - 1], "--") != 0)
		return error_set(error, STATUS_USAGE,
			"'%.80s' stands where an option should: put -- before the command to "
			"measure",
			argv[rest]);
	if (*command->operands == '\0' && rest < argc)
		return error_set(error, STATUS_USAGE,
			"%s takes no '%.80s': see 'ptbench %s --help'", command->name,
			argv[rest], command->name);
	return 0;
}

static int
dispatch(const struct command_row *command, const struct arguments *arguments,
	struct options *options, struct error *error)
{
	int rest;

	if (options_parse(arguments, options, &rest, error) != 0)
		return -1;
	if (options->help) {
		struct strbuf text = STRBUF_INIT;
		help_command(command, &text);
		int result = output_stdout(&text, error);
		strbuf_release(&text);
		return result;
	}
	if (check_operands(command, arguments->argv, rest, arguments->argc, error) != 0)
		return -1;

	struct invocation invocation = {
		.options = options,
		.operand_count = arguments->argc - rest,
		.operands = arguments->argv + rest,
		.arguments = *arguments,
	};
	return command->run(&invocation, error);
}

static int
answer(void (*fill)(struct strbuf *text), struct error *error)
{
	struct strbuf text = STRBUF_INIT;

	fill(&text);
	int result = output_stdout(&text, error);
	strbuf_release(&text);
	return result;
}

static void
fill_version(struct strbuf *text)
{
	strbuf_addstr(text, PACKAGE_STRING "\n");
}

int
cli_main(int argc, char **argv, struct error *error)
{
	output_hold_standard_files();
	signals_ignore();
	if (argc >= 2 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0))
		return answer(fill_version, error);
	if (argc >= 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
		return answer(help_overview, error);

	const struct command_row *command = choose(argc, argv, error);
	if (command == NULL)
		return -1;

	bool named = argc >= 2 && argv[1][0] != '-';
	struct arguments arguments = {
		.argc = named ? argc - 1 : argc,
		.argv = named ? argv + 1 : argv,
		.command = command->bit,
	};
	struct options options;

	gsl_errors_handle();
	options_init(&options);
	int result = dispatch(command, &arguments, &options, error);
	options_release(&options);
	return result;
}

void
cli_end(void)
{
	signals_reraise();
}
