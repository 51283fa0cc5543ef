/*
 * helper - what the evil programs share. Each of them writes the process ids of what it leaves
 * behind into the file named by $HELPER_PIDS, one a line, so that a test can look for them.
 */
#ifndef TESTS_HELPER_H
#define TESTS_HELPER_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* The number of that argument, or what stands for it. */
static inline double
argument(int argc, char **argv, int index, double otherwise)
{
	return index < argc ? strtod(argv[index], NULL) : otherwise;
}

/* One write() each, so that lines of several processes do not mix. */
static inline void
note_pid(void)
{
	const char *name = getenv("HELPER_PIDS");
	char line[32];

	if (name == NULL)
		return;
	int fd = open(name, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	int length = snprintf(line, sizeof line, "%ld\n", (long)getpid());
	if (fd < 0 || write(fd, line, (size_t)length) != length)
		_exit(99);
	close(fd);
}

static inline void
sleep_s(double seconds)
{
	struct timespec rest = {
		(time_t)seconds, (long)((seconds - (double)(time_t)seconds) * 1e9)};

	while (nanosleep(&rest, &rest) != 0)
		continue;
}

/* Uses that much CPU time of its own, whatever else runs on the machine. */
static inline void
burn_s(double seconds)
{
	struct timespec now;
	volatile unsigned sink = 0;

	do {
		for (unsigned i = 0; i < 20000; i++)
			sink = sink + i;
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	} while ((double)now.tv_sec + (double)now.tv_nsec * 1e-9 < seconds);
}

/* The process above `pid`; true when `pid` itself is ptbench. */
static inline int
is_ptbench(long pid, long *parent)
{
	char path[40];
	char text[512];

	snprintf(path, sizeof path, "/proc/%ld/stat", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	const char *end = strrchr(text, ')');
	*parent = end != NULL && strlen(end) > 4 ? strtol(end + 4, NULL, 10) : 0;
	return strstr(text, " (ptbench) ") != NULL;
}

/* How often that process went to sleep. */
static inline long
sleeps_of(long pid)
{
	static const char name[] = "\nvoluntary_ctxt_switches:";
	char path[40];
	char text[4096];

	snprintf(path, sizeof path, "/proc/%ld/status", pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
	close(fd);
	text[got > 0 ? got : 0] = '\0';
	const char *at = strstr(text, name);
	return at != NULL ? strtol(at + strlen(name), NULL, 10) : 0;
}

/*
 * Returns when ptbench, which runs us, has looked at its processes, however slow the machine
 * is: each look ends with a sleep, and few of its sleeps end without one.
 */
static inline void
wait_until_seen(void)
{
	long pid = getppid();
	long parent;

	while (!is_ptbench(pid, &parent)) {
		if (parent <= 1)
			return;
		pid = parent;
	}
	for (long before = sleeps_of(pid); sleeps_of(pid) < before + 4;)
		sleep_s(0.01);
}

#endif
