#include "config.h"

#include "proc/leftover.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "proc/clock.h"
#include "proc/procfile.h"

#define REMEDY "let the command stop what it starts, or start that in --setup"

/* One that only waits to be reaped keeps nobody waiting. */
static const struct process *
first_alive(const struct tree *tree)
{
	for (size_t i = 0; i < tree->count; i++)
		if (tree->processes[i].state != 'Z')
			return &tree->processes[i];
	return NULL;
}

static void
tell(struct leftover *leftover, const struct listener *listener, char *sentence)
{
	listener->tell(listener->context, sentence);
	leftover->told = true;
	free(sentence);
}

void
leftover_look(struct leftover *leftover, const struct listener *listener, struct tree *tree,
	const struct supervised *run)
{
	char path[40];

	if (listener->tell == NULL || leftover->told || run->leader_end_s <= 0.0 ||
		run->timed_out || run->interrupted ||
		clock_monotonic_s() < run->leader_end_s + LEFTOVER_AFTER_S)
		return;

	tree_look_everywhere(tree);
	const struct process *process = first_alive(tree);
	if (process == NULL)
		return;
	snprintf(path, sizeof path, "/proc/%ld/comm", (long)process->pid);
	char *name = procfile_line("", path);
	if (name != NULL)
		tell(leftover, listener,
			xasprintf("the command has ended, but process %ld (%s), which it "
				  "started, has not, and the run lasts until it does: " REMEDY,
				(long)process->pid, name));
	free(name);
}

void
leftover_judge(struct leftover *leftover, const struct listener *listener,
	const struct supervised *run, double timeout_s)
{
	if (listener->tell == NULL || leftover->told || !run->timed_out ||
		run->leader_end_s <= 0.0 || run->leader_end_s >= run->start_s + timeout_s)
		return;
	tell(leftover, listener,
		xstrdup("the command had ended before --timeout came, but not everything that "
			"it had started: " REMEDY));
}
