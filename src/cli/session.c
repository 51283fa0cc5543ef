#include "config.h"

#include "cli/session.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/failure.h"
#include "cli/output.h"
#include "cli/progress_line.h"
#include "cli/test_reports.h"
#include "io/runs_csv.h"
#include "proc/row.h"
#include "proc/signals.h"

struct session {
	struct measurement *measurement;
	struct progress_line progress;
	int started; /* trials so far, also those of a resumed measurement */
	int in_flight;
	bool stopping; /* nothing new is started */
	struct error broken; /* the first suite whose sequential form fails, or STATUS_OK */
};

/* NULL in a simulation, which runs none. */
static const struct command *
command_of(const struct measurement *measurement, const char *suite)
{
	return measurement->simulated ? NULL : measurement_command(measurement, suite);
}

static int
start_trials(struct session *session, struct error *error)
{
	struct measurement *measurement = session->measurement;
	struct measurer *measurer = measurement->measurer;

	while (!session->stopping && session->in_flight < measurer->in_flight) {
		struct trial trial;
		if (!planner_next(measurement->planner, &measurement->rows,
			    measurer->elapsed_s(measurer), &trial))
			return 0;
		trial.number = ++session->started;
		trial.command = command_of(measurement, trial.suite);
		test_reports_begin(measurement->reports, &trial);
		progress_line_show(&session->progress, &trial);
		if (measurer_start(measurer, &trial, error) != 0)
			return -1;
		session->in_flight++;
	}
	return 0;
}

static int
record(struct session *session, const struct outcome *outcome, struct error *error)
{
	struct measurement *measurement = session->measurement;
	struct observation row = outcome->observation;

	row.forgiven = measurement->options->ignore_failure;
	/* A log that will not be there any more is not named. */
	if (measurement->directory == NULL)
		row.log = "";
	observations_add(&measurement->rows, &row);
	if (measurement->writing && runs_writer_append(&measurement->runs, &row, error) != 0)
		return -1;
	return 0;
}

/*
 * The sequential form must pass before anything else means something: when its very first run
 * fails, the suite is broken. Later failures are a finding (a flaky suite), left out of the
 * fit. The last of the failures; NULL where nothing broke.
 */
static const struct observation *
what_broke(const struct observations *rows, const char *suite)
{
	const struct observation *last = NULL;

	for (size_t i = 0; i < rows->count; i++) {
		const struct observation *row = &rows->rows[i];
		if (row->mode != MODE_SEQ || observation_lost(row) ||
			strcmp(row->suite, suite) != 0)
			continue;
		if (observation_succeeded(row))
			return NULL;
		last = row;
	}
	return last;
}

/* The machine's fault, not the command's: the row is kept, and nothing is concluded from it. */
static int
record_lost(struct session *session, const struct outcome *outcome, struct error *error)
{
	char *sentence = xasprintf("trial %d (%d %s) was lost, %s: it is tried once more",
		outcome->trial.number, outcome->trial.workers,
		outcome->trial.workers == 1 ? "worker" : "workers", outcome->reason);

	progress_line_clear(&session->progress);
	output_warning(sentence);
	free(sentence);
	return record(session, outcome, error);
}

/* Without its sequential form a suite is given up; the planner goes on with the others. */
static int
leave_suite(struct session *session, const struct outcome *outcome, bool earlier,
	struct error *error)
{
	struct error late;

	(void)failure_of_sequential(session->measurement, outcome, earlier, &late);
	if (session->measurement->suites.count == 1) {
		*error = late;
		return -1;
	}
	if (session->broken.status == STATUS_OK)
		session->broken = late;
	else
		output_warning(late.text);
	return 0;
}

/* The planner starts nothing of a suite that broke before a --resume: it is told of again. */
static int
leave_broken(struct session *session, struct error *error)
{
	struct measurement *measurement = session->measurement;
	int status = 0;

	for (size_t i = 0; status == 0 && i < measurement->suites.count; i++) {
		const char *suite = measurement->suites.items[i];
		const struct observation *row = what_broke(&measurement->rows, suite);
		char reason[ROW_REASON_SIZE];
		struct outcome outcome = {.reason = reason};

		if (row == NULL)
			continue;
		outcome.observation = *row;
		outcome.trial.command = command_of(measurement, suite);
		row_reason(row, measurement->options->timeout_s, reason);
		status = leave_suite(session, &outcome, true, error);
	}
	return status;
}

static int
wait_for_one(struct session *session, struct error *error)
{
	struct measurement *measurement = session->measurement;
	struct outcome outcome;

	if (measurer_wait(measurement->measurer, &outcome, error) != 0)
		return -1;
	if (outcome.kind == OUTCOME_RETRIED)
		return record_lost(session, &outcome, error);
	session->in_flight--;
	test_reports_end(measurement->reports, &outcome);
	if (outcome.kind == OUTCOME_INTERRUPTED) {
		session->stopping = true;
		return 0;
	}
	if (record(session, &outcome, error) != 0)
		return -1;
	if (outcome.late.status != STATUS_OK) {
		*error = outcome.late;
		return -1;
	}

	const struct observation *row = &measurement->rows.rows[measurement->rows.count - 1];
	if (observation_succeeded(row))
		return 0;
	progress_line_clear(&session->progress);
	if (what_broke(&measurement->rows, row->suite) == row)
		return leave_suite(session, &outcome, false, error);
	failure_show(measurement, &outcome);
	return 0;
}

int
session_run(struct measurement *measurement, struct error *error)
{
	struct session session = {
		.measurement = measurement,
		.broken = {.status = STATUS_OK},
		.started = (int)measurement->rows.count,
	};
	int status;

	/* No number twice: a job of an interrupted trial may still write under its own. */
	if (measurement->last_number > session.started)
		session.started = measurement->last_number;
	progress_line_init(&session.progress, measurement);
	status = leave_broken(&session, error);
	while (status == 0) {
		if (signals_caught() != 0)
			session.stopping = true;
		status = start_trials(&session, error);
		if (status != 0 || session.in_flight == 0)
			break;
		status = wait_for_one(&session, error);
	}
	progress_line_clear(&session.progress);
	bool gave_up = status != 0;
	if (gave_up && session.broken.status != STATUS_OK) {
		output_warning(session.broken.text);
	} else if (session.broken.status != STATUS_OK) {
		*error = session.broken;
		status = -1;
	}
	measurement->measurer->listener = (struct listener){0};
	measurement->stopping = planner_stopping(measurement->planner);
	if (signals_caught() != 0)
		measurement->stopping.reason = STOP_INTERRUPTED;
	else if (gave_up)
		measurement->stopping.reason = STOP_FAILED;
	return status;
}
