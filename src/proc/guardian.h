/*
 * guardian - a small process that outlives ptbench by a moment and ends what it left.
 *
 * It waits for the other end of a line to ptbench to close. When ptbench says goodbye first, it just
 * goes; when ptbench was killed, it ends everything in the control groups, and everything
 * that has this session's mark on it, until nothing of it is left, and sweeps up the files
 * that nobody will read any more. It is no part of
 * the tree: it is not seen by wait4(-1), it lets go of the standard files, and it leads a
 * session of its own, so that what ends ptbench's process group does not end it.
 */
#ifndef PROC_GUARDIAN_H
#define PROC_GUARDIAN_H

#include <sys/types.h>

#include "base/error.h"
#include "proc/group.h"
#include "proc/mark.h"

struct guardian {
	pid_t pid;
	int line; /* a socket: that it ends tells the guardian */
};

#define GUARDIAN_NONE ((struct guardian){-1, -1})

/* What it will do when ptbench is killed; all of it is used in a copy of this process. */
struct guardian_arg {
	const struct groups *groups; /* NULL: there are none */
	const struct mark *mark;
	void (*sweep)(const char *folder); /* removes what nobody will read; NULL for nothing */
	const char *folder; /* an absolute path */
};

/* Returns when it is ready, whatever happens to ptbench from then on. */
int guardian_start(
	struct guardian *guardian, const struct guardian_arg *arg, struct error *error);

/* Goodbye. */
void guardian_dismiss(struct guardian *guardian);

/* Ends every process that has the mark on it, and its session. */
void guardian_end_marked(const struct mark *mark);

#endif
