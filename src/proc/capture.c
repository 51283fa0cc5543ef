#include "config.h"

#include "proc/capture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/remedy.h"

#define PIPE_SIZE  (1 << 20) /* what an unprivileged user may ask for */
#define CHUNK_SIZE (1 << 16)

int
capture_open(struct capture *capture, uint64_t limit, struct error *error)
{
	int ends[2];

	*capture = CAPTURE_NONE;
	capture->limit = limit;
	capture->tail_size = (size_t)(limit / 2);
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set(error, STATUS_INTERNAL,
			"cannot make a pipe for the command's output: %s: %s", strerror(errno),
			remedy(errno));
	capture->read_end = ends[0];
	capture->write_end = ends[1];
	/* Only our end: a program that finds its stdout non-blocking loses output. */
	fcntl(capture->read_end, F_SETFL, O_NONBLOCK);
	/* A larger pipe means fewer turns for us beside the command; the default will do, too. */
	fcntl(capture->write_end, F_SETPIPE_SZ, PIPE_SIZE);
	return 0;
}

static int
not_written(const struct capture *capture, int reason, struct error *error)
{
	return error_set(error, STATUS_INTERNAL,
		"cannot write %s: %s: %s, then go on with --resume", capture->name,
		strerror(reason), remedy(reason));
}

void
capture_begin(struct capture *capture, int directory, const char *entry, const char *name)
{
	capture->directory = directory;
	capture->entry = entry;
	capture->name = name;
	capture->head = 0;
	capture->tail_seen = 0;
	capture->failed = 0;
}

/*
 * Never into a file that is there: it may be a link to the empty one, left by a measurement
 * that is resumed, and what is written would be in every log.
 */
static void
create(struct capture *capture)
{
	int flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC;

	capture->file = openat(capture->directory, capture->entry, flags, 0666);
	if (capture->file < 0 && errno == EEXIST) {
		unlinkat(capture->directory, capture->entry, 0);
		capture->file = openat(capture->directory, capture->entry, flags, 0666);
	}
	if (capture->file < 0)
		capture->failed = errno;
}

static void
write_all(struct capture *capture, const char *bytes, size_t length)
{
	if (length > 0 && capture->file < 0 && capture->failed == 0)
		create(capture);
	while (length > 0 && capture->failed == 0) {
		ssize_t written = write(capture->file, bytes, length);

		if (written >= 0) {
			bytes += written;
			length -= (size_t)written;
		} else if (errno != EINTR) {
			capture->failed = errno;
		}
	}
}

/* Only the last `tail_size` bytes of what goes in come out again. */
static void
keep_tail(struct capture *capture, const char *bytes, size_t length)
{
	if (capture->tail_size == 0 || length == 0) {
		capture->tail_seen += length;
		return;
	}
	if (capture->tail == NULL)
		capture->tail = xmalloc(capture->tail_size);
	if (length > capture->tail_size) {
		capture->tail_seen += length - capture->tail_size;
		bytes += length - capture->tail_size;
		length = capture->tail_size;
	}
	size_t at = (size_t)(capture->tail_seen % capture->tail_size);
	size_t first = length < capture->tail_size - at ? length : capture->tail_size - at;
	memcpy(capture->tail + at, bytes, first);
	memcpy(capture->tail, bytes + first, length - first);
	capture->tail_seen += length;
}

static void
take(struct capture *capture, const char *bytes, size_t length)
{
	uint64_t head_limit = capture->limit - capture->tail_size;
	uint64_t room = head_limit > capture->head ? head_limit - capture->head : 0;
	size_t now = length < room ? length : (size_t)room;

	if (capture->directory < 0)
		return;
	write_all(capture, bytes, now);
	capture->head += now;
	keep_tail(capture, bytes + now, length - now);
}

/*
 * One pipe full at a time, not until it is empty: a command that prints faster than we read
 * would keep us from its deadline and from Ctrl-C.
 */
int
capture_drain(struct capture *capture)
{
	char bytes[CHUNK_SIZE];

	for (size_t total = 0; total < PIPE_SIZE && capture->failed == 0;) {
		ssize_t got = read(capture->read_end, bytes, sizeof bytes);

		if (got <= 0)
			break;
		take(capture, bytes, (size_t)got);
		total += (size_t)got;
		if ((size_t)got < sizeof bytes)
			break;
	}
	return capture->failed == 0 ? 0 : -1;
}

static void
write_tail(struct capture *capture)
{
	uint64_t kept = capture->tail_seen < capture->tail_size ? capture->tail_seen
								: capture->tail_size;
	uint64_t lost = capture->tail_seen - kept;
	char line[80];

	if (lost > 0) {
		int length = snprintf(line, sizeof line,
			"\n[ptbench left out %llu bytes here]\n", (unsigned long long)lost);
		write_all(capture, line, (size_t)length);
	}
	if (kept == 0)
		return;
	size_t begin = lost > 0 ? (size_t)(capture->tail_seen % capture->tail_size) : 0;
	size_t first = (size_t)kept < capture->tail_size - begin ? (size_t)kept
								 : capture->tail_size - begin;
	write_all(capture, capture->tail + begin, first);
	write_all(capture, capture->tail, (size_t)kept - first);
}

/* File systems without links, or with too many of them, get a file each. */
static void
leave_empty(struct capture *capture)
{
	int directory = capture->directory;

	if (capture->failed != 0 ||
		(*capture->empty != '\0' &&
			linkat(directory, capture->empty, directory, capture->entry, 0) == 0))
		return;
	create(capture);
	if (capture->failed == 0 && *capture->empty == '\0' &&
		strlen(capture->entry) < sizeof capture->empty)
		memcpy(capture->empty, capture->entry, strlen(capture->entry) + 1);
}

int
capture_end(struct capture *capture, struct error *error)
{
	int waiting = 0;

	if (capture->directory < 0)
		return 0;
	/* The tree is gone, so the pipe does not fill again; a read that fails may be tried
	 * again. */
	for (int tries = 0; tries < 64; tries++)
		if (ioctl(capture->read_end, FIONREAD, &waiting) != 0 || waiting == 0 ||
			capture_drain(capture) != 0)
			break;
	write_tail(capture);
	if (capture->file < 0)
		leave_empty(capture);
	/* Over a network, a full disk may be told only here. */
	if (capture->file >= 0 && close(capture->file) != 0 && capture->failed == 0 &&
		errno != EINTR)
		capture->failed = errno;
	capture->file = -1;
	capture->directory = -1;
	return capture->failed == 0 ? 0 : not_written(capture, capture->failed, error);
}

void
capture_close(struct capture *capture)
{
	if (capture->file >= 0)
		close(capture->file);
	if (capture->read_end >= 0)
		close(capture->read_end);
	if (capture->write_end >= 0)
		close(capture->write_end);
	free(capture->tail);
	*capture = CAPTURE_NONE;
}
