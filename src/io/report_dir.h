/*
 * report_dir - the folder that one run's test reports go to, and which files are the run's.
 *
 * The caller owns the struct, the struct its contents; report_dir_remove() removes the folder
 * with all that is in it and frees them.
 */
#ifndef IO_REPORT_DIR_H
#define IO_REPORT_DIR_H

#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "base/error.h"
#include "base/strvec.h"

/* A file that a pattern matched before the run. */
struct report_before {
	char *path;
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
};

struct report_dir {
	char *path; /* absolute; NULL: not made */
	struct timespec made; /* by the file system's clock, just before the run */
	struct report_before *before;
	size_t before_count;
};

#define REPORT_DIR_INIT                                                                        \
	{                                                                                      \
		0                                                                              \
	}

/* Removes what a ptbench that was killed left below `parent`. */
void report_dir_remove_stale(const char *parent);

/* Makes a folder below `parent`; -1 with STATUS_INTERNAL. */
int report_dir_make(const char *parent, struct report_dir *dir, struct error *error);

/* Notes what the patterns match before the run: files that stay as they are are not its own. */
void report_dir_note(struct report_dir *dir, const struct strvec *patterns);

/* Pushes the files that the patterns match and that are the run's own, each once, in order.
 * How many others there were: older than the run or untouched by it. */
size_t report_dir_find(
	const struct report_dir *dir, const struct strvec *patterns, struct strvec *files);

void report_dir_remove(struct report_dir *dir);

#endif
