/*
 * group - the control groups of ptbench's own that the command runs in.
 *
 * A group of version 2 knows the CPU seconds of everything that ever ran in it, however it
 * was orphaned or reaped, and ends all of it at once; its memory.peak, or that of a version 1
 * memory group, is the peak of the whole tree. Groups are made once per session, below the
 * group of ptbench itself (or beside it, where that is what was delegated), and every run
 * starts with its watermarks put back. They are called ptbench-PID; the folder stays locked
 * (flock) as long as its owner lives, so that those of a ptbench that was killed are known
 * and removed. Nothing is ever moved into them but children of ptbench, by themselves.
 *
 * Peak memory is the watermark less what is still charged when all processes are gone: that
 * is page cache and other kernel memory, which the machine takes back when it needs it, and
 * which a run of the same command with the files already cached would not be charged with.
 */
#ifndef PROC_GROUP_H
#define PROC_GROUP_H

#include <stdbool.h>
#include <sys/types.h>

#include "core/observation.h"
#include "proc/spawn.h"

struct groups;

/* mkdir(2), or a test's stand-in that puts files into the folder, too. */
typedef int group_maker(const char *directory, mode_t mode);

/* Never fails: without any group, everything below says so. `root` as in proc/procfile.h. */
struct groups *groups_new(const char *root, group_maker *maker);

/* Removes the groups, which must be empty, and frees. NULL is fine. */
void groups_free(struct groups *groups);

/* The files for spawn_arg's `joins`; -1 where there is no group. */
void groups_joins(const struct groups *groups, int joins[static SPAWN_JOINS]);

/* What a run used; unknown is NAN and PEAK_UNKNOWN. */
struct group_usage {
	double user_s;
	double sys_s;
	double peak_bytes;
	enum peak_method peak_method;
};

/* Just before a run is started, and after its last process has ended. Allocates nothing. */
void groups_begin(struct groups *groups);
void groups_end(struct groups *groups, struct group_usage *usage);

/* Whether a peak will be told, so that nobody needs to sample memory. */
bool groups_know_memory(const struct groups *groups);

/*
 * The processes in the groups, in no order, up to `most`; -1 where there is no group to ask.
 */
int groups_list(const struct groups *groups, pid_t *pids, int most);

/* Ends all of them at once where the kernel can (5.14): true when it was asked to. */
bool groups_kill(const struct groups *groups);

/* In the guardian: removes the folders when they are empty; true when all are gone. */
bool groups_remove(const struct groups *groups);

#endif
