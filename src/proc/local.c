#include "config.h"

#include "proc/local.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/capture.h"
#include "proc/clock.h"
#include "proc/cpulist.h"
#include "proc/environment.h"
#include "proc/group.h"
#include "proc/guardian.h"
#include "proc/hook.h"
#include "proc/leftover.h"
#include "proc/pressure.h"
#include "proc/remedy.h"
#include "proc/supervise.h"
#include "proc/row.h"
#include "proc/sampler.h"
#include "proc/signals.h"
#include "proc/terminal.h"
#include "proc/tree.h"

struct local {
	struct measurer measurer;
	double born_s;
	double timeout_s;
	double kill_after_s;
	char *prepare;
	char *conclude;
	char *log_prefix;
	char *log_folder; /* as a sentence names it */
	char *host;
	bool borrows; /* spawn_borrows() */
	bool started;
	bool again; /* the trial was lost: the next wait starts it once more */
	bool cut_short; /* interrupted before the command was started */
	int log_directory; /* -1: output is discarded */
	int input;
	int null;
	struct cpulist cpus;
	struct strvec environment;
	struct capture capture;
	struct groups *groups;
	struct mark mark;
	struct guardian guardian;
	struct tree tree;
	struct sampler sampler;
	struct pressure *pressure;
	struct terminal terminal;
	struct leftover leftover;

	/* The trial under way, and the texts of the last outcome. */
	struct trial trial;
	struct supervised run;
	char start_utc[CLOCK_UTC_SIZE];
	char log_file[32];
	char *log;
	char *log_path; /* log_file with its folder */
	char reason[ROW_REASON_SIZE];
};

/* The argv and environment of one trial; they are needed until the exec only. */
static void
expand(const struct local *local, const struct trial *trial, struct form *form)
{
	struct strvec environment = STRVEC_INIT;

	command_expand(trial->command, trial->mode, trial->workers, form);
	if (trial->report_dir != NULL)
		command_ask_report(trial->command, trial->mode, trial->report_dir, form);
	environment_of_trial(&local->environment, trial, &form->env, &environment);
	strvec_release(&form->env);
	form->env = environment;
}

static int
start_process(struct local *local, const struct form *form, struct error *error)
{
	struct spawn_arg arg = {
		.argv = form->argv.items,
		.environment = form->env.items,
		.input = local->input,
		.output = local->log_directory >= 0 ? local->capture.write_end : local->null,
		.mark = &local->mark,
		.cpus = local->cpus.mask,
		.cpus_size = local->cpus.size,
		.borrows = local->borrows,
	};

	groups_joins(local->groups, arg.joins);
	return supervise_start(&arg, &local->run, error);
}

static void
begin_log(struct local *local)
{
	free(local->log);
	free(local->log_path);
	local->log = NULL;
	local->log_path = NULL;
	if (local->log_directory < 0)
		return;
	snprintf(local->log_file, sizeof local->log_file, "%03d.log", local->trial.number);
	local->log = xasprintf("%s%s", local->log_prefix, local->log_file);
	local->log_path = xasprintf("%s/%s", local->log_folder, local->log_file);
	capture_begin(&local->capture, local->log_directory, local->log_file, local->log_path);
}

/* A hook that an interrupt ended has not failed: the trial is cut short. */
static int
prepare(struct local *local, struct error *error)
{
	const struct hook hook = {.name = "--prepare", .command = local->prepare};
	int caught = signals_count();

	if (hook_run(&hook, &local->trial, error) == 0)
		return 0;
	local->cut_short = signals_count() > caught;
	return local->cut_short ? 0 : -1;
}

/*
 * What --prepare did, --conclude undoes, so it runs after an interrupted trial, too. When it
 * fails, the row that was measured is not lost.
 */
static void
conclude(struct local *local, struct outcome *outcome)
{
	const struct hook hook = {.name = "--conclude", .command = local->conclude};
	int caught = signals_count();

	if (hook_run(&hook, &local->trial, &outcome->late) != 0 && signals_count() > caught)
		outcome->late.status = STATUS_OK;
}

static int
local_start(struct measurer *measurer, const struct trial *trial, struct error *error)
{
	struct local *local = (struct local *)measurer;
	struct form form = {0};

	assert(!local->started);
	local->trial = *trial;
	local->cut_short = false;
	if (prepare(local, error) != 0)
		return -1;
	local->started = true;
	if (local->cut_short)
		return 0;
	begin_log(local);
	clock_utc(local->start_utc);
	expand(local, trial, &form);
	pressure_begin(local->pressure);
	groups_begin(local->groups);
	int result = start_process(local, &form, error);
	form_release(&form);
	if (result != 0) {
		struct error ignored;
		capture_end(&local->capture, &ignored);
		local->started = false;
		return -1;
	}
	return 0;
}

static void
fill_row(struct local *local, struct observation *row)
{
	const struct trial *trial = &local->trial;
	struct group_usage usage;
	const struct row_source source = {&local->run, &usage, &local->sampler};

	groups_end(local->groups, &usage);
	row->suite = trial->suite;
	row->round = trial->round;
	row->position = trial->position;
	row->mode = (unsigned char)trial->mode;
	row->workers = trial->workers;
	row->warmup = trial->warmup;
	row->start_utc = local->start_utc;
	row->host = local->host;
	row->log = local->log != NULL ? local->log : "";
	row_fill(&source, row);
	row_reason(row, local->timeout_s, local->reason);
}

static void
tick(void *context)
{
	struct local *local = context;
	const struct listener *listener = &local->measurer.listener;

	if (listener->tick != NULL)
		listener->tick(listener->context);
	leftover_look(&local->leftover, listener, &local->tree, &local->run);
}

static int
watch(struct local *local, struct outcome *outcome, struct error *error)
{
	const struct supervise_arg arg = {
		.tree = &local->tree,
		.sampler = &local->sampler,
		.capture = local->log_directory >= 0 ? &local->capture : NULL,
		.timeout_s = local->timeout_s,
		.kill_after_s = local->kill_after_s,
		.tick = tick,
		.tick_context = local,
		.tick_late = local->measurer.listener.tick == NULL,
	};
	int result = supervise_wait(&arg, &local->run, error);

	pressure_end(local->pressure, &outcome->observation);
	terminal_restore(&local->terminal);
	leftover_judge(&local->leftover, &local->measurer.listener, &local->run, local->timeout_s);
	if (capture_end(&local->capture, error) != 0 || result != 0)
		return -1;
	if (local->run.end_s <= local->run.start_s)
		return error_set(error, STATUS_INTERNAL,
			"the clock (CLOCK_MONOTONIC) stands still: nothing can be measured here");
	fill_row(local, &outcome->observation);
	outcome->kind = local->run.interrupted ? OUTCOME_INTERRUPTED : OUTCOME_OBSERVED;
	return 0;
}

/*
 * Nobody knows when it ended. A run that failed has failed whatever its time; a warm-up's time
 * is not used.
 */
static bool
is_time_unknown(const struct local *local)
{
	const struct supervised *run = &local->run;

	return run->overslept && run->status == 0 && !run->timed_out && !run->interrupted &&
		!local->trial.warmup;
}

/* The row tells that it began, and nothing else. */
static int
retry(struct local *local, struct outcome *outcome, struct error *error)
{
	struct observation *row = &outcome->observation;

	if (outcome->late.status != STATUS_OK) {
		*error = outcome->late;
		return -1;
	}
	outcome->kind = OUTCOME_RETRIED;
	row->wall_s = row->user_s = row->sys_s = UNKNOWN;
	row->exit_code = UNKNOWN_COUNT;
	snprintf(local->reason, sizeof local->reason, "ptbench was stopped when it ended");
	local->again = true;
	return 0;
}

static int
local_wait(struct measurer *measurer, struct outcome *outcome, struct error *error)
{
	struct local *local = (struct local *)measurer;
	struct trial trial = local->trial;

	/* Only now: the texts of the last outcome have lived until here. */
	if (local->again && local_start(measurer, &trial, error) != 0)
		return -1;
	local->again = false;
	assert(local->started);
	*outcome = (struct outcome){
		.kind = OUTCOME_INTERRUPTED,
		.trial = local->trial,
		.observation = observation_empty(),
		.reason = local->reason,
	};
	local->started = false;
	local->reason[0] = '\0';
	if (local->cut_short)
		return 0;
	int result = watch(local, outcome, error);
	conclude(local, outcome);
	if (result == 0 && is_time_unknown(local))
		return retry(local, outcome, error);
	return result;
}

static double
local_elapsed_s(const struct measurer *measurer)
{
	return clock_monotonic_s() - ((const struct local *)measurer)->born_s;
}

/* Ends a run that was started and never waited for. */
static void
abandon(struct local *local)
{
	const struct supervise_arg arg = {
		.tree = &local->tree,
		.timeout_s = 0.0,
		.kill_after_s = 0.0,
	};
	struct error ignored;

	if (local->started && !local->cut_short)
		supervise_wait(&arg, &local->run, &ignored);
	local->started = false;
}

static void
close_file(int fd)
{
	if (fd >= 0)
		close(fd);
}

static void
local_release(struct measurer *measurer)
{
	struct local *local = (struct local *)measurer;

	abandon(local);
	capture_close(&local->capture);
	guardian_dismiss(&local->guardian);
	groups_free(local->groups);
	sampler_release(&local->sampler);
	tree_release(&local->tree);
	pressure_free(local->pressure);
	terminal_release(&local->terminal);
	strvec_release(&local->environment);
	cpulist_release(&local->cpus);
	close_file(local->log_directory);
	close_file(local->input);
	close_file(local->null);
	free(local->prepare);
	free(local->conclude);
	free(local->log_prefix);
	free(local->log_folder);
	free(local->log_path);
	free(local->host);
	free(local->log);
	free(local);
}

static const struct measurer_class local_class = {
	.name = "local",
	.start = local_start,
	.wait = local_wait,
	.release = local_release,
};

static char *
copy(const char *text)
{
	return text != NULL ? xstrdup(text) : NULL;
}

static int
open_files(struct local *local, const struct local_arg *arg, struct error *error)
{
	const char *input = arg->setting.input != NULL ? arg->setting.input : "/dev/null";

	local->null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (local->null < 0)
		return error_set(error, STATUS_INTERNAL, "cannot open /dev/null: %s: %s",
			strerror(errno), remedy(errno));
	local->input = open(input, O_RDONLY | O_CLOEXEC);
	if (local->input < 0 && (errno == EMFILE || errno == ENFILE))
		return error_set(error, STATUS_INTERNAL, "cannot open %s: %s: %s", input,
			strerror(errno), remedy(errno));
	if (local->input < 0)
		return error_set(error, STATUS_USAGE,
			"--input %s: %s: name a file that can be read", input, strerror(errno));
	if (arg->log_directory == NULL)
		return 0;
	local->log_directory = open(arg->log_directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (local->log_directory < 0)
		return error_set(error, STATUS_INTERNAL, "cannot open %s: %s: %s",
			arg->log_directory, strerror(errno), remedy(errno));
	return capture_open(&local->capture, arg->setting.log_limit, error);
}

static char *
own_host_name(void)
{
	struct utsname names;

	return xstrdup(uname(&names) == 0 ? names.nodename : "");
}

/* Groups first, so that the guardian knows them; it must not be among the tree's processes. */
static int
make_watchers(struct local *local, const struct local_arg *arg, struct error *error)
{
	mark_new(&local->mark);
	environment_own(local->mark.variable, &local->environment);
	local->groups = groups_new(arg->root != NULL ? arg->root : "", mkdir);
	tree_init(&local->tree, local->groups);

	const struct guardian_arg guardian_arg = {
		.groups = local->groups,
		.mark = &local->mark,
		.sweep = arg->sweep,
		.folder = arg->sweep_folder,
	};
	if (guardian_start(&local->guardian, &guardian_arg, error) != 0)
		return -1;
	tree_add_stranger(&local->tree, local->guardian.pid);
	sampler_init(&local->sampler, &local->tree, !groups_know_memory(local->groups));
	local->pressure = pressure_new("");
	terminal_save(&local->terminal);
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) != 0)
		return error_set(error, STATUS_INTERNAL,
			"this kernel lets orphans go astray (PR_SET_CHILD_SUBREAPER: %s): "
			"Linux 3.4 is needed",
			strerror(errno));
	return 0;
}

struct measurer *
local_new(const struct local_arg *arg, struct error *error)
{
	struct local *local = xcalloc(1, sizeof *local);

	local->measurer = (struct measurer){
		.class = &local_class,
		.in_flight = 1,
		.elapsed_s = local_elapsed_s,
	};
	local->born_s = clock_monotonic_s();
	local->timeout_s = arg->setting.timeout_s;
	local->kill_after_s = arg->setting.kill_after_s;
	local->prepare = copy(arg->setting.prepare);
	local->conclude = copy(arg->setting.conclude);
	local->log_folder = copy(arg->log_directory);
	local->log_prefix = xstrdup(arg->log_prefix != NULL ? arg->log_prefix : "");
	local->host = own_host_name();
	local->borrows = spawn_borrows();
	local->log_directory = -1;
	local->input = -1;
	local->null = -1;
	local->capture = CAPTURE_NONE;
	local->guardian = GUARDIAN_NONE;
	local->terminal.file = -1;
	if (cpulist_parse(arg->setting.cpus, &local->cpus, error) != 0 ||
		open_files(local, arg, error) != 0 || make_watchers(local, arg, error) != 0) {
		local_release(&local->measurer);
		return NULL;
	}
	return &local->measurer;
}
