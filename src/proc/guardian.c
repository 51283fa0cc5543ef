#include "config.h"

#include "proc/guardian.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "proc/clock.h"
#include "proc/remedy.h"

#define PATIENCE_S 10.0 /* then what is left cannot be killed, and so be it */
#define PAUSE_NS   5000000L
/* Not "ptbench..", so that `pkill -KILL ptbench` does not end it together with ptbench. */
#define NAME	 "pt-guardian"
#define MOST_KIN 4096 /* process groups and sessions that marked processes lead to */

/*
 * Who is left alone in spite of the mark: zombies, and the guardian of a ptbench inside of a
 * measured command. The end of that ptbench is its signal to look for what that one started,
 * and then it goes.
 */
static bool
is_spared(pid_t pid)
{
	static const char guardian[] = "(" NAME ")";
	char path[40];
	char text[128]; /* "PID (NAME) STATE ..", a name of up to 64 */

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return true;
	ssize_t got = read(fd, text, sizeof text - 1);
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	const char *end = strrchr(text, ')');
	return strstr(text, guardian) != NULL || (end != NULL && strncmp(end, ") Z", 3) == 0);
}

/* Sessions of processes that were found: who empties its environment rarely leaves both. */
struct kin {
	pid_t sessions[MOST_KIN];
	size_t count;
};

static bool
is_kin(const struct kin *kin, pid_t session)
{
	for (size_t i = 0; i < kin->count; i++)
		if (kin->sessions[i] == session)
			return true;
	return false;
}

/* One pass over all processes; how many were killed. */
static int
kill_marked(const struct mark *mark, struct kin *kin, pid_t own_session)
{
	DIR *folder = opendir("/proc");
	const struct dirent *entry;
	int killed = 0;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (pid <= 1 || pid == getpid())
			continue;
		pid_t session = getsid(pid);
		bool marked = mark_is_on(mark, pid);

		if ((!marked && !is_kin(kin, session)) || is_spared(pid))
			continue;
		if (marked && session > 1 && session != own_session && kin->count < MOST_KIN &&
			!is_kin(kin, session))
			kin->sessions[kin->count++] = session;
		killed += kill(pid, SIGKILL) == 0;
	}
	if (folder != NULL)
		closedir(folder);
	return killed;
}

static void
pause_shortly(void)
{
	nanosleep(&(struct timespec){.tv_nsec = PAUSE_NS}, NULL);
}

static void
end_marked(const struct mark *mark, pid_t own_session)
{
	double end_s = clock_monotonic_s() + PATIENCE_S;
	struct kin kin = {.count = 0};

	while (kill_marked(mark, &kin, own_session) > 0 && clock_monotonic_s() < end_s)
		pause_shortly();
}

void
guardian_end_marked(const struct mark *mark)
{
	end_marked(mark, getsid(0));
}

static void
end_groups(const struct groups *groups)
{
	double end_s = clock_monotonic_s() + PATIENCE_S;
	pid_t pids[1024];

	while (clock_monotonic_s() < end_s) {
		int count = groups_list(groups, pids, 1024);

		groups_kill(groups);
		for (int i = 0; i < count; i++)
			kill(pids[i], SIGKILL);
		if (count <= 0 && groups_remove(groups))
			return;
		pause_shortly();
	}
}

/* Its own files are those of the groups and the line; no terminal, no pipe of anybody else. */
static void
let_go_of_files(int line)
{
	int null = open("/dev/null", O_RDWR);

	for (int fd = 0; fd < 3 && null >= 0; fd++)
		if (fd != line)
			dup2(null, fd);
	if (null > 2)
		close(null);
	if (chdir("/") != 0)
		return;
}

static void __attribute__((noreturn))
watch(int line, const struct guardian_arg *arg, pid_t session)
{
	static const int ignored[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE, SIGTSTP};
	char byte;
	ssize_t got;

	for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++)
		signal(ignored[i], SIG_IGN);
	setsid();
	prctl(PR_SET_NAME, NAME);
	let_go_of_files(line);
	/* Ready: before that, what ends ptbench could end it, too. */
	if (write(line, "r", 1) != 1)
		_exit(1);
	while ((got = read(line, &byte, 1)) < 0 && errno == EINTR)
		continue;
	if (got == 0) {
		if (arg->groups != NULL)
			end_groups(arg->groups);
		end_marked(arg->mark, session);
		if (arg->sweep != NULL)
			arg->sweep(arg->folder);
	}
	_exit(0);
}

/*
 * A copy of this process that does not announce its end with SIGCHLD. Such a child is only
 * waited for where that is asked for (__WCLONE), so that wait4(-1) goes on to mean the command.
 */
static pid_t
fork_unannounced(void)
{
	return (pid_t)syscall(SYS_clone, 0UL, NULL, NULL, NULL, 0UL);
}

/* Whether it is out of ptbench's group and session, with the name by which it is spared. */
static bool
is_ready(int line)
{
	char byte;
	ssize_t got;

	while ((got = read(line, &byte, 1)) < 0 && errno == EINTR)
		continue;
	return got == 1;
}

static void
wait_for(pid_t pid)
{
	while (waitpid(pid, NULL, (int)__WCLONE) < 0 && errno == EINTR)
		continue;
}

int
guardian_start(struct guardian *guardian, const struct guardian_arg *arg, struct error *error)
{
	int ends[2];
	pid_t session = getsid(0);

	*guardian = GUARDIAN_NONE;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return error_set(error, STATUS_INTERNAL, "cannot make a pipe: %s: %s",
			strerror(errno), remedy(errno));
	pid_t pid = fork_unannounced();
	if (pid == 0) {
		close(ends[1]);
		watch(ends[0], arg, session);
	}
	int reason = errno;
	close(ends[0]);
	if (pid > 0 && is_ready(ends[1])) {
		*guardian = (struct guardian){pid, ends[1]};
		return 0;
	}
	close(ends[1]);
	if (pid < 0)
		return error_set(error, STATUS_INTERNAL, "cannot start a process: %s: %s",
			strerror(reason), remedy(reason));
	wait_for(pid);
	return error_set(error, STATUS_INTERNAL,
		"the process that would end what ptbench leaves was itself ended: try again");
}

void
guardian_dismiss(struct guardian *guardian)
{
	if (guardian->pid < 0)
		return;
	/* Should it be gone already, there is nobody to say goodbye to. */
	if (write(guardian->line, "q", 1) == 1)
		wait_for(guardian->pid);
	close(guardian->line);
	*guardian = GUARDIAN_NONE;
}
