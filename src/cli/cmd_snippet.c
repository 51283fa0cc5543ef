/*
 * The lines that set the advised count in a CI or project file.
 */
#include "config.h"

#include <stdlib.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "core/template.h"
#include "core/words.h"
#include "io/directory.h"
#include "io/report_json.h"
#include "io/runners_csv.h"
#include "view/snippets.h"

/* A snippet and what it borrows. */
struct holder {
	struct strvec words;
	struct strvec flags;
	char *reason;
};

/* The command as it is with the advised count. */
static int
take_command(const struct command_summary *command, const struct analysis *analysis,
	const struct runners *table, struct holder *holder, struct error *error)
{
	const struct advice *advice = &analysis->recommendation.ci;
	const struct runner *row = runners_find(table, command->runner);
	bool sequential = advice->mode == MODE_SEQ;

	if (*command->runner == '\0')
		return error_set(error, STATUS_USAGE,
			"the result is of no known runner: write the advised count (%d) where {n} stood",
			advice->workers);
	if (advice->workers < 1)
		return error_set(error, STATUS_USAGE,
			"the result advises no count: measure a suite that passes");
	strvec_push_all(&holder->words, sequential ? &command->sequential : &command->parallel);
	template_expand_all(&holder->words, advice->workers, NULL);
	if (row != NULL &&
		words_split(sequential ? row->sequential : row->workers, &holder->flags,
			error) != 0)
		return -1;
	template_expand_all(&holder->flags, advice->workers, NULL);
	holder->reason = sequential
		? xasprintf("ptbench advises the sequential form in CI. %s", advice->rule)
		: xasprintf("ptbench advises %d worker%s in CI. %s", advice->workers,
			  advice->workers == 1 ? "" : "s", advice->rule);
	return 0;
}

static int
write_result(const struct snippet_kind *kind, const struct result *result,
	const struct runners *table, struct strbuf *text, struct error *error)
{
	size_t count = result->suite_count > 0 ? result->suite_count : 1;
	struct holder *holders = xcalloc(count, sizeof *holders);
	struct snippet *snippets = xcalloc(count, sizeof *snippets);
	int status = 0;

	for (size_t i = 0; i < count && status == 0; i++) {
		const struct suite *suite = result->suite_count > 0 ? &result->suites[i] : NULL;
		const struct command_summary *command =
			suite != NULL ? &suite->command : &result->command;
		const struct analysis *analysis =
			suite != NULL ? &suite->analysis : &result->total;

		status = take_command(command, analysis, table, &holders[i], error);
		snippets[i] = (struct snippet){
			.suite = suite != NULL ? analysis->name : "",
			.runner = command->runner,
			.words = &holders[i].words,
			.flags = &holders[i].flags,
			.reason = holders[i].reason,
		};
	}
	if (status == 0)
		status = snippet_write(kind, snippets, count, text, error);
	for (size_t i = 0; i < count; i++) {
		strvec_release(&holders[i].words);
		strvec_release(&holders[i].flags);
		free(holders[i].reason);
	}
	free(holders);
	free(snippets);
	return status;
}

static int
choose_kind(const struct invocation *invocation, const struct snippet_kind **kind,
	struct error *error)
{
	struct strbuf names = STRBUF_INIT;

	*kind = invocation->operand_count > 0 ? snippet_kind_find(invocation->operands[0])
					      : NULL;
	if (*kind != NULL && invocation->operand_count <= 2)
		return 0;
	snippet_kinds_add(&names, ", ");
	if (*kind != NULL)
		error_set(error, STATUS_USAGE,
			"'%.80s' is one operand too many: give KIND and RESULT",
			invocation->operands[2]);
	else if (invocation->operand_count > 0)
		error_set(error, STATUS_USAGE, "'%.80s' is no kind of snippet: choose among %s",
			invocation->operands[0], strbuf_text(&names));
	else
		error_set(error, STATUS_USAGE, "no kind of snippet is given: choose among %s",
			strbuf_text(&names));
	strbuf_release(&names);
	return -1;
}

int
cmd_snippet(const struct invocation *invocation, struct error *error)
{
	const struct snippet_kind *kind;
	struct runners table = RUNNERS_INIT;
	struct result result = RESULT_INIT;
	struct strbuf text = STRBUF_INIT;

	if (choose_kind(invocation, &kind, error) != 0)
		return -1;
	char *path = invocation->operand_count == 2 ? xstrdup(invocation->operands[1])
						    : directory_recent(0);
	if (path == NULL)
		return error_set(error, STATUS_USAGE,
			"there is no result below ptbench-results: measure first, or name one");

	result_init(&result);
	int status = report_json_read(path, &result, error);
	if (status == 0)
		status = runners_load(invocation->options->runners_file, &table, error);
	if (status == 0)
		status = write_result(kind, &result, &table, &text, error);
	if (status == 0)
		status = output_stdout(&text, error);
	strbuf_release(&text);
	runners_release(&table);
	result_release(&result);
	free(path);
	return status;
}
