/*
 * observations -> fit -> advise -> report, for runs that were recorded before.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/recorded.h"
#include "cli/publish.h"
#include "cli/results.h"
#include "io/directory.h"
#include "io/runs_csv.h"
#include "proc/clock.h"

static int
read_files(const struct invocation *invocation, struct observations *rows, struct error *error)
{
	for (int i = 0; i < invocation->operand_count; i++) {
		struct runs_csv_arg arg = {
			.path = invocation->operands[i],
			.map = &invocation->options->map,
		};
		if (runs_read(&arg, rows, error) != 0)
			return -1;
	}
	for (size_t i = 0; invocation->options->ignore_failure && i < rows->count; i++)
		rows->rows[i].forgiven = true;
	return 0;
}

static void
name_suites(const struct observations *rows, struct strvec *suites)
{
	const char *last = NULL;

	for (size_t i = 0; i < rows->count; i++) {
		/* Texts are interned: most rows share the pointer of the row before. */
		if (rows->rows[i].suite == last)
			continue;
		last = rows->rows[i].suite;
		if (!strvec_contains(suites, last))
			strvec_push(suites, last);
	}
}

static int
describe(const struct invocation *invocation, struct result *result, struct error *error)
{
	struct strbuf title = STRBUF_INIT;
	char now[CLOCK_UTC_SIZE], stamp[CLOCK_UTC_SIZE];

	for (int i = 0; i < invocation->operand_count; i++)
		strbuf_addf(&title, "%s%s", i > 0 ? " " : "", invocation->operands[i]);
	result->title = strbuf_detach(&title);
	clock_utc(now);
	clock_utc_compact(stamp);
	result->start_utc = xstrdup(now);
	result->directory = NULL;
	if (invocation->options->output == NULL) {
		result->directory = xstrdup("");
		return 0;
	}
	return directory_make(invocation->options->output, stamp, &result->directory, error);
}

static int
fit_rows(const struct invocation *invocation, const struct observations *rows,
	const struct questions *questions, struct result *result, struct error *error)
{
	const struct options *options = invocation->options;
	struct strvec suites = STRVEC_INIT;
	struct recorded recorded = recorded_find(invocation);

	name_suites(rows, &suites);

	struct results_arg arg = {
		.options = options,
		.rows = rows,
		.suites = &suites,
		.questions = questions,
		.cpus = recorded.cpus,
		.seed = recorded.seed,
		.stopping = {.reason = STOP_RECORDED, .runs = 0, .probability = UNKNOWN},
	};
	int status = results_fill(&arg, result, error);
	strvec_release(&suites);
	return status;
}

int
cmd_fit(const struct invocation *invocation, struct error *error)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct result result = RESULT_INIT;
	struct questions questions;
	struct error late;

	if (output_check(invocation->options, error) != 0)
		return -1;
	if (invocation->operand_count == 0)
		return error_set(error, STATUS_USAGE,
			"no file to fit: give runs.csv, another CSV, or hyperfine's JSON");

	result_init(&result);
	int status = questions_read(invocation->options, &questions, error);
	if (status == 0)
		status = output_probe(invocation->options, error);
	if (status == 0)
		status = read_files(invocation, &rows, error);
	if (status == 0)
		status = describe(invocation, &result, error);
	if (status == 0) {
		status = fit_rows(invocation, &rows, &questions, &result, error);
		if (publish(invocation->options, &result, &late) != 0 && status == 0) {
			*error = late;
			status = -1;
		}
	}
	result_release(&result);
	questions_release(&questions);
	observations_release(&rows);
	return status;
}
