#include "config.h"

#include "cli/failure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/output.h"
#include "io/tail.h"
#include "view/text.h"

#define TAIL_BYTES 4096
#define TAIL_LINES 20

/* The start of the last `lines` lines of the text. */
static const char *
last_lines(const char *text, size_t length, int lines)
{
	const char *p = text + length;

	while (p > text && p[-1] == '\n')
		p--;
	while (p > text) {
		if (p[-1] == '\n' && --lines == 0)
			break;
		p--;
	}
	return p;
}

/* The log's last lines, every one of them harmless on a terminal. */
static void
show_tail(const char *log, size_t length)
{
	struct strvec lines = STRVEC_INIT;
	struct style style = {.utf8 = true};

	strvec_split(&lines, last_lines(log, length, TAIL_LINES), '\n');
	for (size_t i = 0; i < lines.count; i++) {
		struct strbuf text = STRBUF_INIT;
		if (i + 1 == lines.count && *lines.items[i] == '\0')
			break;
		text_add_terminal(&text, lines.items[i], &style);
		fprintf(stderr, "    %s\n", strbuf_text(&text));
		strbuf_release(&text);
	}
	strvec_release(&lines);
}

/* Reads the tail of a run's log; empty where there is none. */
static void
read_tail(const struct measurement *measurement, const char *log, struct strbuf *tail)
{
	const char *root = measurement_log_root(measurement);

	if (root == NULL || *log == '\0')
		return;

	char *path = xasprintf("%s/%s", root, log);
	tail_read(path, TAIL_BYTES, tail);
	free(path);
}

static bool
failed_before(const struct observations *rows, const struct observation *row)
{
	for (size_t i = 0; i + 1 < rows->count; i++)
		if (rows->rows[i].mode == row->mode && rows->rows[i].workers == row->workers &&
			!observation_succeeded(&rows->rows[i]) &&
			strcmp(rows->rows[i].suite, row->suite) == 0)
			return true;
	return false;
}

/* What the runner's own words mean, e.g. that what gives it workers is missing; or NULL. */
static const char *
remedy_of(const struct outcome *outcome, const struct strbuf *tail)
{
	const struct command *command = outcome->trial.command;

	return command == NULL ? NULL : runner_diagnose(command->row, strbuf_text(tail));
}

/* "suite NAME: ", or nothing where there is only one. */
static void
add_suite(struct strbuf *text, const struct observation *row)
{
	if (*row->suite != '\0')
		strbuf_addf(text, "suite %.80s: ", row->suite);
}

static char *
parallel_sentence(const struct measurement *measurement, const struct outcome *outcome)
{
	const struct observation *row = &outcome->observation;
	struct strbuf tail = STRBUF_INIT;

	read_tail(measurement, row->log, &tail);
	const char *remedy = remedy_of(outcome, &tail);
	bool kept = *row->log != '\0' && measurement->directory != NULL;
	struct strbuf sentence = STRBUF_INIT;
	add_suite(&sentence, row);
	strbuf_addf(&sentence, "%d workers: %s", row->workers, outcome->reason);
	if (kept)
		strbuf_addf(&sentence, ", see %s/%s", measurement->directory, row->log);
	if (remedy != NULL)
		strbuf_addf(&sentence, ": %s", remedy);
	strbuf_release(&tail);
	return strbuf_detach(&sentence);
}

static char *
flaky_sentence(const struct outcome *outcome)
{
	struct strbuf sentence = STRBUF_INIT;

	add_suite(&sentence, &outcome->observation);
	strbuf_addf(&sentence, "the sequential form failed this time (%s): the suite is flaky",
		outcome->reason);
	return strbuf_detach(&sentence);
}

void
failure_show(const struct measurement *measurement, const struct outcome *outcome)
{
	const struct observation *row = &outcome->observation;
	char *sentence;

	if (measurement->options->quiet || failed_before(&measurement->rows, row))
		return;
	if (row->mode == MODE_SEQ)
		sentence = flaky_sentence(outcome);
	else
		sentence = parallel_sentence(measurement, outcome);
	output_warning(sentence);
	free(sentence);
}

int
failure_of_sequential(const struct measurement *measurement, const struct outcome *outcome,
	bool earlier, struct error *error)
{
	const struct observation *row = &outcome->observation;
	struct strbuf tail = STRBUF_INIT;

	read_tail(measurement, row->log, &tail);
	if (tail.length > 0) {
		output_warning("the last lines that the command printed:");
		show_tail(tail.text, tail.length);
	}
	const char *remedy = remedy_of(outcome, &tail);
	bool exited = !row->timed_out && row->signal == 0;
	if (remedy != NULL)
		error_set(
			error, STATUS_COMMAND_FAILED, "the sequential form fails: %s", remedy);
	else if (earlier)
		error_set(error, STATUS_COMMAND_FAILED,
			"the sequential form failed (%s) when this was measured, so there is nothing to "
			"go on with: once it passes, start a new measurement",
			outcome->reason);
	else
		error_set(error, STATUS_COMMAND_FAILED,
			"the sequential form fails (%s), so there is nothing to compare with: make it "
			"pass first%s",
			outcome->reason,
			exited ? ", or count such runs with --ignore-failure" : "");
	strbuf_release(&tail);
	return *row->suite != '\0' ? error_prefix(error, "suite %.80s", row->suite) : -1;
}
