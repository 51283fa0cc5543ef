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
#include "proc/signals.h"

struct session {
	struct measurement *measurement;
	struct progress_line progress;
	int started; /* trials so far, also those of a resumed measurement */
	int in_flight;
	bool stopping; /* nothing new is started */
	struct error broken; /* the first suite whose sequential form fails, or STATUS_OK */
};

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
		trial.command = measurement->simulated
			? NULL
			: measurement_command(measurement, trial.suite);
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
 * fit.
 */
static bool
suite_is_broken(const struct observations *rows, const struct observation *last)
{
	if (last->mode != MODE_SEQ || observation_succeeded(last))
		return false;
	for (size_t i = 0; i < rows->count; i++)
		if (rows->rows[i].mode == MODE_SEQ && observation_succeeded(&rows->rows[i]) &&
			strcmp(rows->rows[i].suite, last->suite) == 0)
			return false;
	return true;
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
leave_suite(struct session *session, const struct outcome *outcome, struct error *error)
{
	struct error late;

	(void)failure_of_sequential(session->measurement, outcome, &late);
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
	if (suite_is_broken(&measurement->rows, row))
		return leave_suite(session, &outcome, error);
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
	int status = 0;

	/* No number twice: a job of an interrupted trial may still write under its own. */
	if (measurement->last_number > session.started)
		session.started = measurement->last_number;
	progress_line_init(&session.progress, measurement);
	for (;;) {
		if (signals_caught() != 0)
			session.stopping = true;
		status = start_trials(&session, error);
		if (status != 0 || session.in_flight == 0)
			break;
		status = wait_for_one(&session, error);
		if (status != 0)
			break;
	}
	progress_line_clear(&session.progress);
	bool gave_up = status != 0;
	if (gave_up && session.broken.status != STATUS_OK) {
		output_warning(session.broken.text);
	} else if (session.broken.status != STATUS_OK) {
		*error = session.broken;
		status = -1;
	}
	measurement->measurer->tick = NULL;
	measurement->stopping = planner_stopping(measurement->planner);
	if (signals_caught() != 0)
		measurement->stopping.reason = STOP_INTERRUPTED;
	else if (gave_up)
		measurement->stopping.reason = STOP_FAILED;
	return status;
}
