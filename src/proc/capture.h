/*
 * capture - what the command prints, kept without ever making it wait for a reader.
 *
 * One pipe serves all runs of a session; ptbench holds both of its ends, so that a process
 * which keeps the write end open cannot hold up the end of a run. The first half of the limit
 * goes to the file as it comes, of the rest the last half is kept in memory and follows when
 * the run has ended, after a line that says how much is missing between them.
 *
 * A file is made when there is something to put in it. Those of runs that print nothing are
 * links to one empty file: a new file can cost as much as a short run (ext4: 0.3 ms).
 */
#ifndef PROC_CAPTURE_H
#define PROC_CAPTURE_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

struct capture {
	int read_end;
	int write_end; /* for the command */
	int directory; /* of the run under way, -1 between runs; borrowed */
	const char *entry; /* its file's name in there; borrowed */
	const char *name; /* the same for the sentence; borrowed */
	int file; /* -1 until the run prints something */
	char empty[32]; /* the entry that was left empty first */
	uint64_t limit;
	uint64_t head; /* bytes in the file so far */
	char *tail; /* a ring, made when it is first needed */
	size_t tail_size;
	uint64_t tail_seen; /* bytes that went through the ring */
	int failed; /* errno of the first write that failed */
};

#define CAPTURE_NONE ((struct capture)                                          \
		{.read_end = -1, .write_end = -1, .directory = -1, .file = -1})

int capture_open(struct capture *capture, uint64_t limit, struct error *error);

/* A run begins; its output goes to `entry` in the folder; both names must outlive the run. */
void capture_begin(struct capture *capture, int directory, const char *entry, const char *name);

/* Takes what is in the pipe now; -1 when it could not be written. */
int capture_drain(struct capture *capture);

/* The run has ended: takes the rest and closes the file; -1 when something was not written. */
int capture_end(struct capture *capture, struct error *error);

void capture_close(struct capture *capture);

#endif
