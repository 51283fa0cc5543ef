#include "config.h"

#include "proc/tree.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#define FIRST_CAPACITY 512
#define MOST_LISTED    32768

static int
by_pid(const void *a, const void *b)
{
	pid_t left = *(const pid_t *)a;
	pid_t right = *(const pid_t *)b;

	return (left > right) - (left < right);
}

bool
tree_is_stranger(const struct tree *tree, pid_t pid)
{
	return tree->stranger_count > 0 &&
		bsearch(&pid, tree->strangers, tree->stranger_count, sizeof pid, by_pid) !=
		NULL;
}

void
tree_add_stranger(struct tree *tree, pid_t pid)
{
	ARRAY_GROW(tree->strangers, tree->stranger_count, tree->stranger_capacity);
	tree->strangers[tree->stranger_count++] = pid;
	qsort(tree->strangers, tree->stranger_count, sizeof pid, by_pid);
}

/* The fields of /proc/PID/stat; the name in parentheses may hold anything, ")" too. */
static bool
parse_stat(const struct tree *tree, char *text, struct process *process)
{
	char *fields = strrchr(text, ')');
	char state;
	int parent;
	int threads;
	unsigned long user;
	unsigned long system;
	long rss;

	/* The kernel writes these numbers: none is too large for its type. */
	if (fields == NULL ||
		/* NOLINTNEXTLINE(cert-err34-c) */
		sscanf(fields,
			") %c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d "
			"%d %*d "
			"%*u %*u %ld",
			&state, &parent, &user, &system, &threads, &rss) != 6)
		return false;
	*process = (struct process){
		.parent = parent,
		.state = state,
		.threads = threads,
		.rss_bytes = (double)rss * tree->page_bytes,
		.user_s = (double)user * tree->tick_s,
		.sys_s = (double)system * tree->tick_s,
	};
	return true;
}

/* False when it is gone. */
static bool
add(struct tree *tree, pid_t pid)
{
	char path[40];
	char text[1024];
	struct process process;

	snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	ssize_t got = read(fd, text, sizeof text - 1);
	close(fd);
	if (got <= 0)
		return false;
	text[got] = '\0';
	if (!parse_stat(tree, text, &process))
		return false;
	process.pid = pid;
	ARRAY_GROW(tree->processes, tree->count, tree->capacity);
	tree->processes[tree->count++] = process;
	return true;
}

/* Adds the children of one thread; -1 when the kernel does not tell them. */
static int
add_children_of(struct tree *tree, pid_t pid, pid_t thread)
{
	char path[64];
	char text[4096];
	pid_t child = 0;
	ssize_t got;

	snprintf(path, sizeof path, "/proc/%ld/task/%ld/children", (long)pid, (long)thread);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	while ((got = read(fd, text, sizeof text)) > 0) {
		for (ssize_t i = 0; i < got; i++) {
			if (text[i] >= '0' && text[i] <= '9') {
				child = child * 10 + (text[i] - '0');
				continue;
			}
			if (!tree_is_stranger(tree, child))
				add(tree, child);
			child = 0;
		}
	}
	close(fd);
	return 0;
}

/* Every thread has its own children. */
static void
add_children(struct tree *tree, const struct process *parent)
{
	char path[40];
	const struct dirent *entry;

	if (parent->threads < 2) {
		add_children_of(tree, parent->pid, parent->pid);
		return;
	}
	snprintf(path, sizeof path, "/proc/%ld/task", (long)parent->pid);
	DIR *folder = opendir(path);
	while (folder != NULL && (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] != '.')
			add_children_of(
				tree, parent->pid, (pid_t)strtol(entry->d_name, NULL, 10));
	if (folder != NULL)
		closedir(folder);
}

/*
 * Generation by generation, at a cost that grows with the tree and not with the machine.
 * false where the kernel was built without CONFIG_PROC_CHILDREN.
 */
static bool
look_down(struct tree *tree)
{
	if (add_children_of(tree, getpid(), getpid()) != 0)
		return false;
	for (size_t i = 0; i < tree->count; i++) {
		struct process parent = tree->processes[i];

		add_children(tree, &parent);
	}
	return true;
}

static int
by_process(const void *a, const void *b)
{
	const struct process *left = a;
	const struct process *right = b;

	return (left->pid > right->pid) - (left->pid < right->pid);
}

static struct process *
find(const struct tree *tree, pid_t pid)
{
	struct process key = {.pid = pid};

	return tree->count == 0
		? NULL
		: bsearch(&key, tree->processes, tree->count, sizeof key, by_process);
}

/* Parents may come after their children, so as many passes as there are generations. */
static void
mark_descendants(struct tree *tree)
{
	pid_t self = getpid();

	for (bool changed = true; changed;) {
		changed = false;
		for (size_t i = 0; i < tree->count; i++) {
			struct process *process = &tree->processes[i];

			if (process->ours || tree_is_stranger(tree, process->pid))
				continue;
			const struct process *parent = find(tree, process->parent);
			if (process->parent == self || (parent != NULL && parent->ours)) {
				process->ours = true;
				changed = true;
			}
		}
	}
}

static void
mark_members(struct tree *tree)
{
	static_assert(MOST_LISTED * sizeof(pid_t) <= 1 << 18, "fits on the stack");
	pid_t pids[MOST_LISTED];
	int listed = tree->groups != NULL ? groups_list(tree->groups, pids, MOST_LISTED) : -1;

	for (int i = 0; i < listed; i++) {
		struct process *process = find(tree, pids[i]);

		if (process != NULL)
			process->ours = true;
	}
}

static void
keep_ours(struct tree *tree)
{
	size_t kept = 0;

	for (size_t i = 0; i < tree->count; i++)
		if (tree->processes[i].ours)
			tree->processes[kept++] = tree->processes[i];
	tree->count = kept;
}

void
tree_look_everywhere(struct tree *tree)
{
	DIR *folder = opendir("/proc");
	const struct dirent *entry;

	tree->count = 0;
	while (folder != NULL && (entry = readdir(folder)) != NULL)
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
			add(tree, (pid_t)strtol(entry->d_name, NULL, 10));
	if (folder != NULL)
		closedir(folder);
	if (tree->count > 0)
		qsort(tree->processes, tree->count, sizeof *tree->processes, by_process);
	mark_descendants(tree);
	mark_members(tree);
	keep_ours(tree);
}

void
tree_look(struct tree *tree)
{
	pid_t pids[MOST_LISTED];
	int listed = tree->groups != NULL ? groups_list(tree->groups, pids, MOST_LISTED) : -1;

	tree->count = 0;
	if (listed < 0 && !look_down(tree))
		tree_look_everywhere(tree);
	for (int i = 0; i < listed; i++)
		add(tree, pids[i]);
}

size_t
tree_signal(const struct tree *tree, int number)
{
	for (size_t i = 0; i < tree->count; i++)
		kill(tree->processes[i].pid, number);
	return tree->count;
}

void
tree_init(struct tree *tree, const struct groups *groups)
{
	*tree = (struct tree){
		.page_bytes = (double)sysconf(_SC_PAGESIZE),
		.tick_s = 1.0 / (double)sysconf(_SC_CLK_TCK),
	};
	/* Nothing is allocated later, while a run is measured, unless its tree is huge. */
	tree->capacity = FIRST_CAPACITY;
	tree->processes = xreallocarray(NULL, tree->capacity, sizeof *tree->processes);
	tree_look(tree);
	for (size_t i = 0; i < tree->count; i++)
		tree_add_stranger(tree, tree->processes[i].pid);
	tree->has_strange_children = tree->count > 0;
	tree->groups = groups;
}

void
tree_release(struct tree *tree)
{
	free(tree->processes);
	free(tree->strangers);
	*tree = (struct tree){0};
}
