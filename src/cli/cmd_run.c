/*
 * plan -> measure -> observations -> fit -> advise -> report
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/commands.h"
#include "cli/engine.h"
#include "cli/measurement.h"
#include "cli/output.h"
#include "cli/publish.h"
#include "cli/results.h"
#include "cli/resume.h"
#include "cli/session.h"
#include "cli/test_reports.h"
#include "io/directory.h"
#include "io/file.h"
#include "io/report_dir.h"
#include "io/runs_csv.h"
#include "io/scratch.h"
#include "proc/clock.h"
#include "proc/hook.h"
#include "proc/local.h"
#include "proc/signals.h"

#define PLAIN "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/._+-"

/* Without a folder of results, what the command prints is kept until the end: should it fail. */
static int
make_scratch(struct measurement *measurement, struct error *error)
{
	if (measurement->simulated)
		return 0;
	measurement->scratch = scratch_make(NULL, "ptbench-run-", error);
	return measurement->scratch != NULL ? 0 : -1;
}

/*
 * Runners take the name of their report for more than a name: a list with commas, TOML, words of
 * a shell, a place for variables. Where the results' folder has such a name, reports go elsewhere.
 */
static void
make_report_root(struct measurement *measurement)
{
	char *path =
		measurement->directory != NULL ? realpath(measurement->directory, NULL) : NULL;
	struct error ignored;

	if (path != NULL && path[strspn(path, PLAIN)] != '\0')
		(void)make_scratch(measurement, &ignored);
	free(path);
}

static int
make_measurer(struct measurement *measurement, struct error *error)
{
	const struct options *options = measurement->options;

	if (measurement->simulated) {
		measurement->measurer =
			simulate_new(&measurement->simulation, measurement->seed);
		return 0;
	}

	if (engine_is_slurm(measurement))
		return engine_make_measurer(measurement, error);

	make_report_root(measurement);
	bool kept = measurement->directory != NULL;
	char *logs = kept ? xasprintf("%s/logs", measurement->directory)
			  : xstrdup(measurement->scratch);
	char *folder = realpath(measurement_report_root(measurement), NULL);
	struct local_arg arg = {
		.log_directory = logs,
		.log_prefix = kept ? "logs/" : "",
		.setting = options_trial_setting(options),
		/* Only what it would have removed itself at its end. */
		.sweep = folder == NULL		       ? NULL
			: measurement->scratch != NULL ? scratch_remove
						       : report_dir_remove_stale,
		.sweep_folder = folder,
	};
	measurement->measurer = local_new(&arg, error);
	free(folder);
	free(logs);
	return measurement->measurer != NULL ? 0 : -1;
}

static void
make_planner(struct measurement *measurement)
{
	const struct options *options = measurement->options;
	bool one_is_sequential = false;

	for (size_t i = 0; i < measurement->suites.count; i++)
		one_is_sequential |= measurement->commands[i].one_is_sequential;

	struct planner_arg arg = {
		.counts = &measurement->counts,
		.suites = &measurement->suites,
		.one_is_sequential = one_is_sequential,
		.runs = (int)options->runs,
		.min_runs = (int)options->min_runs,
		.max_runs = (int)options->max_runs,
		.budget_s = options->budget_s,
		.warmup = (int)options->warmup,
		.tolerance = options->tolerance,
		.confidence = options->confidence,
		.seed = measurement->seed,
	};
	measurement->planner = planner_new(&arg);
	/* The drift of a simulation builds up over the trials that are expected. */
	measurement->simulation.session = planner_progress(measurement->planner).expected +
		(double)arg.warmup * (double)(measurement->counts.count + 1);
}

static int
open_runs(struct measurement *measurement, bool resume, struct error *error)
{
	char *path = xasprintf("%s/runs.csv", measurement->directory);
	struct runs_csv_arg arg = {.path = path, .drop_torn_line = true};
	int status = 0;

	if (resume && file_exists(path))
		status = runs_csv_read(&arg, &measurement->rows, error);
	for (size_t i = 0; i < measurement->rows.count; i++)
		measurement->rows.rows[i].forgiven = measurement->options->ignore_failure;
	if (status == 0)
		status = runs_writer_open(&measurement->runs, path, resume, error);
	measurement->writing = status == 0;
	free(path);
	return status;
}

/* The folder, with the record of how it began and the header of runs.csv before the first run. */
static int
make_directory(struct measurement *measurement, const struct invocation *invocation,
	struct error *error)
{
	char stamp[CLOCK_UTC_SIZE], version[] = PACKAGE_VERSION;
	struct session_record record = {
		.version = version,
		.start_utc = measurement->start_utc,
		.seed = measurement->seed,
		.host = measurement->host,
	};

	if (measurement->options->no_report)
		return make_scratch(measurement, error);
	clock_utc_compact(stamp);
	if (directory_make(
		    measurement->options->output, stamp, &measurement->directory, error) != 0 ||
		directory_lock(measurement->directory, &measurement->lock, error) != 0 ||
		resume_record(measurement->directory, invocation, &record, error) != 0)
		return -1;
	return open_runs(measurement, false, error);
}

static int
reopen_directory(
	struct measurement *measurement, const struct resume *resume, struct error *error)
{
	measurement->directory = xstrdup(resume->directory);
	if (open_runs(measurement, true, error) != 0)
		return -1;
	return engine_is_slurm(measurement) ? engine_collect(measurement, error) : 0;
}

/* Every row is in the file by now; closing can still tell of a full disk. */
static int
close_runs(struct measurement *measurement, struct error *error)
{
	if (!measurement->writing)
		return 0;
	measurement->writing = false;
	return runs_writer_close(&measurement->runs, error);
}

/* The first thing that went wrong is what the user is told; what follows is still done. */
static int
keep_first(int status, int later, const struct error *late, struct error *error)
{
	if (status == 0 && later != 0)
		*error = *late;
	return status != 0 ? status : later;
}

static int
measure(struct measurement *measurement, struct error *error)
{
	const struct options *options = measurement->options;
	struct hook setup = {.name = "--setup", .command = options->setup};
	struct hook cleanup = {.name = "--cleanup", .command = options->cleanup};
	struct error late;

	if (measurement->simulated)
		return session_run(measurement, error);

	int status = hook_run(&setup, NULL, error);
	if (status == 0)
		status = session_run(measurement, error);
	/* Cleanup always runs. */
	return keep_first(status, hook_run(&cleanup, NULL, &late), &late, error);
}

static char *
title_of(const struct measurement *measurement)
{
	if (measurement->simulated)
		return xasprintf("simulation of %s", measurement->options->simulate);
	if (measurement->options->suites != NULL)
		return xasprintf("suites of %s", measurement->options->suites);

	struct strbuf text = STRBUF_INIT;
	strvec_join(&measurement->commands[0].argv, " ", &text);
	return strbuf_detach(&text);
}

static int
fill_result(struct measurement *measurement, struct result *result, struct error *error)
{
	result->title = title_of(measurement);
	result->start_utc = xstrdup(measurement->start_utc);
	result->directory =
		xstrdup(measurement->directory != NULL ? measurement->directory : "");
	result->simulated = measurement->simulated;
	result->host = measurement->host;
	measurement->host = (struct host)HOST_INIT;

	struct results_arg arg = {
		.options = measurement->options,
		.rows = &measurement->rows,
		.counts = &measurement->counts,
		.suites = &measurement->suites,
		.commands = measurement->commands,
		.questions = &measurement->questions,
		.cpus = measurement->cpus,
		.seed = measurement->seed,
		.stopping = measurement->stopping,
		.warnings = &measurement->warnings,
	};
	struct error late;
	int status = results_fill(&arg, result, error);
	int filled = test_reports_fill(measurement->reports, result, &late);
	return keep_first(status, filled, &late, error);
}

/* Whether parallel counts were tried and every one of them failed. */
static bool
no_parallel_count_passes(const struct analysis *analysis)
{
	bool failed = false;

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (point->mode != MODE_PAR)
			continue;
		if (point->safe && point->runs > 0)
			return false;
		failed |= !point->safe;
	}
	return failed;
}

/* One suite that can be given workers is something to advise. */
static bool
nothing_passes(const struct result *result)
{
	for (size_t i = 0; i < result->suite_count; i++)
		if (!no_parallel_count_passes(&result->suites[i].analysis))
			return false;
	return no_parallel_count_passes(&result->total);
}

/* What was found may leave nothing to advise; an interrupt explains itself. */
static int
judge(const struct result *result, struct error *error)
{
	if (signals_caught() != 0 || !nothing_passes(result))
		return 0;
	if (result->suite_count > 0)
		return error_set(error, STATUS_COMMAND_FAILED,
			"every suite fails at every worker count: stay sequential until what the "
			"failed runs say is mended");
	return error_set(error, STATUS_COMMAND_FAILED,
		"the command fails at every worker count, and passes sequentially: stay sequential "
		"until what the failed runs say is mended");
}

/* Reports whatever was measured; an error of the measuring wins over one of the reporting. */
static int
report(struct measurement *measurement, int measured, struct error *error)
{
	struct result result = RESULT_INIT;
	struct error late = {.status = STATUS_OK};
	int status = measured;

	status = keep_first(status, close_runs(measurement, &late), &late, error);
	result_init(&result);
	int filled = fill_result(measurement, &result, &late);
	if (signals_caught() == 0)
		status = keep_first(status, filled, &late, error);
	if (measurement->rows.count > 0)
		status = keep_first(
			status, publish(measurement->options, &result, &late), &late, error);
	status = keep_first(status, judge(&result, &late), &late, error);
	result_release(&result);
	return status;
}

static int
run(const struct invocation *invocation, const struct resume *resume, struct error *error)
{
	const struct session_record *record = resume != NULL ? &resume->record : NULL;
	struct measurement measurement;

	int status = measurement_prepare(&measurement, invocation, record, error);
	if (status == 0)
		status = output_probe(invocation->options, error);
	if (status == 0)
		status = resume != NULL ? reopen_directory(&measurement, resume, error)
					: make_directory(&measurement, invocation, error);
	if (status == 0)
		status = make_measurer(&measurement, error);
	if (status == 0) {
		make_planner(&measurement);
		measurement.reports = test_reports_new(&measurement);
		test_reports_restore(measurement.reports);
		status = measure(&measurement, error);
		status = report(&measurement, status, error);
	}
	measurement_release(&measurement);
	return status;
}

int
cmd_run(const struct invocation *invocation, struct error *error)
{
	struct resume resume;

	signals_install();
	if (output_check(invocation->options, error) != 0)
		return -1;
	if (invocation->options->resume == NULL)
		return run(invocation, NULL, error);

	int status = resume_open(invocation, &resume, error);
	if (status == 0)
		status = run(&resume.invocation, &resume, error);
	resume_release(&resume);
	return status;
}
