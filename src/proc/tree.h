/*
 * tree - the processes that descend from ptbench, or are in its control groups.
 *
 * As a subreaper ptbench is the parent of every orphan, so that each of them has a line of
 * parents up to ptbench, whatever session or process group it put itself into. What was a
 * child of ptbench before the first run (a shell that became ptbench may leave some behind)
 * is none of its business and is left alone.
 *
 * The caller owns the struct, the struct its lists, which are used again for every look.
 */
#ifndef PROC_TREE_H
#define PROC_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "proc/group.h"

struct process {
	pid_t pid;
	pid_t parent;
	char state; /* 'Z' for one that only waits to be reaped */
	int threads;
	double rss_bytes;
	double user_s; /* its own: not of children that it waited for */
	double sys_s;
	bool ours;
};

struct tree {
	const struct groups *groups; /* or NULL; borrowed */
	struct process *processes; /* what the last look saw */
	size_t count;
	size_t capacity;
	pid_t *strangers; /* sorted; never ours */
	size_t stranger_count;
	size_t stranger_capacity;
	bool has_strange_children; /* children from before, of whom wait() may tell */
	double page_bytes;
	double tick_s;
};

/* Notes the children there are now as strangers. */
void tree_init(struct tree *tree, const struct groups *groups);
void tree_release(struct tree *tree);

/* One more that is not ours: the guardian. */
void tree_add_stranger(struct tree *tree, pid_t pid);
bool tree_is_stranger(const struct tree *tree, pid_t pid);

/* Looks at the members of the groups, or down from ptbench where there is no group. */
void tree_look(struct tree *tree);

/* The same, but always at every process: who moved out of the group is seen, too. */
void tree_look_everywhere(struct tree *tree);

/* Sends the signal to all that the last look saw; how many there were. */
size_t tree_signal(const struct tree *tree, int number);

#endif
