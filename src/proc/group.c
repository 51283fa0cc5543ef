#include "config.h"

#include "proc/group.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/lineage.h"
#include "proc/procfile.h"

#define PREFIX	   "ptbench-"
#define MOST_TRIES 100 /* names that others may hold: other PID namespaces, one cgroup tree */

/* One folder and its files, which stay open for the session. */
struct group {
	char *directory; /* NULL: there is none */
	int folder; /* open and locked */
	int processes; /* cgroup.procs */
	int kill; /* cgroup.kill */
	int cpu; /* cpu.stat */
	int peak; /* the watermark */
	int charged; /* what is charged now */
};

#define GROUP_NONE ((struct group){NULL, -1, -1, -1, -1, -1, -1})

/* Where the two versions keep the same figures. */
struct layout {
	const char *peak;
	const char *charged;
	enum peak_method method;
};

static const struct layout layouts[] = {
	{"memory.peak", "memory.current", PEAK_CGROUP2},
	{"memory.max_usage_in_bytes", "memory.usage_in_bytes", PEAK_CGROUP1},
};

enum {
	UNIFIED,
	MEMORY,
	GROUPS,
};

struct groups {
	group_maker *maker;
	struct group items[GROUPS];
	double user_before_s; /* at the end of the last run: nobody is in the groups meanwhile */
	double sys_before_s;
	bool counters_are_new; /* the last run's end tells nothing of this one's beginning */
};

static int
open_in(const char *directory, const char *file, int flags)
{
	char path[PATH_MAX];

	if (snprintf(path, sizeof path, "%s/%s", directory, file) >= (int)sizeof path)
		return -1;
	return open(path, flags | O_CLOEXEC);
}

static void
close_files(struct group *group)
{
	int *const files[] = {&group->folder, &group->processes, &group->kill, &group->cpu,
		&group->peak, &group->charged};

	for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
		if (*files[i] >= 0)
			close(*files[i]);
		*files[i] = -1;
	}
}

static void
drop(struct group *group)
{
	close_files(group);
	if (group->directory != NULL)
		rmdir(group->directory);
	free(group->directory);
	*group = GROUP_NONE;
}

/* False when the folder cannot be used at all. */
static bool
open_files(struct group *group, const struct layout *layout)
{
	const char *directory = group->directory;

	group->folder = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (group->folder < 0 || flock(group->folder, LOCK_EX | LOCK_NB) != 0)
		return false;
	group->processes = open_in(directory, "cgroup.procs", O_RDWR);
	group->kill = open_in(directory, "cgroup.kill", O_WRONLY);
	group->cpu = open_in(directory, "cpu.stat", O_RDONLY);
	group->peak = open_in(directory, layout->peak, O_RDWR);
	/* Before Linux 6.12 the watermark of version 2 can only be read. */
	if (group->peak < 0)
		group->peak = open_in(directory, layout->peak, O_RDONLY);
	group->charged = open_in(directory, layout->charged, O_RDONLY);
	return group->processes >= 0;
}

/* Removes what ptbenches left that were killed together with their guardian. */
static void
remove_stale(const char *parent)
{
	DIR *folder = opendir(parent);
	const struct dirent *entry;

	while (folder != NULL && (entry = readdir(folder)) != NULL) {
		if (strncmp(entry->d_name, PREFIX, strlen(PREFIX)) != 0)
			continue;
		int fd = openat(
			dirfd(folder), entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		/* An owner that lives holds the lock; rmdir() refuses one with processes in it. */
		if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
			unlinkat(dirfd(folder), entry->d_name, AT_REMOVEDIR);
		if (fd >= 0)
			close(fd);
	}
	if (folder != NULL)
		closedir(folder);
}

/*
 * Between its birth and its lock another ptbench, which begins at that moment, may take it for
 * a stale one: then there is the next name.
 */
static struct group
make_one(struct groups *groups, const char *parent, const struct layout *layout)
{
	struct group group = GROUP_NONE;

	for (int try = 0; try < MOST_TRIES; try++) {
		group.directory = try == 0
			? xasprintf("%s/" PREFIX "%ld", parent, (long)getpid())
			: xasprintf("%s/" PREFIX "%ld-%d", parent, (long)getpid(), try);
		if (groups->maker(group.directory, 0755) == 0) {
			if (open_files(&group, layout))
				return group;
			drop(&group);
			continue;
		}
		free(group.directory);
		group.directory = NULL;
		if (errno != EEXIST)
			break;
	}
	return group;
}

static struct group
make(struct groups *groups, const char *parent, const struct layout *layout)
{
	remove_stale(parent);
	return make_one(groups, parent, layout);
}

/*
 * Below our own group first: that is always ours to divide. Where it cannot give memory.peak
 * (a group with processes in it passes no controllers on), the group above it may, where a
 * slice was delegated to the user.
 */
static void
make_unified(struct groups *groups, const struct lineage *lineage)
{
	struct group *group = &groups->items[UNIFIED];

	for (size_t i = 0; i < lineage->count && i < 2; i++) {
		struct group candidate =
			make(groups, lineage->groups[i].directory, &layouts[UNIFIED]);
		bool better = candidate.directory != NULL &&
			(group->directory == NULL || candidate.peak >= 0);

		if (better) {
			drop(group);
			*group = candidate;
		} else {
			drop(&candidate);
		}
		if (group->peak >= 0)
			break;
	}
}

struct groups *
groups_new(const char *root, group_maker *maker)
{
	struct groups *groups = xcalloc(1, sizeof *groups);
	struct lineage unified = LINEAGE_INIT;
	struct lineage memory = LINEAGE_INIT;

	groups->maker = maker;
	groups->counters_are_new = true;
	for (size_t i = 0; i < GROUPS; i++)
		groups->items[i] = GROUP_NONE;

	/* No hierarchy of version 1 has a controller of this name, so this asks for version 2. */
	lineage_read(root, "unified", &unified);
	lineage_read(root, "memory", &memory);
	make_unified(groups, &unified);
	if (memory.version == 1 && memory.count > 0)
		groups->items[MEMORY] =
			make(groups, memory.groups[0].directory, &layouts[MEMORY]);
	lineage_release(&unified);
	lineage_release(&memory);
	return groups;
}

void
groups_free(struct groups *groups)
{
	if (groups == NULL)
		return;
	for (size_t i = 0; i < GROUPS; i++)
		drop(&groups->items[i]);
	free(groups);
}

void
groups_joins(const struct groups *groups, int joins[static SPAWN_JOINS])
{
	for (size_t i = 0; i < SPAWN_JOINS; i++)
		joins[i] = groups->items[i].processes;
}

/* The text of a small file from its beginning; "" when it cannot be read. */
static const char *
reread(int fd, char *text, size_t size)
{
	ssize_t got = fd >= 0 ? pread(fd, text, size - 1, 0) : -1;

	text[got > 0 ? got : 0] = '\0';
	return text;
}

static double
number_in(int fd)
{
	char text[64];
	char *end;
	double number = strtod(reread(fd, text, sizeof text), &end);

	return end == text ? (double)NAN : number;
}

static void
read_cpu(const struct groups *groups, double *user_s, double *sys_s)
{
	char text[1024];

	reread(groups->items[UNIFIED].cpu, text, sizeof text);
	if (procfile_field(text, "user_usec", user_s) &&
		procfile_field(text, "system_usec", sys_s)) {
		*user_s /= 1e6;
		*sys_s /= 1e6;
	} else {
		*user_s = UNKNOWN;
		*sys_s = UNKNOWN;
	}
}

/*
 * A watermark that cannot be put back belongs to the group's whole life: then every run gets
 * a new group.
 */
static void
reset_peak(struct groups *groups, size_t index)
{
	struct group *group = &groups->items[index];

	if (group->peak < 0 || pwrite(group->peak, "0", 1, 0) == 1)
		return;

	char *parent = xstrdup(group->directory);
	*strrchr(parent, '/') = '\0';
	drop(group);
	*group = make_one(groups, parent, &layouts[index]);
	free(parent);
	groups->counters_are_new = true;
}

void
groups_begin(struct groups *groups)
{
	for (size_t i = 0; i < GROUPS; i++)
		reset_peak(groups, i);
	if (groups->counters_are_new)
		read_cpu(groups, &groups->user_before_s, &groups->sys_before_s);
	groups->counters_are_new = false;
}

void
groups_end(struct groups *groups, struct group_usage *usage)
{
	double user_s, sys_s;

	*usage = (struct group_usage){UNKNOWN, UNKNOWN, UNKNOWN, PEAK_UNKNOWN};
	read_cpu(groups, &user_s, &sys_s);
	usage->user_s = user_s - groups->user_before_s;
	usage->sys_s = sys_s - groups->sys_before_s;
	groups->user_before_s = user_s;
	groups->sys_before_s = sys_s;
	groups->counters_are_new = !isfinite(user_s);
	for (size_t i = 0; i < GROUPS && usage->peak_method == PEAK_UNKNOWN; i++) {
		double peak = number_in(groups->items[i].peak);
		double left = number_in(groups->items[i].charged);

		if (!isfinite(peak) || !isfinite(left))
			continue;
		usage->peak_bytes = peak > left ? peak - left : 0.0;
		usage->peak_method = layouts[i].method;
	}
}

bool
groups_know_memory(const struct groups *groups)
{
	return groups->items[UNIFIED].peak >= 0 || groups->items[MEMORY].peak >= 0;
}

int
groups_list(const struct groups *groups, pid_t *pids, int most)
{
	int fd = groups->items[UNIFIED].processes;
	char text[16384];
	off_t offset = 0;
	int count = 0;
	long pid = 0;
	bool digits = false;
	ssize_t got;

	if (fd < 0)
		fd = groups->items[MEMORY].processes;
	if (fd < 0)
		return -1;
	while ((got = pread(fd, text, sizeof text, offset)) > 0) {
		for (ssize_t i = 0; i < got; i++) {
			if (text[i] >= '0' && text[i] <= '9') {
				pid = pid * 10 + (text[i] - '0');
				digits = true;
			} else if (digits) {
				if (count < most)
					pids[count++] = (pid_t)pid;
				pid = 0;
				digits = false;
			}
		}
		offset += got;
	}
	return got < 0 ? -1 : count;
}

bool
groups_kill(const struct groups *groups)
{
	int fd = groups->items[UNIFIED].kill;

	return fd >= 0 && write(fd, "1", 1) == 1;
}

bool
groups_remove(const struct groups *groups)
{
	bool gone = true;

	for (size_t i = 0; i < GROUPS; i++)
		if (groups->items[i].directory != NULL &&
			rmdir(groups->items[i].directory) != 0 && errno != ENOENT)
			gone = false;
	return gone;
}
