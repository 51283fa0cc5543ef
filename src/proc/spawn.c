#include "config.h"

#include "proc/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proc/clock.h"
#include "proc/remedy.h"
#include "proc/signals.h"

/* What can go wrong in the child, for the sentence. */
enum step {
	STEP_NONE,
	STEP_FILES,
	STEP_CPUS,
	STEP_EXEC,
};

/* What the child says when it cannot become the command. */
struct complaint {
	enum step step;
	int reason; /* errno */
};

/* What the child leaves in the memory that it borrowed. */
struct note {
	int pipe; /* for a complaint, -1: it is left in the memory, too */
	volatile double start_s;
	volatile enum step step;
	volatile int reason;
};

static void
give_up(struct note *note, enum step step)
{
	const struct complaint complaint = {step, errno};

	note->step = complaint.step;
	note->reason = complaint.reason;
	/* Should this not be written, exit code 127 is all that is left to say it. */
	if (note->pipe >= 0 && write(note->pipe, &complaint, sizeof complaint) < 0)
		_exit(127);
	_exit(127);
}

/*
 * Runs in the parent's memory: touches nothing but `note`. That it joins the groups itself
 * leaves no moment in which it could fork outside of them. A group that cannot be joined is
 * no reason to fail: its figures will be missing, and others are there.
 */
static void
become(const struct spawn_arg *arg, pid_t parent, struct note *note)
{
	setpgid(0, 0);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* Had ptbench died before the line above, nobody would ever send that signal. */
	if (getppid() != parent)
		_exit(127);
	for (size_t i = 0; i < SPAWN_JOINS; i++)
		if (arg->joins[i] >= 0 && write(arg->joins[i], "0", 1) < 0)
			continue;
	mark_put_on(arg->mark);
	if (dup2(arg->input, STDIN_FILENO) < 0 || dup2(arg->output, STDOUT_FILENO) < 0 ||
		dup2(arg->output, STDERR_FILENO) < 0)
		give_up(note, STEP_FILES);
	if (arg->cpus != NULL && sched_setaffinity(0, arg->cpus_size, arg->cpus) != 0)
		give_up(note, STEP_CPUS);
	signals_reset();
	note->start_s = clock_monotonic_s();
	execvpe(arg->argv[0], arg->argv, arg->environment);
	give_up(note, STEP_EXEC);
}

/* vfork() wants a frame in which nothing but its result lives on. */
static pid_t __attribute__((noinline))
vfork_into(const struct spawn_arg *arg, struct note *note)
{
	pid_t parent = getpid();
	/* Whatever the linter fears: the child is done with our memory in microseconds. */
	pid_t pid = vfork(); /* NOLINT */

	if (pid == 0) {
		become(arg, parent, note); /* NOLINT */
		_exit(127);
	}
	return pid;
}

static int
exec_error(const char *name, int reason, struct error *error)
{
	if (reason == ENOENT || reason == ENOTDIR)
		return error_set(error, STATUS_NOT_FOUND,
			"%s: %s: give the name of a program that is there", name,
			strerror(reason));
	if (reason == EAGAIN || reason == ENOMEM || reason == EMFILE || reason == ENFILE)
		return error_set(error, STATUS_INTERNAL, "cannot start %s: %s: %s", name,
			strerror(reason), remedy(reason));
	return error_set(error, STATUS_NOT_EXECUTABLE,
		"%s: %s: name a program that can be executed", name, strerror(reason));
}

static int
failure(const struct spawn_arg *arg, const struct complaint *complaint, struct error *error)
{
	const char *name = arg->argv[0];

	if (complaint->step == STEP_EXEC)
		return exec_error(name, complaint->reason, error);
	if (complaint->step == STEP_CPUS)
		return error_set(error, STATUS_USAGE,
			"--cpus names no CPU that %s may run on: %s: see `ptbench host`", name,
			strerror(complaint->reason));
	return error_set(error, STATUS_INTERNAL, "cannot connect the output of %s: %s", name,
		strerror(complaint->reason));
}

/* Whether the child complained; a good exec closes its end without a word. */
static bool
heard(int pipe, struct complaint *complaint)
{
	ssize_t got;

	while ((got = read(pipe, complaint, sizeof *complaint)) < 0 && errno == EINTR)
		continue;
	return got == (ssize_t)sizeof *complaint;
}

bool
spawn_borrows(void)
{
	volatile bool written = false;
	pid_t pid = vfork(); /* NOLINT */

	if (pid == 0) {
		written = true; /* NOLINT */
		_exit(0);
	}
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	return written;
}

/* True with the complaint of a child that never became the command. */
static bool
start(const struct spawn_arg *arg, const int ends[2], struct spawned *spawned,
	struct complaint *complaint)
{
	struct note note = {.pipe = ends[1], .start_s = clock_monotonic_s()};

	spawned->pid = vfork_into(arg, &note);
	int reason = errno;
	spawned->start_s = note.start_s;
	*complaint = (struct complaint){note.step, note.reason};
	if (ends[1] < 0)
		return complaint->step != STEP_NONE;
	close(ends[1]);
	bool failed = spawned->pid > 0 && heard(ends[0], complaint);
	close(ends[0]);
	errno = reason;
	return failed;
}

int
spawn(const struct spawn_arg *arg, struct spawned *spawned, struct error *error)
{
	struct complaint complaint;
	int ends[2] = {-1, -1};

	if (!arg->borrows && pipe2(ends, O_CLOEXEC) != 0)
		return error_set(error, STATUS_INTERNAL, "cannot make a pipe: %s: %s",
			strerror(errno), remedy(errno));

	bool failed = start(arg, ends, spawned, &complaint);
	if (spawned->pid < 0)
		return error_set(error, STATUS_INTERNAL,
			"cannot start a process for %s: %s: %s", arg->argv[0], strerror(errno),
			remedy(errno));
	if (!failed)
		return 0;
	while (waitpid(spawned->pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	return failure(arg, &complaint, error);
}
