/*
 * leftover - says what keeps a run going after its command has ended.
 *
 * A command that starts a daemon (gradle, watchman, a test's own server) and ends leaves a run
 * that lasts until the daemon does, which may be for ever: who waits should know for whom.
 */
#ifndef PROC_LEFTOVER_H
#define PROC_LEFTOVER_H

#include <stdbool.h>

#include "core/measurer.h"
#include "proc/supervise.h"
#include "proc/tree.h"

#define LEFTOVER_AFTER_S 5.0 /* what clears up behind a command takes less */

struct leftover {
	bool told; /* once in a measurement is enough */
};

/* To be called now and then while the run goes on; looks at the tree's processes. */
void leftover_look(struct leftover *leftover, const struct listener *listener,
	struct tree *tree, const struct supervised *run);

/* The run has ended: tells if --timeout ended only what the command had left behind. */
void leftover_judge(struct leftover *leftover, const struct listener *listener,
	const struct supervised *run, double timeout_s);

#endif
