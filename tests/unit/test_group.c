/*
 * Control groups on a machine of version 2 that is not here: files stand in for what the
 * kernel puts into a new group.
 */
#include "config.h"

#include "unit.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/group.h"
#include "proc/guardian.h"
#include "proc/procfile.h"

static void
put(const char *directory, const char *name, const char *text)
{
	char *path = xasprintf("%s/%s", directory, name);
	FILE *file = fopen(path, "w");

	CU_ASSERT_FATAL(file != NULL);
	fputs(text, file);
	fclose(file);
	free(path);
}

/* The kernel's part of mkdir(). */
static int
make_with_memory(const char *directory, mode_t mode)
{
	if (mkdir(directory, mode) != 0)
		return -1;
	put(directory, "cgroup.procs", "12\n345\n");
	put(directory, "cgroup.kill", "");
	put(directory, "cpu.stat", "usage_usec 3\nuser_usec 1000000\nsystem_usec 500000\n");
	put(directory, "memory.peak", "500000\n");
	put(directory, "memory.current", "100000\n");
	return 0;
}

static int
make_plain(const char *directory, mode_t mode)
{
	if (mkdir(directory, mode) != 0)
		return -1;
	put(directory, "cgroup.procs", "");
	return 0;
}

/* Only beside the own group are there controllers, as in a slice that was delegated. */
static int
make_delegated(const char *directory, mode_t mode)
{
	return strstr(directory, "/own/") != NULL ? make_plain(directory, mode)
						  : make_with_memory(directory, mode);
}

/* What has the first name is gone at once: another ptbench took it for a stale one. */
static int
make_taken(const char *directory, mode_t mode)
{
	char *first = xasprintf("/ptbench-%ld", (long)getpid());
	bool taken = strcmp(strrchr(directory, '/'), first) == 0;

	free(first);
	return taken ? 0 : make_plain(directory, mode);
}

static int
make_refused(const char *directory, mode_t mode)
{
	(void)directory;
	(void)mode;
	errno = EACCES;
	return -1;
}

struct machine {
	char root[40];
};

static void
machine_open(struct machine *machine)
{
	strcpy(machine->root, "/tmp/ptbench-unit.XXXXXX");
	CU_ASSERT_FATAL(mkdtemp(machine->root) != NULL);
	char *line = xasprintf(
		"mkdir -p %s/proc/self %s/sys/fs/cgroup/own", machine->root, machine->root);
	char *proc = xasprintf("%s/proc/self", machine->root);
	CU_ASSERT_FATAL(system(line) == 0);
	put(proc, "cgroup", "0::/own\n");
	put(proc, "mountinfo",
		"30 23 0:26 / /sys/fs/cgroup rw,relatime shared:4 - cgroup2 cgroup2 rw\n");
	free(proc);
	free(line);
}

static void
machine_close(const struct machine *machine)
{
	char *line = xasprintf("rm -rf %s", machine->root);

	CU_ASSERT(system(line) == 0);
	free(line);
}

/* The folder of the group that was made, as files show it. */
static char *
folder_of(const struct machine *machine, const char *parent)
{
	return xasprintf(
		"%s/sys/fs/cgroup%s/ptbench-%ld", machine->root, parent, (long)getpid());
}

static void
test_usage(void)
{
	struct machine machine;
	struct group_usage usage;
	pid_t pids[4];

	machine_open(&machine);
	struct groups *groups = groups_new(machine.root, make_with_memory);
	char *folder = folder_of(&machine, "/own");

	CU_ASSERT(groups_know_memory(groups));
	groups_begin(groups);
	char *watermark = procfile_line(folder, "/memory.peak");
	CU_ASSERT(watermark != NULL && strcmp(watermark, "000000") == 0);
	free(watermark);
	put(folder, "cpu.stat", "usage_usec 3\nuser_usec 1250000\nsystem_usec 600000\n");
	put(folder, "memory.peak", "700000\n");
	groups_end(groups, &usage);
	ASSERT_NEAR(usage.user_s, 0.25, 1e-9);
	ASSERT_NEAR(usage.sys_s, 0.1, 1e-9);
	/* What is still charged in the end is cache. */
	ASSERT_NEAR(usage.peak_bytes, 600000.0, 1e-9);
	CU_ASSERT(usage.peak_method == PEAK_CGROUP2);
	CU_ASSERT(groups_list(groups, pids, 4) == 2 && pids[0] == 12 && pids[1] == 345);
	CU_ASSERT(groups_kill(groups));
	char *killed = procfile_line(folder, "/cgroup.kill");
	CU_ASSERT(killed != NULL && strcmp(killed, "1") == 0);
	free(killed);
	free(folder);
	groups_free(groups);
	machine_close(&machine);
}

static void
test_beside(void)
{
	struct machine machine;

	machine_open(&machine);
	struct groups *groups = groups_new(machine.root, make_delegated);
	char *folder = folder_of(&machine, "");
	CU_ASSERT(groups_know_memory(groups));
	CU_ASSERT(access(folder, F_OK) == 0);
	free(folder);
	groups_free(groups);
	machine_close(&machine);
}

static void
test_taken(void)
{
	struct machine machine;
	int joins[SPAWN_JOINS];

	machine_open(&machine);
	struct groups *groups = groups_new(machine.root, make_taken);
	groups_joins(groups, joins);
	CU_ASSERT(joins[0] >= 0);
	groups_free(groups);
	machine_close(&machine);
}

static void
test_none(void)
{
	struct machine machine;
	struct group_usage usage;
	int joins[SPAWN_JOINS];
	pid_t pid;

	machine_open(&machine);
	struct groups *groups = groups_new(machine.root, make_refused);
	groups_begin(groups);
	groups_end(groups, &usage);
	groups_joins(groups, joins);
	CU_ASSERT(isnan(usage.user_s) && isnan(usage.peak_bytes));
	CU_ASSERT(usage.peak_method == PEAK_UNKNOWN);
	CU_ASSERT(joins[0] == -1 && joins[1] == -1);
	CU_ASSERT(!groups_know_memory(groups) && !groups_kill(groups));
	CU_ASSERT(groups_list(groups, &pid, 1) == -1);
	groups_free(groups);
	machine_close(&machine);
}

/* What a killed ptbench left is removed, what a living one holds is not. */
static void
test_stale(void)
{
	struct machine machine;

	machine_open(&machine);
	char *stale = xasprintf("%s/sys/fs/cgroup/own/ptbench-1", machine.root);
	CU_ASSERT_FATAL(mkdir(stale, 0755) == 0);
	struct groups *first = groups_new(machine.root, make_plain);
	CU_ASSERT(access(stale, F_OK) != 0);
	struct groups *second = groups_new(machine.root, make_plain);
	char *folder = folder_of(&machine, "/own");
	CU_ASSERT(access(folder, F_OK) == 0);
	free(folder);
	free(stale);
	groups_free(second);
	groups_free(first);
	machine_close(&machine);
}

/* To be seen in the folder of the machine that is not here. */
static void
sweep(const char *folder)
{
	put(folder, "swept", "");
}

/* A kernel older than 5.14 does not end a group as one; the mark is on nobody here. */
static void
test_guardian(void)
{
	struct machine machine;
	struct mark mark;
	struct guardian guardian;
	struct error error;
	int status = 0;

	machine_open(&machine);
	mark_new(&mark);
	struct groups *groups = groups_new(machine.root, make_plain);
	char *folder = folder_of(&machine, "/own");
	char *pid = NULL;
	pid_t child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	pid = xasprintf("%ld\n", (long)child);
	put(folder, "cgroup.procs", pid);

	const struct guardian_arg arg = {groups, &mark, sweep, machine.root};
	CU_ASSERT_FATAL(guardian_start(&guardian, &arg, &error) == 0);
	close(guardian.line); /* without a goodbye, as by SIGKILL */
	CU_ASSERT(waitpid(child, &status, 0) == child);
	CU_ASSERT(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
	put(folder, "cgroup.procs", "");
	char *line = xasprintf("rm -rf %s", folder);
	CU_ASSERT(system(line) == 0);
	CU_ASSERT(waitpid(guardian.pid, &status, (int)__WCLONE) == guardian.pid);
	char *swept = xasprintf("%s/swept", machine.root);
	CU_ASSERT(access(swept, F_OK) == 0);
	free(swept);
	free(line);
	free(pid);
	free(folder);
	groups_free(groups);
	machine_close(&machine);
}

SUITE(group, {"what a run used, version 2", test_usage},
	{"a group beside our own gives memory", test_beside}, {"no group at all", test_none},
	{"a group that another one takes away", test_taken}, {"stale groups", test_stale},
	{"a guardian without cgroup.kill", test_guardian});
