#include "config.h"

#include "cli/measurement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/engine.h"
#include "cli/output.h"
#include "cli/test_reports.h"
#include "io/directory.h"
#include "io/runners_csv.h"
#include "io/scratch.h"
#include "io/suites_csv.h"
#include "io/truth_csv.h"
#include "proc/clock.h"
#include "proc/host.h"
#include "proc/program.h"

#define DEFAULT_WORKERS "2,4,8,auto"

/* A simulated machine has the CPUs that SPEC gives it; `auto` is theirs. */
static void
pretend_cpus(struct measurement *measurement)
{
	double cpus = measurement->simulation.cpus;

	measurement->cpus = isfinite(cpus) ? cpus : UNKNOWN;
	if (!isfinite(cpus))
		return;
	measurement->host.affinity_cpus = (int)ceil(cpus);
	measurement->host.logical_cpus = (int)ceil(cpus);
	measurement->host.physical_cores = (int)ceil(cpus);
	measurement->host.quota_cpus = UNKNOWN;
	measurement->host.automatic = cpus < 1 ? 1 : (int)cpus;
}

static int
prepare_simulation(struct measurement *measurement, struct error *error)
{
	const char *spec = measurement->options->simulate;

	measurement->simulated = spec != NULL;
	if (spec == NULL)
		return 0;
	if (simulation_parse(spec, &measurement->simulation, error) != 0)
		return -1;
	if (measurement->simulation.file != NULL &&
		truth_csv_read(&measurement->simulation, error) != 0)
		return -1;
	pretend_cpus(measurement);
	return 0;
}

static int
prepare_counts(struct measurement *measurement, struct error *error)
{
	const char *list = measurement->options->workers;
	struct count_words words = {
		.automatic = measurement->host.automatic,
		.cores = measurement->host.physical_cores,
		.threads = measurement->host.affinity_cpus,
	};

	if (counts_parse(list != NULL ? list : DEFAULT_WORKERS, &words, &measurement->counts,
		    error) != 0)
		return error_prefix(error, "--workers");
	return 0;
}

static bool
is_quoted_whole(const struct strvec *argv)
{
	return argv->count == 1 && strchr(argv->items[0], ' ') != NULL;
}

/* Whether the program is there; a whole command within quotes is none. */
static int
check_program(const struct strvec *argv, struct error *error)
{
	if (program_check(argv->items[0], error) == 0)
		return 0;
	if (is_quoted_whole(argv))
		error_set(error, error->status,
			"'%.80s' is one word, and no program of that name is there: leave out the "
			"quotes around the command, or give --shell",
			argv->items[0]);
	return -1;
}

/* Nothing tells where the count goes in a command that is not there: then that comes first. */
static int
refuse_missing(const struct strvec *argv, struct error *error)
{
	struct error missing;

	if (*argv->items[0] == '\0' || error->status != STATUS_USAGE ||
		check_program(argv, &missing) == 0 || missing.status != STATUS_NOT_FOUND)
		return -1;
	if (is_quoted_whole(argv))
		return error_set(error, STATUS_USAGE, "%s", missing.text);
	return error_prefix(error, "%s; besides", missing.text);
}

static int
plan_command(struct measurement *measurement, const struct strvec *argv,
	struct command *command, struct error *error)
{
	const struct options *options = measurement->options;
	struct command_arg arg = {
		.argv = argv,
		.env = &options->env,
		.sequential = options->sequential,
		.runner = options->runner,
		.shell = options->shell,
		.prepared = options->prepare != NULL,
		.input = options->input != NULL,
		.runners = &measurement->runners,
	};

	if (command_plan(&arg, command, error) != 0)
		return options->shell ? -1 : refuse_missing(argv, error);
	/* Before anything runs, while the user can still change his mind; and in the report. */
	for (size_t i = 0; !options->quiet && i < command->warnings.count; i++)
		output_warning(command->warnings.items[i]);
	strvec_push_all(&measurement->warnings, &command->warnings);
	if (options->shell)
		return 0;
	if (check_program(&command->sequential.argv, error) != 0)
		return -1;
	return check_program(&command->parallel.argv, error);
}

static int
prepare_command(struct measurement *measurement, const struct invocation *invocation,
	struct error *error)
{
	struct strvec argv = STRVEC_INIT;

	if (invocation->operand_count == 0)
		return error_set(error, STATUS_USAGE,
			"no command to measure: put it behind --, as in ptbench -- pytest -q");
	for (int i = 0; i < invocation->operand_count; i++)
		strvec_push(&argv, invocation->operands[i]);
	strvec_push(&measurement->suites, "");
	int status = plan_command(measurement, &argv, &measurement->commands[0], error);
	strvec_release(&argv);
	return status;
}

static int
plan_suites(struct measurement *measurement, const struct suites *suites, struct error *error)
{
	for (size_t i = 0; i < suites->count; i++) {
		const struct suite_row *row = &suites->rows[i];
		strvec_push(&measurement->suites, row->name);
		if (plan_command(measurement, &row->words, &measurement->commands[i], error) !=
			0)
			return error_prefix(error, "suite %.80s", row->name);
	}
	return 0;
}

static int
prepare_suites(struct measurement *measurement, const struct invocation *invocation,
	struct error *error)
{
	const struct options *options = measurement->options;
	struct suites suites = SUITES_INIT;

	if (invocation->operand_count > 0)
		return error_set(error, STATUS_USAGE,
			"--suites names the commands to measure: leave out the one behind --");

	int status = suites_csv_read(options->suites, options->shell, &suites, error);
	if (status == 0) {
		measurement->commands = xreallocarray(
			measurement->commands, suites.count, sizeof(struct command));
		memset(measurement->commands, 0, suites.count * sizeof(struct command));
		status = plan_suites(measurement, &suites, error);
	}
	suites_release(&suites);
	return status;
}

static int
prepare_commands(struct measurement *measurement, const struct invocation *invocation,
	struct error *error)
{
	measurement->commands = xcalloc(1, sizeof *measurement->commands);
	if (measurement->simulated) {
		strvec_push(&measurement->suites, "");
		measurement->commands[0].one_is_sequential = true;
		return 0;
	}
	if (runners_load(measurement->options->runners_file, &measurement->runners, error) != 0)
		return -1;
	return measurement->options->suites != NULL
		? prepare_suites(measurement, invocation, error)
		: prepare_command(measurement, invocation, error);
}

/* A seed from the clock where none was given; it is printed, so that any run can be repeated. */
static uint64_t
choose_seed(const struct options *options)
{
	if (options_given(options, "seed"))
		return (uint64_t)options->seed;
	return (uint64_t)(clock_monotonic_s() * 1e6) % 1000000;
}

static int
prepare_host(struct measurement *measurement, const struct session_record *record,
	struct error *error)
{
	host_read("", &measurement->host);
	if (!engine_is_slurm(measurement) &&
		host_confine(&measurement->host, measurement->options->cpus, error) != 0)
		return -1;
	measurement->cpus = host_cpus(&measurement->host);
	if (engine_is_slurm(measurement) && engine_prepare(measurement, error) != 0)
		return -1;
	return record == NULL ? 0 : session_check_host(record, &measurement->host, error);
}

int
measurement_prepare(struct measurement *measurement, const struct invocation *invocation,
	const struct session_record *record, struct error *error)
{
	char now[CLOCK_UTC_SIZE];

	*measurement = (struct measurement){
		.options = invocation->options, .lock = DIRECTORY_UNLOCKED};
	clock_utc(now);
	measurement->start_utc = xstrdup(record != NULL ? record->start_utc : now);
	measurement->seed = record != NULL ? record->seed : choose_seed(invocation->options);
	if (questions_read(invocation->options, &measurement->questions, error) != 0 ||
		prepare_host(measurement, record, error) != 0 ||
		prepare_simulation(measurement, error) != 0 ||
		prepare_counts(measurement, error) != 0 ||
		(measurement->simulated &&
			simulation_check(
				&measurement->simulation, &measurement->counts, error) != 0))
		return -1;
	return prepare_commands(measurement, invocation, error);
}

void
measurement_release(struct measurement *measurement)
{
	struct error ignored;

	/* Still open where no run could even begin: nothing is lost with its last word. */
	if (measurement->writing)
		(void)runs_writer_close(&measurement->runs, &ignored);
	test_reports_free(measurement->reports);
	for (size_t i = 0; measurement->commands != NULL && i < measurement->suites.count; i++)
		command_release(&measurement->commands[i]);
	free(measurement->commands);
	planner_free(measurement->planner);
	measurer_release(measurement->measurer);
	if (measurement->simulated)
		simulation_release(&measurement->simulation);
	questions_release(&measurement->questions);
	counts_release(&measurement->counts);
	runners_release(&measurement->runners);
	host_release(&measurement->host);
	cluster_release(&measurement->cluster);
	observations_release(&measurement->rows);
	strvec_release(&measurement->suites);
	strvec_release(&measurement->warnings);
	free(measurement->start_utc);
	if (measurement->scratch != NULL)
		scratch_remove(measurement->scratch);
	free(measurement->scratch);
	directory_unlock(measurement->lock);
	free(measurement->directory);
	*measurement = (struct measurement){0};
}

const char *
measurement_log_root(const struct measurement *measurement)
{
	return measurement->directory != NULL ? measurement->directory : measurement->scratch;
}

const char *
measurement_report_root(const struct measurement *measurement)
{
	return measurement->scratch != NULL ? measurement->scratch : measurement->directory;
}

const struct command *
measurement_command(const struct measurement *measurement, const char *suite)
{
	for (size_t i = 0; i < measurement->suites.count; i++)
		if (strcmp(measurement->suites.items[i], suite) == 0)
			return &measurement->commands[i];
	return NULL;
}
