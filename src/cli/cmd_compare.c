/*
 * Stages side by side, and gates for CI: exit code 3 when one trips.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "core/compare.h"
#include "core/gate.h"
#include "io/compare_json.h"
#include "io/directory.h"
#include "io/file.h"
#include "io/report_json.h"
#include "view/compareview.h"

/* Without arguments: the last two results, the older one first. */
static int
choose_paths(const struct invocation *invocation, struct strvec *paths, struct error *error)
{
	for (int i = 0; i < invocation->operand_count; i++)
		strvec_push(paths, invocation->operands[i]);
	for (int nth = 1; invocation->operand_count == 0 && nth >= 0; nth--) {
		char *path = directory_recent(nth);
		if (path == NULL)
			break;
		strvec_push_owned(paths, path);
	}
	if (paths->count >= 2)
		return 0;
	return error_set(error, STATUS_USAGE,
		"two results are needed to compare: give folders or report.json files, BASE first");
}

/* The last part of the path that tells results apart: the folder's name. */
static char *
stage_name(const char *path)
{
	char *copy = xstrdup(path);
	size_t length = strlen(copy);

	while (length > 1 && copy[length - 1] == '/')
		copy[--length] = '\0';

	char *slash = strrchr(copy, '/');
	if (slash != NULL && slash != copy && strcmp(slash, "/report.json") == 0) {
		*slash = '\0';
		slash = strrchr(copy, '/');
	}
	char *name = xstrdup(slash != NULL && slash[1] != '\0' ? slash + 1 : copy);
	free(copy);
	return name;
}

static int
parse_gates(const struct strvec *expressions, struct gate *gates, struct error *error)
{
	for (size_t i = 0; i < expressions->count; i++)
		if (gate_parse(expressions->items[i], &gates[i], error) != 0)
			return -1;
	return 0;
}

static int
write_comparison(const struct options *options, const struct comparison *comparison,
	struct error *error)
{
	struct style style = output_style(options, stdout);
	struct strbuf text = STRBUF_INIT;
	int status = 0;

	if (options->json != NULL) {
		compare_json_write(comparison, &text);
		status = file_write(options->json, strbuf_text(&text), text.length, error);
		strbuf_truncate(&text, 0);
	}
	if (status == 0 && options->markdown != NULL) {
		compare_markdown(comparison, &text);
		status = file_write(options->markdown, strbuf_text(&text), text.length, error);
		strbuf_truncate(&text, 0);
	}
	compare_view(comparison, &style, &text);
	if (status == 0 && output_is_taken(options))
		fputs(strbuf_text(&text), stderr);
	else if (status == 0)
		status = output_stdout(&text, error);
	strbuf_release(&text);
	return status;
}

static int
compare(const struct options *options, const struct strvec *paths, const struct result *results,
	const struct gate *gates, struct error *error)
{
	struct compare_arg arg = {
		.stages = xcalloc(paths->count, sizeof *arg.stages),
		.stage_count = paths->count,
		.any_command = options->any_command,
	};
	struct comparison comparison;

	for (size_t i = 0; i < paths->count; i++) {
		arg.stages[i].name = stage_name(paths->items[i]);
		arg.stages[i].path = xstrdup(paths->items[i]);
		arg.stages[i].result = &results[i];
	}
	int status = compare_fill(&arg, &comparison, error);
	if (status == 0)
		status = gates_judge(gates, options->fail_if.count, &comparison, error);
	if (status == 0)
		status = write_comparison(options, &comparison, error);
	if (status == 0 && gates_tripped(&comparison))
		status = STATUS_GATE;
	comparison_release(&comparison);
	return status;
}

int
cmd_compare(const struct invocation *invocation, struct error *error)
{
	const struct options *options = invocation->options;
	struct gate *gates = xcalloc(options->fail_if.count, sizeof *gates);
	struct strvec paths = STRVEC_INIT;
	struct result *results = NULL;
	int status = output_check(options, error);

	if (status == 0)
		status = parse_gates(&options->fail_if, gates, error);
	if (status == 0)
		status = choose_paths(invocation, &paths, error);
	results = xcalloc(paths.count, sizeof *results);
	for (size_t i = 0; i < paths.count; i++)
		result_init(&results[i]);
	for (size_t i = 0; i < paths.count && status == 0; i++)
		status = report_json_read(paths.items[i], &results[i], error);
	if (status == 0)
		status = compare(options, &paths, results, gates, error);
	for (size_t i = 0; i < paths.count; i++)
		result_release(&results[i]);
	for (size_t i = 0; i < options->fail_if.count; i++)
		gate_release(&gates[i]);
	free(gates);
	free(results);
	strvec_release(&paths);
	return status;
}
