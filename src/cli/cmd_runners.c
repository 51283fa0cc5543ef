/*
 * The runners that are known, or all about those that are named.
 */
#include "config.h"

#include "cli/commands.h"
#include "cli/output.h"
#include "core/refusal.h"
#include "io/runners_csv.h"
#include "view/runnersview.h"

static int
view_named(const struct invocation *invocation, const struct runners *table,
	const struct style *style, struct strbuf *text, struct error *error)
{
	for (int i = 0; i < invocation->operand_count; i++) {
		const struct runner *row = runners_find(table, invocation->operands[i]);

		if (row == NULL)
			return refuse_runner(table, invocation->operands[i], error);
		if (i > 0)
			strbuf_addch(text, '\n');
		runner_view(row, style, text);
	}
	return 0;
}

int
cmd_runners(const struct invocation *invocation, struct error *error)
{
	struct runners table = RUNNERS_INIT;
	struct style style = output_style(invocation->options, stdout);
	struct strbuf text = STRBUF_INIT;
	int status = runners_load(invocation->options->runners_file, &table, error);

	if (status == 0 && invocation->operand_count > 0)
		status = view_named(invocation, &table, &style, &text, error);
	else if (status == 0)
		runners_view(&table, &style, &text);
	if (status == 0)
		status = output_stdout(&text, error);
	strbuf_release(&text);
	runners_release(&table);
	return status;
}
