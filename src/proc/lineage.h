/*
 * lineage - the control groups of this process from its own up to the mount.
 *
 * A limit of any ancestor binds too, so whoever asks for a limit walks the whole way.
 * Which hierarchy holds a controller, where it is mounted and what a container shows
 * of it: proc(5), cgroups(7), Documentation/admin-guide/cgroup-v2.rst. The caller owns
 * the struct, the struct its contents.
 */
#ifndef PROC_LINEAGE_H
#define PROC_LINEAGE_H

#include <stddef.h>

struct control_group {
	char *path; /* as the kernel names it: "/user.slice" */
	char *directory; /* where its files are, below the root prefix */
};

struct lineage {
	int version; /* 1 or 2; 0: no such hierarchy here */
	struct control_group *groups; /* own group first */
	size_t count;
	size_t capacity;
};

#define LINEAGE_INIT                                                                           \
	{                                                                                      \
		0                                                                              \
	}

/* Fills an empty lineage with the groups that hold `controller` ("cpu", "memory"). */
void lineage_read(const char *root, const char *controller, struct lineage *lineage);
void lineage_release(struct lineage *lineage);

#endif
