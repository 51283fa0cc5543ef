/*
 * supervise - one program from its start to the end of the last process that came of it.
 *
 * That nothing is left is known for certain and for nothing: ptbench is a subreaper, so every
 * living descendant has an ancestor among ptbench's own children, and wait4(-1) says ECHILD
 * only when there is none.
 *
 * A run that must end (deadline, interrupt, full disk) gets SIGTERM, all of its tree, and
 * SIGKILL after the grace, again and again until nothing is left.
 */
#ifndef PROC_SUPERVISE_H
#define PROC_SUPERVISE_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/error.h"
#include "proc/capture.h"
#include "proc/sampler.h"
#include "proc/spawn.h"
#include "proc/tree.h"

struct supervise_arg {
	struct tree *tree;
	struct sampler *sampler; /* NULL: nobody looks at the tree */
	struct capture *capture; /* NULL: output goes elsewhere */
	double timeout_s; /* INFINITY for none */
	double kill_after_s;
	int signals_before; /* caught before, and not meant for this run: --cleanup runs too */
	void (*tick)(void *context); /* about once a second; NULL for nobody */
	void *tick_context;
	bool tick_late; /* only once the program has ended: until then nothing is disturbed */
	bool leader_only; /* what the program leaves behind may go on (hooks) */
};

/* How it ended. */
struct supervised {
	pid_t leader;
	int status; /* of the leader, as from wait() */
	double start_s;
	double leader_end_s; /* 0 before it has ended */
	double end_s; /* when the last process ended, on CLOCK_MONOTONIC */
	double user_s; /* of everything that ptbench reaped, and what that had reaped */
	double sys_s;
	double largest_bytes; /* most memory of one process */
	int reaped;
	bool timed_out;
	bool interrupted;
	int continued; /* signals_continued() at the last look at it */
	bool overslept; /* ptbench itself was stopped when it ended: end_s is too late */
};

int supervise_start(
	const struct spawn_arg *spawn_arg, struct supervised *run, struct error *error);

/* Waits until all is over; -1 when ptbench failed, and then too nothing is left running. */
int supervise_wait(
	const struct supervise_arg *arg, struct supervised *run, struct error *error);

#endif
