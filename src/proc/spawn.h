/*
 * spawn - starts one program without copying ptbench's memory.
 *
 * The child is made with vfork(): it borrows this process until its exec, so that starting
 * costs the same however large ptbench has grown, and what it writes (when it began, why its
 * exec failed) is simply there afterwards. Where vfork() is but a fork() (valgrind, some
 * emulators), a pipe that a good exec closes tells why it failed. The child gets a
 * process group of its own, dies with ptbench, and joins the given control groups before it
 * is the command.
 */
#ifndef PROC_SPAWN_H
#define PROC_SPAWN_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/error.h"
#include "proc/mark.h"

#define SPAWN_JOINS 2

struct spawn_arg {
	char *const *argv; /* argv[0] is looked for in PATH */
	char *const *environment;
	int input; /* becomes stdin */
	int output; /* becomes stdout and stderr */
	int joins[SPAWN_JOINS]; /* cgroup.procs of groups to join, -1 for none */
	const struct mark *mark;
	const cpu_set_t *cpus; /* NULL: as ptbench itself */
	size_t cpus_size;
	bool borrows; /* spawn_borrows() was true: no pipe is needed */
};

struct spawned {
	pid_t pid;
	double start_s; /* CLOCK_MONOTONIC just before the exec */
};

/* Whether vfork() shares memory here. It starts a process of its own to see: ask once. */
bool spawn_borrows(void);

/*
 * Signals must be held (proc/signals.h). -1 with STATUS_NOT_FOUND, STATUS_NOT_EXECUTABLE or
 * STATUS_INTERNAL when there is no such process.
 */
int spawn(const struct spawn_arg *arg, struct spawned *spawned, struct error *error);

#endif
