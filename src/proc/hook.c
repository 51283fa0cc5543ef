#include "config.h"

#include "proc/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "core/template.h"
#include "proc/environment.h"
#include "proc/guardian.h"
#include "proc/remedy.h"
#include "proc/supervise.h"
#include "proc/signals.h"
#include "proc/tree.h"

#define GRACE_S	  2.0 /* between SIGTERM and SIGKILL when ptbench is interrupted */
#define TAIL_SIZE 600 /* of the output, in the error */

/* A hook under way. */
struct hooking {
	int output;
	char *line; /* for sh -c */
	struct mark mark;
	struct strvec environment;
	struct guardian guardian;
	struct tree tree;
	struct supervised run;
};

/* Without a trial there is no count, and {n} stays as it is. */
static char *
line_of(const struct hook *hook, const struct trial *trial)
{
	return trial != NULL ? template_expand(hook->command, trial->workers, NULL)
			     : xstrdup(hook->command);
}

/*
 * Not a pipe: a service that the hook starts and leaves running would be killed by its first
 * line of output after we have stopped to read.
 */
static int
open_output(const struct hook *hook)
{
	if (hook->log != NULL)
		return open(hook->log, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	return memfd_create("hook", MFD_CLOEXEC);
}

static int
run_shell(struct hooking *hooking, struct error *error)
{
	char shell[] = "/bin/sh";
	char option[] = "-c";
	char *argv[] = {shell, option, hooking->line, NULL};
	int input = open("/dev/null", O_RDONLY | O_CLOEXEC);
	const struct spawn_arg spawn_arg = {
		.argv = argv,
		.environment = hooking->environment.items,
		.input = input,
		.output = hooking->output,
		.joins = {-1, -1},
		.mark = &hooking->mark,
	};
	const struct supervise_arg run_arg = {
		.tree = &hooking->tree,
		.timeout_s = HUGE_VAL,
		.kill_after_s = GRACE_S,
		.signals_before = signals_count(),
		.leader_only = true,
	};

	if (input < 0)
		return error_set(error, STATUS_INTERNAL, "cannot open /dev/null: %s: %s",
			strerror(errno), remedy(errno));
	int result = supervise_start(&spawn_arg, &hooking->run, error);
	close(input);
	return result == 0 ? supervise_wait(&run_arg, &hooking->run, error) : -1;
}

/* The last lines of the output as one line, harmless in a sentence. */
static const char *
tail_of(int output, char text[static TAIL_SIZE + 1])
{
	off_t size = lseek(output, 0, SEEK_END);
	off_t from = size > TAIL_SIZE ? size - TAIL_SIZE : 0;
	ssize_t got = size > 0 ? pread(output, text, TAIL_SIZE, from) : 0;
	size_t length = got > 0 ? (size_t)got : 0;

	while (length > 0 && strchr("\r\n \t", text[length - 1]) != NULL)
		length--;
	for (size_t i = 0; i < length; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == 0x7f)
			text[i] = ' ';
	text[length] = '\0';
	return text;
}

static int
judge(const struct hook *hook, const struct hooking *hooking, struct error *error)
{
	int status = hooking->run.status;
	char text[TAIL_SIZE + 1];
	char name[SIGNAL_NAME_SIZE];
	char how[60];

	if (hooking->run.interrupted)
		return error_set(error, STATUS_SIGNAL, "%s was interrupted", hook->name);
	if (status == 0)
		return 0;
	if (WIFSIGNALED(status))
		snprintf(how, sizeof how, "was ended by %s",
			signal_name(WTERMSIG(status), name));
	else
		snprintf(how, sizeof how, "failed with exit code %d", WEXITSTATUS(status));
	tail_of(hooking->output, text);
	return error_set(error, STATUS_INTERNAL, "%s %s: %.200s%s%s", hook->name, how,
		hooking->line, *text != '\0' ? ": " : "", text);
}

/*
 * Orphans of the hook are not adopted meanwhile: a service that it starts is meant to go on,
 * and as a child of ptbench it would count as a part of the next trial.
 */
static int
run_unadopted(struct hooking *hooking, struct error *error)
{
	int adopting = 0;

	prctl(PR_GET_CHILD_SUBREAPER, &adopting);
	prctl(PR_SET_CHILD_SUBREAPER, 0);
	tree_init(&hooking->tree, NULL);
	const struct guardian_arg arg = {.mark = &hooking->mark};
	int result = guardian_start(&hooking->guardian, &arg, error);
	tree_add_stranger(&hooking->tree, hooking->guardian.pid);
	if (result == 0)
		result = run_shell(hooking, error);
	/* What escaped from the tree has the mark still. */
	if (hooking->run.interrupted)
		guardian_end_marked(&hooking->mark);
	guardian_dismiss(&hooking->guardian);
	prctl(PR_SET_CHILD_SUBREAPER, adopting);
	return result;
}

int
hook_run(const struct hook *hook, const struct trial *trial, struct error *error)
{
	struct hooking hooking = {
		.output = -1, .guardian = GUARDIAN_NONE, .run = {.leader = -1}};
	struct strvec own = STRVEC_INIT;

	if (hook->command == NULL)
		return 0;
	hooking.output = open_output(hook);
	if (hooking.output < 0)
		return error_set(error, STATUS_INTERNAL, "%s: cannot write its output: %s: %s",
			hook->name, strerror(errno), remedy(errno));
	hooking.line = line_of(hook, trial);
	mark_new(&hooking.mark);
	environment_own(hooking.mark.variable, &own);
	environment_of_trial(&own, trial, NULL, &hooking.environment);

	int result = run_unadopted(&hooking, error);
	if (result != 0)
		error_prefix(error, "%s", hook->name);
	else
		result = judge(hook, &hooking, error);
	close(hooking.output);
	strvec_release(&own);
	strvec_release(&hooking.environment);
	tree_release(&hooking.tree);
	free(hooking.line);
	return result;
}
