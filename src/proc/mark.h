/*
 * mark - a sign on every process that comes of this ptbench, by which each is known again.
 *
 * What has left its parents, its process group and its session is still found by it when
 * ptbench was killed and there is no control group. Children inherit it twice. One is a
 * variable of the environment, which a program may empty. The other is the hard limit of
 * RLIMIT_RTTIME: it binds nobody but programs of real-time priority, and is so high (a hundred
 * thousand years) that it does not bind those either; nothing takes it off over fork and exec,
 * and /proc/PID/limits shows it to everybody.
 */
#ifndef PROC_MARK_H
#define PROC_MARK_H

#include <stdbool.h>
#include <sys/resource.h>
#include <sys/types.h>

#define MARK_SIZE 80

struct mark {
	char variable[MARK_SIZE]; /* "PTBENCH_SESSION=...", for the environment */
	struct rlimit limit; /* RLIM_INFINITY: this machine's own limit leaves no room for it */
};

/* A mark that no other ptbench has. */
void mark_new(struct mark *mark);

/* Puts the limit on this process: in a child, before its exec. */
void mark_put_on(const struct mark *mark);

bool mark_is_on(const struct mark *mark, pid_t pid);

#endif
