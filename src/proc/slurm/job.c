#include "config.h"

#include "proc/slurm/job.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/units.h"
#include "proc/ask.h"
#include "proc/clock.h"
#include "proc/procfile.h"

extern char **environ;

static bool
any_begins(const struct strvec *words, const char *prefix)
{
	for (size_t i = 0; i < words->count; i++)
		if (strncmp(words->items[i], prefix, strlen(prefix)) == 0)
			return true;
	return false;
}

/* A job for itself, with as many CPUs as it has workers; the engine's arguments win. */
static void
add_request(const struct job_setting *setting, const char *node, const struct job *job,
	struct strvec *argv)
{
	int workers = job->trial.workers;

	strvec_push(argv, setting->span ? "salloc" : "srun");
	strvec_pushf(argv, "--job-name=%s", job->name);
	strvec_push(argv, "--exclusive");
	if (setting->span) {
		strvec_pushf(argv, "--ntasks=%d", workers);
	} else {
		strvec_push(argv, "--nodes=1");
		strvec_push(argv, "--ntasks=1");
		strvec_pushf(argv, "--cpus-per-task=%d",
			workers < setting->node_cpus ? workers : setting->node_cpus);
	}
	/* The node is ours alone, so is its memory. */
	if (!any_begins(setting->engine_args, "--mem"))
		strvec_push(argv, "--mem=0");
	if (node != NULL)
		strvec_pushf(argv, "--nodelist=%s", node);
	strvec_push_all(argv, setting->engine_args);
}

static void
add_text(struct strvec *argv, const char *option, const char *value)
{
	if (value != NULL)
		strvec_pushf(argv, "%s=%s", option, value);
}

static void
add_agent(const struct job_setting *setting, const struct form *form, struct strvec *argv)
{
	char number[NUMBER_SIZE];

	strvec_push(argv, setting->program);
	strvec_push(argv, "agent");
	add_text(argv, "--prepare", setting->trial.prepare);
	add_text(argv, "--conclude", setting->trial.conclude);
	add_text(argv, "--input", setting->trial.input);
	add_text(argv, "--cpus", setting->trial.cpus);
	if (isfinite(setting->trial.timeout_s))
		add_text(argv, "--timeout", format_number(setting->trial.timeout_s, number));
	add_text(argv, "--kill-after", format_number(setting->trial.kill_after_s, number));
	strvec_pushf(argv, "--log-limit=%llu", (unsigned long long)setting->trial.log_limit);
	for (size_t i = 0; i < form->env.count; i++)
		strvec_pushf(argv, "--env=%s", form->env.items[i]);
	strvec_push(argv, "--");
}

/* The agent's operands, as src/cli/cmd_agent.c reads them. */
static void
add_trial(const struct job_setting *setting, const struct trial *trial, struct strvec *argv)
{
	strvec_push(argv, setting->logs);
	strvec_push(argv, trial->suite);
	strvec_pushf(argv, "%d", trial->number);
	strvec_pushf(argv, "%d", trial->round);
	strvec_pushf(argv, "%d", trial->position);
	strvec_push(argv, mode_name(trial->mode));
	strvec_pushf(argv, "%d", trial->workers);
	strvec_push(argv, trial->warmup ? "warmup" : "run");
}

void
job_arguments(const struct job_setting *setting, const char *node, const struct job *job,
	struct strvec *argv)
{
	const struct trial *trial = &job->trial;
	struct form form = {0};

	command_expand(trial->command, trial->mode, trial->workers, &form);
	if (trial->report_dir != NULL)
		command_ask_report(trial->command, trial->mode, trial->report_dir, &form);
	add_request(setting, node, job, argv);
	add_agent(setting, &form, argv);
	add_trial(setting, trial, argv);
	strvec_push_all(argv, &form.argv);
	form_release(&form);
}

/*
 * Inside of a job, srun would make a step of that job instead of a job of its own: what the
 * outer job left in the environment stays out.
 */
static void
build_environment(struct strvec *environment)
{
	bool inside = getenv("SLURM_JOB_ID") != NULL;

	for (char **variable = environ; *variable != NULL; variable++)
		if (!inside || strncmp(*variable, "SLURM_", 6) != 0 ||
			strncmp(*variable, "SLURM_CONF=", 11) == 0)
			strvec_push(environment, *variable);
	if (environment->items == NULL)
		environment->items = xcalloc(1, sizeof *environment->items);
}

static int
add_files(posix_spawn_file_actions_t *actions, const struct job *job)
{
	int flags = O_WRONLY | O_CREAT | O_TRUNC;
	int problem = posix_spawn_file_actions_addopen(
		actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

	if (problem == 0)
		problem = posix_spawn_file_actions_addopen(
			actions, STDOUT_FILENO, job->row, flags, 0666);
	if (problem == 0)
		problem = posix_spawn_file_actions_addopen(
			actions, STDERR_FILENO, job->complaints, flags, 0666);
	return problem;
}

/* In a session of its own: neither the terminal's Ctrl-C nor ptbench's death ends it. */
static int
start_process(const struct strvec *argv, const struct strvec *environment, struct job *job)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, all;
	int problem = posix_spawn_file_actions_init(&actions);

	if (problem != 0)
		return problem;
	sigemptyset(&none);
	sigfillset(&all);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &all);
	posix_spawnattr_setflags(&attributes,
		POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
	problem = add_files(&actions, job);
	if (problem == 0)
		problem = posix_spawnp(&job->pid, argv->items[0], &actions, &attributes,
			argv->items, environment->items);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return problem;
}

int
job_start(const struct job_setting *setting, const char *node, struct job *job,
	struct error *error)
{
	struct strvec argv = STRVEC_INIT;
	struct strvec environment = STRVEC_INIT;
	int number = job->trial.number;

	free(job->name);
	free(job->row);
	free(job->complaints);
	job->name = xasprintf("%s-%03d-%d", setting->mark, number, job->attempt);
	job->row = xasprintf("%s/%03d-%d.row", setting->directory, number, job->attempt);
	job->complaints = xasprintf("%s/%03d-%d.err", setting->directory, number, job->attempt);
	job_arguments(setting, node, job, &argv);
	build_environment(&environment);
	job->start_s = clock_monotonic_s();
	job->cancelled = false;
	job->move = false;
	int problem = start_process(&argv, &environment, job);
	strvec_release(&argv);
	strvec_release(&environment);
	if (problem == 0)
		return 0;
	job->pid = 0;
	return error_set(error, STATUS_INTERNAL, "cannot start %s: %s",
		setting->span ? "salloc" : "srun", strerror(problem));
}

static void
ask(const char *const *words, struct strbuf *said)
{
	struct strvec argv = STRVEC_INIT;
	const struct ask_arg arg = {.argv = &argv};
	int status;

	for (; *words != NULL; words++)
		strvec_push(&argv, *words);
	if (ask_run(&arg, said, &status) != 0)
		strbuf_truncate(said, 0);
	strvec_release(&argv);
}

void
job_query(const char *name, struct job_state *state)
{
	char *chosen = xasprintf("--name=%s", name);
	const char *const words[] = {
		"squeue", "-h", "--states=all", "-o", "%i|%T|%r|%N", chosen, NULL};
	struct strbuf said = STRBUF_INIT;

	*state = (struct job_state){0};
	ask(words, &said);
	if (sscanf(strbuf_text(&said), "%31[0-9_]|%31[^|]|%63[^|]|%255[^|\n]", state->id,
		    state->state, state->reason, state->node) < 2)
		*state = (struct job_state){0};
	strbuf_release(&said);
	free(chosen);
}

void
job_cancel(struct job *job)
{
	struct job_state state;

	job->cancelled = true;
	job_query(job->name, &state);
	if (state.id[0] != '\0') {
		const char *const words[] = {"scancel", "--quiet", state.id, NULL};
		struct strbuf said = STRBUF_INIT;

		ask(words, &said);
		strbuf_release(&said);
	}
	/* Its srun also gives up a job that Slurm has not written down yet. */
	if (job->pid > 0)
		kill(job->pid, SIGTERM);
}

void
job_complaint(const struct job *job, struct strbuf *text)
{
	char *said = procfile_read("", job->complaints);
	struct strvec lines = STRVEC_INIT;

	if (said == NULL)
		return;
	strvec_split(&lines, said, '\n');
	const char *first = lines.items[0];
	for (size_t i = lines.count; i-- > 0 && text->length == 0;) {
		const char *line = lines.items[i];
		const char *error = strstr(line, "error: ");

		if (error != NULL)
			strbuf_addstr(text, error + strlen("error: "));
		else if (strncmp(line, "ptbench: ", 9) == 0)
			strbuf_addstr(text, line + 9);
	}
	/* A wrong option is refused without the word. */
	if (text->length == 0)
		strbuf_addstr(text, first + (strncmp(first, "srun: ", 6) == 0 ? 6 : 0));
	ask_one_line(text);
	strvec_release(&lines);
	free(said);
}

void
job_release(struct job *job)
{
	free(job->name);
	free(job->row);
	free(job->complaints);
	*job = (struct job){.node = -1};
}

bool
jobs_queued(const char *mark)
{
	static const char *const words[] = {"squeue", "-h", "--me", "-o", "%j", NULL};
	struct strbuf said = STRBUF_INIT;
	struct strvec names = STRVEC_INIT;
	bool queued = false;

	ask(words, &said);
	strvec_split(&names, strbuf_text(&said), '\n');
	for (size_t i = 0; i < names.count; i++)
		queued |= strncmp(names.items[i], mark, strlen(mark)) == 0;
	strvec_release(&names);
	strbuf_release(&said);
	return queued;
}
