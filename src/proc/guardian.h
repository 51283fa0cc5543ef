/*
 * guardian - a small process that outlives ptbench by a moment and ends what it left.
 *
 * It waits for the other end of a pipe to close. When ptbench says goodbye first, it just
 * goes; when ptbench was killed, it ends everything in the control groups, and everything
 * whose environment has this session's mark, until nothing of it is left. It is no part of
 * the tree: it is not seen by wait4(-1), it lets go of the standard files, and it leads a
 * session of its own, so that what ends ptbench's process group does not end it.
 */
#ifndef PROC_GUARDIAN_H
#define PROC_GUARDIAN_H

#include <sys/types.h>

#include "base/error.h"
#include "proc/group.h"

#define GUARDIAN_MARK	   "PTBENCH_SESSION="
#define GUARDIAN_MARK_SIZE 80

struct guardian {
	pid_t pid;
	int pipe; /* its end tells the guardian */
};

#define GUARDIAN_NONE ((struct guardian){-1, -1})

/* "PTBENCH_SESSION=...", for the environment of everything that this ptbench starts. */
void guardian_mark(char mark[static GUARDIAN_MARK_SIZE]);

/* `groups` may be NULL. */
int guardian_start(struct guardian *guardian, const struct groups *groups, const char *mark,
	struct error *error);

/* Goodbye. */
void guardian_dismiss(struct guardian *guardian);

/* Ends every process that has the mark in its environment, and its session and children. */
void guardian_end_marked(const char *mark);

#endif
