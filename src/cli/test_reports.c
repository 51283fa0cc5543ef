#include "config.h"

#include "cli/test_reports.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/report_warnings.h"
#include "core/findings.h"
#include "core/insight.h"
#include "core/template.h"
#include "core/total_tests.h"
#include "io/file.h"
#include "io/report_dir.h"
#include "io/run_tests_csv.h"
#include "io/test_report.h"
#include "io/tests_csv.h"

/* A trial that is under way. */
struct open_report {
	int number; /* of the trial; 0: free */
	struct report_dir dir;
	struct strvec patterns;
};

struct test_reports {
	const struct measurement *measurement;
	struct findings **findings; /* one per suite */
	struct open_report *open;
	size_t open_count;
	struct report_warnings warnings;
};

struct test_reports *
test_reports_new(const struct measurement *measurement)
{
	struct test_reports *reports = xcalloc(1, sizeof *reports);

	reports->measurement = measurement;
	reports->warnings.directory = measurement->directory;
	reports->findings = xcalloc(measurement->suites.count, sizeof(void *));
	for (size_t i = 0; i < measurement->suites.count; i++)
		reports->findings[i] = findings_new();
	return reports;
}

static void
close_report(struct open_report *open)
{
	report_dir_remove(&open->dir);
	strvec_release(&open->patterns);
	open->number = 0;
}

void
test_reports_free(struct test_reports *reports)
{
	if (reports == NULL)
		return;
	for (size_t i = 0; i < reports->measurement->suites.count; i++)
		findings_free(reports->findings[i]);
	free(reports->findings);
	for (size_t i = 0; i < reports->open_count; i++)
		close_report(&reports->open[i]);
	free(reports->open);
	report_warnings_release(&reports->warnings);
	free(reports);
}

static struct open_report *
find_open(struct test_reports *reports, int number)
{
	for (size_t i = 0; i < reports->open_count; i++)
		if (reports->open[i].number == number)
			return &reports->open[i];
	return NULL;
}

static struct open_report *
free_open(struct test_reports *reports)
{
	struct open_report *open = find_open(reports, 0);

	if (open != NULL)
		return open;
	reports->open =
		xreallocarray(reports->open, reports->open_count + 1, sizeof *reports->open);
	open = &reports->open[reports->open_count++];
	*open = (struct open_report){.number = 0};
	return open;
}

/* A folder for the report costs as much as a short run: not for commands that write none. */
static bool
writes_reports(const struct trial *trial, const struct strvec *globs)
{
	struct strvec files = STRVEC_INIT;

	if (globs->count > 0)
		return true;
	command_report_files(trial->command, trial->mode, trial->workers, "", &files);
	bool any = files.count > 0;
	strvec_release(&files);
	return any;
}

/* The file that the runner's words name, where they need one. */
static void
write_config(struct test_reports *reports, const struct trial *trial)
{
	char *text = command_report_config(trial->command, trial->mode, trial->report_dir);
	struct error error;

	if (text == NULL)
		return;
	char *path = xasprintf("%s/" REPORT_CONFIG, trial->report_dir);
	if (file_write(path, text, strlen(text), &error) != 0)
		report_warn(&reports->warnings, error.text);
	free(path);
	free(text);
}

void
test_reports_begin(struct test_reports *reports, struct trial *trial)
{
	const struct strvec *globs = &reports->measurement->options->junit;
	struct error error;

	trial->report_dir = NULL;
	if (trial->command == NULL || !writes_reports(trial, globs))
		return;
	struct open_report *open = free_open(reports);
	if (report_dir_make(
		    measurement_report_root(reports->measurement), &open->dir, &error) != 0) {
		report_warn(&reports->warnings, error.text);
		return;
	}
	strvec_push_all(&open->patterns, globs);
	if (globs->count == 0)
		command_report_files(trial->command, trial->mode, trial->workers,
			open->dir.path, &open->patterns);
	if (open->patterns.count == 0) {
		close_report(open);
		return;
	}
	open->number = trial->number;
	report_dir_note(&open->dir, &open->patterns);
	if (globs->count > 0)
		return;
	trial->report_dir = open->dir.path;
	write_config(reports, trial);
}

/* The files that this run left; what it printed is in its log. */
static void
find_files(struct test_reports *reports, const struct open_report *open,
	const struct outcome *outcome, struct strvec *files)
{
	const char *root = measurement_log_root(reports->measurement);
	size_t stale;

	if (strvec_contains(&open->patterns, "log")) {
		if (root != NULL && *outcome->observation.log != '\0')
			strvec_pushf(files, "%s/%s", root, outcome->observation.log);
		return;
	}
	stale = report_dir_find(&open->dir, &open->patterns, files);
	if (files->count > 0)
		return;
	if (stale > 0)
		report_warn(&reports->warnings,
			"test reports older than their run were not used: let the command "
			"write them anew, or name the right files with --junit");
	else if (reports->measurement->options->junit.count > 0)
		report_warn(&reports->warnings,
			"--junit names no file that a run wrote: check the pattern and the "
			"folder that the command runs in");
}

static size_t
suite_index(const struct test_reports *reports, const char *suite)
{
	const struct strvec *suites = &reports->measurement->suites;
	size_t i = 0;

	while (i + 1 < suites->count && strcmp(suites->items[i], suite) != 0)
		i++;
	return i;
}

static int
as_count(size_t count)
{
	return count > INT_MAX ? INT_MAX : (int)count;
}

/* The tests of a run lie beside its log; the caller frees the path. NULL: nothing is kept. */
static char *
kept_path(const struct test_reports *reports, const struct observation *row)
{
	const char *directory = reports->measurement->directory;

	if (directory == NULL || *row->log == '\0')
		return NULL;

	char *log = xasprintf("%s/%s", directory, row->log);
	char *path = run_tests_path(log);
	free(log);
	return path;
}

static void
take_tests(struct test_reports *reports, const struct observation *row,
	const struct test_table *table)
{
	findings_add(reports->findings[suite_index(reports, row->suite)], row->mode,
		row->workers, row->warmup, table);
}

/* Before the run's row is written: a row in runs.csv has its tests, and none of another's. */
static void
keep_tests(struct test_reports *reports, const struct observation *row,
	const struct test_table *table)
{
	char *path = kept_path(reports, row);
	struct error error;

	if (path != NULL && table->count == 0)
		remove(path);
	else if (path != NULL && run_tests_write(path, table, &error) != 0)
		report_warn(&reports->warnings, error.text);
	free(path);
}

/* What a command prints need not name its tests; a report that it was asked for should. */
static void
read_files(struct test_reports *reports, const struct strvec *files, bool printed,
	struct outcome *outcome)
{
	struct test_table table = TEST_TABLE_INIT;
	struct strvec warnings = STRVEC_INIT;
	struct error error;

	/* A run that failed may well have left half a report: that is no news. */
	if (files->count > 0 && test_report_read_all(files, &table, &warnings, &error) != 0 &&
		!printed && observation_succeeded(&outcome->observation))
		report_warn(&reports->warnings, error.text);
	for (size_t i = 0; i < warnings.count && table.count > 0; i++)
		report_warn(&reports->warnings, warnings.items[i]);
	if (table.count > 0) {
		outcome->observation.tests = as_count(table.count);
		outcome->observation.failed_tests = as_count(test_table_failed(&table));
		take_tests(reports, &outcome->observation, &table);
	}
	keep_tests(reports, &outcome->observation, &table);
	strvec_release(&warnings);
	test_table_release(&table);
}

void
test_reports_end(struct test_reports *reports, struct outcome *outcome)
{
	struct open_report *open = find_open(reports, outcome->trial.number);
	struct strvec files = STRVEC_INIT;

	if (open == NULL)
		return;
	if (outcome->kind == OUTCOME_OBSERVED) {
		find_files(reports, open, outcome, &files);
		read_files(reports, &files, strvec_contains(&open->patterns, "log"), outcome);
	}
	strvec_release(&files);
	close_report(open);
	outcome->trial.report_dir = NULL;
}

static void
restore_run(struct test_reports *reports, const struct observation *row)
{
	char *path = kept_path(reports, row);
	struct test_table table = TEST_TABLE_INIT;
	struct error error;

	if (path != NULL && file_exists(path)) {
		if (run_tests_read(path, &table, &error) != 0)
			report_warn(&reports->warnings, error.text);
		else
			take_tests(reports, row, &table);
	}
	test_table_release(&table);
	free(path);
}

void
test_reports_restore(struct test_reports *reports)
{
	const struct observations *rows = &reports->measurement->rows;

	report_warnings_restore(&reports->warnings);
	for (size_t i = 0; i < rows->count; i++)
		restore_run(reports, &rows->rows[i]);
}

static int
write_csv(const struct test_reports *reports, const char *directory, struct error *error)
{
	struct strbuf text = STRBUF_INIT;
	bool any = false;
	int status = 0;

	tests_csv_header(&text);
	for (size_t i = 0; i < reports->measurement->suites.count; i++) {
		any = any || findings_any(reports->findings[i]);
		tests_csv_rows(
			reports->measurement->suites.items[i], reports->findings[i], &text);
	}
	if (any) {
		char *path = xasprintf("%s/tests.csv", directory);

		status = file_write(path, strbuf_text(&text), text.length, error);
		free(path);
	}
	strbuf_release(&text);
	return status;
}

int
test_reports_fill(
	const struct test_reports *reports, struct result *result, struct error *error)
{
	const struct measurement *measurement = reports->measurement;

	for (size_t i = 0; i < measurement->suites.count; i++) {
		struct analysis *analysis =
			i < result->suite_count ? &result->suites[i].analysis : &result->total;

		if (!findings_any(reports->findings[i]))
			continue;
		struct insight_arg arg = {
			.findings = reports->findings[i], .cpus = measurement->cpus};
		arg.scheduler = command_scheduler(&measurement->commands[i], &arg.by_file);
		arg.max_chunk = command_max_chunk(&measurement->commands[i]);
		insight_fill(&arg, analysis);
	}
	total_tests_fill(result);
	strvec_push_all(&result->total.warnings, &reports->warnings.sentences);
	return *result->directory != '\0' ? write_csv(reports, result->directory, error) : 0;
}
