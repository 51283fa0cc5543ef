#include "config.h"

#include "io/directory.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/strvec.h"
#include "io/file.h"

#define SAME_SECOND_MOST 1000 /* folders of one second; more is a loop gone wild */

static int
refuse(const char *path, int reason, struct error *error)
{
	const char *why =
		reason == EEXIST ? "a file of that name is in the way" : strerror(reason);

	return error_set(error, STATUS_INTERNAL,
		"%s: the folder cannot be made or written (%s): choose another one with "
		"--output",
		path, why);
}

static bool
holds(const char *directory, const char *name)
{
	char *path = xasprintf("%s/%s", directory, name);
	bool found = file_exists(path);

	free(path);
	return found;
}

/* Whether the folder holds what an earlier measurement wrote. */
static bool
has_results(const char *path)
{
	static const char *const names[] = {"runs.csv", "report.json", "session.json"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (holds(path, names[i]))
			return true;
	return false;
}

/* Makes one folder; one that is there already will do. -1 with errno. */
static int
make_one(const char *path)
{
	if (mkdir(path, 0777) == 0)
		return 0;

	int reason = errno;
	if (reason == EEXIST && file_is_directory(path))
		return 0;
	errno = reason;
	return -1;
}

/* The folder and the missing ones above it. */
static int
make_all(const char *path)
{
	char *part = xstrdup(path);
	int result = 0;

	for (char *slash = strchr(part + 1, '/'); slash != NULL && result == 0;
		slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		result = make_one(part);
		*slash = '/';
	}
	if (result == 0)
		result = make_one(part);

	int reason = errno;
	free(part);
	errno = reason;
	return result;
}

static int
make_below(const char *path, const char *name, struct error *error)
{
	char *below = xasprintf("%s/%s", path, name);
	int result = make_one(below);

	if (result == 0 && access(below, W_OK | X_OK) != 0)
		result = -1;
	if (result != 0)
		refuse(below, errno, error);
	free(below);
	return result;
}

static int
make_contents(const char *path, struct error *error)
{
	if (access(path, W_OK | X_OK) != 0)
		return refuse(path, errno, error);
	if (make_below(path, "logs", error) != 0)
		return -1;
	return make_below(path, "plots", error);
}

/* Only what was measured can be gone on with: a report of recorded runs has no session. */
static int
refuse_used(const char *path, struct error *error)
{
	char *session = xasprintf("%s/session.json", path);
	bool resumable = access(session, F_OK) == 0;

	free(session);
	return error_set(error, STATUS_USAGE,
		"%s: holds results already: %schoose another folder with --output", path,
		resumable ? "go on with --resume, or " : "");
}

static int
make_wanted(const char *wanted, char **path, struct error *error)
{
	if (has_results(wanted))
		return refuse_used(wanted, error);
	if (make_all(wanted) != 0)
		return refuse(wanted, errno, error);
	if (make_contents(wanted, error) != 0)
		return -1;
	*path = xstrdup(wanted);
	return 0;
}

/* mkdir() decides who of two that start in the same second gets the name. */
static char *
make_stamped(const char *stamp, struct error *error)
{
	char *path = xasprintf("%s/%s", RESULTS_DIRECTORY, stamp);

	for (int i = 2; mkdir(path, 0777) != 0; i++) {
		if (errno != EEXIST || i > SAME_SECOND_MOST) {
			refuse(path, errno, error);
			free(path);
			return NULL;
		}
		free(path);
		path = xasprintf("%s/%s-%d", RESULTS_DIRECTORY, stamp, i);
	}
	return path;
}

/* Best effort: results that nobody points at are results all the same. A file or folder that
 * the user named `latest` is left alone. */
static void
point_latest(const char *path)
{
	static const char latest[] = RESULTS_DIRECTORY "/latest";
	const char *name = strrchr(path, '/') + 1;
	char *temporary = xasprintf("%s/.latest-%s", RESULTS_DIRECTORY, name);
	struct stat found;

	if (lstat(latest, &found) != 0 || S_ISLNK(found.st_mode))
		if (symlink(name, temporary) == 0 && rename(temporary, latest) != 0)
			unlink(temporary);
	free(temporary);
}

static int
ignore_in_git(struct error *error)
{
	static const char path[] = RESULTS_DIRECTORY "/.gitignore";
	static const char text[] = "# Measurements are no part of the project.\n*\n";

	return file_exists(path) ? 0 : file_write(path, text, sizeof text - 1, error);
}

int
directory_make(const char *wanted, const char *stamp, char **path, struct error *error)
{
	if (wanted != NULL)
		return make_wanted(wanted, path, error);
	if (make_one(RESULTS_DIRECTORY) != 0)
		return refuse(RESULTS_DIRECTORY, errno, error);
	if (ignore_in_git(error) != 0)
		return -1;

	char *made = make_stamped(stamp, error);
	if (made == NULL)
		return -1;
	if (make_contents(made, error) != 0) {
		rmdir(made);
		free(made);
		return -1;
	}
	point_latest(made);
	*path = made;
	return 0;
}

int
directory_lock(const char *path, int *lock, struct error *error)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (folder >= 0 && flock(folder, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
		close(folder);
		return error_set(error, STATUS_USAGE,
			"%s: another ptbench is measuring into it: wait until that one has "
			"ended, or stop it",
			path);
	}
	*lock = folder;
	return 0;
}

void
directory_unlock(int lock)
{
	if (lock >= 0)
		close(lock);
}

static int
compare_newest_first(const void *left, const void *right)
{
	const char *const *a = left;
	const char *const *b = right;

	/* By version, so that "-10" is newer than "-2". */
	return strverscmp(*b, *a);
}

static void
list_reports(struct strvec *names)
{
	DIR *directory = opendir(RESULTS_DIRECTORY);

	if (directory == NULL)
		return;
	for (struct dirent *entry = readdir(directory); entry != NULL;
		entry = readdir(directory)) {
		char *report = xasprintf("%s/report.json", entry->d_name);
		if (entry->d_name[0] != '.' && strcmp(entry->d_name, "latest") != 0 &&
			holds(RESULTS_DIRECTORY, report))
			strvec_push(names, entry->d_name);
		free(report);
	}
	closedir(directory);
}

char *
directory_recent(int nth)
{
	struct strvec names = STRVEC_INIT;
	char *path = NULL;

	list_reports(&names);
	if (names.count > 1)
		qsort(names.items, names.count, sizeof *names.items, compare_newest_first);
	if (nth >= 0 && (size_t)nth < names.count)
		path = xasprintf("%s/%s", RESULTS_DIRECTORY, names.items[nth]);
	strvec_release(&names);
	return path;
}
