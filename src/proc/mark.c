#include "config.h"

#include "proc/mark.h"

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define VARIABLE "PTBENCH_SESSION="
#define HIGHEST	 (UINT64_C(1) << 62)
#define LOWEST	 (UINT64_C(1) << 58) /* microseconds: nine thousand years */
#define SPREAD	 (UINT64_C(1) << 50) /* marks to choose from */

/*
 * Without privileges a hard limit only goes down, so a ptbench inside of a measured command
 * takes a lower one; hundreds fit into one another. Whoever really limits real time is left
 * alone.
 */
static struct rlimit
limit_below(uint64_t unique)
{
	struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
	struct rlimit own;

	if (sizeof(rlim_t) < sizeof(uint64_t) || getrlimit(RLIMIT_RTTIME, &own) != 0)
		return limit;
	uint64_t highest = own.rlim_max < HIGHEST ? own.rlim_max : HIGHEST;
	if (highest < LOWEST)
		return limit;
	limit.rlim_max = highest - 1 - unique % SPREAD;
	limit.rlim_cur = own.rlim_cur < limit.rlim_max ? own.rlim_cur : limit.rlim_max;
	return limit;
}

void
mark_new(struct mark *mark)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	snprintf(mark->variable, MARK_SIZE, VARIABLE "%ld.%lld.%09ld", (long)getpid(),
		(long long)now.tv_sec, now.tv_nsec);
	mark->limit = limit_below(((uint64_t)getpid() << 30) ^ (uint64_t)now.tv_nsec ^
		((uint64_t)now.tv_sec << 20));
}

void
mark_put_on(const struct mark *mark)
{
	/* Where that is refused, the variable is left. */
	if (mark->limit.rlim_max != RLIM_INFINITY)
		setrlimit(RLIMIT_RTTIME, &mark->limit);
}

static int
open_of(pid_t pid, const char *file)
{
	char path[40];

	snprintf(path, sizeof path, "/proc/%ld/%s", (long)pid, file);
	return open(path, O_RDONLY | O_CLOEXEC);
}

/* Looks for the variable in pieces of the environment, which may be megabytes. */
static bool
in_environment(const struct mark *mark, pid_t pid)
{
	char bytes[16384];
	size_t kept = 0;
	size_t length = strlen(mark->variable);
	bool found = false;
	ssize_t got;

	int fd = open_of(pid, "environ");
	if (fd < 0)
		return false;
	while (!found && (got = read(fd, bytes + kept, sizeof bytes - kept)) > 0) {
		size_t have = kept + (size_t)got;

		found = memmem(bytes, have, mark->variable, length) != NULL;
		kept = have < length ? have : length;
		memmove(bytes, bytes + have - kept, kept);
	}
	close(fd);
	return found;
}

/* "Max realtime timeout      SOFT      HARD      us" */
static bool
in_limits(const struct mark *mark, pid_t pid)
{
	static const char name[] = "Max realtime timeout";
	char text[4096];

	if (mark->limit.rlim_max == RLIM_INFINITY)
		return false;
	int fd = open_of(pid, "limits");
	ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
	if (fd >= 0)
		close(fd);
	text[got > 0 ? got : 0] = '\0';
	const char *at = strstr(text, name);
	if (at == NULL)
		return false;
	at += strlen(name);
	at += strspn(at, " ");
	at += strcspn(at, " "); /* the soft one may be "unlimited" */
	return strtoull(at, NULL, 10) == mark->limit.rlim_max;
}

/* The limits first: they are one page, and never swapped out. */
bool
mark_is_on(const struct mark *mark, pid_t pid)
{
	return in_limits(mark, pid) || in_environment(mark, pid);
}
