#include "config.h"

#include "io/report_dir.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

#define DEPTH_MOST 32 /* of folders that a runner made in ours */

static const char *
temporary_parent(void)
{
	const char *parent = getenv("TMPDIR");

	return parent != NULL && *parent != '\0' ? parent : "/tmp";
}

int
report_dir_make(const char *parent, struct report_dir *dir, struct error *error)
{
	struct stat status;
	char *path = xasprintf(
		"%s/ptbench-tests-XXXXXX", parent != NULL ? parent : temporary_parent());

	*dir = (struct report_dir)REPORT_DIR_INIT;
	if (mkdtemp(path) == NULL || stat(path, &status) != 0) {
		error_set(error, STATUS_INTERNAL,
			"%s: no folder for test reports can be made (%s): set TMPDIR to a "
			"folder that can be written",
			path, strerror(errno));
		free(path);
		return -1;
	}
	/* The command may change its folder before it writes. */
	dir->path = realpath(path, NULL);
	if (dir->path == NULL)
		dir->path = xstrdup(path);
	dir->made = status.st_ctim;
	free(path);
	return 0;
}

typedef void visit_file(void *context, const char *path, const struct stat *status);

static void
each_match(const struct strvec *patterns, visit_file *visit, void *context)
{
	for (size_t i = 0; i < patterns->count; i++) {
		glob_t matches;

		if (glob(patterns->items[i], 0, NULL, &matches) != 0)
			continue;
		for (size_t j = 0; j < matches.gl_pathc; j++) {
			struct stat status;

			if (stat(matches.gl_pathv[j], &status) == 0 && S_ISREG(status.st_mode))
				visit(context, matches.gl_pathv[j], &status);
		}
		globfree(&matches);
	}
}

static void
note_file(void *context, const char *path, const struct stat *status)
{
	struct report_dir *dir = context;

	dir->before = xreallocarray(dir->before, dir->before_count + 1, sizeof *dir->before);
	dir->before[dir->before_count++] = (struct report_before){
		.path = xstrdup(path),
		.device = status->st_dev,
		.inode = status->st_ino,
		.size = status->st_size,
		.changed = status->st_ctim,
	};
}

void
report_dir_note(struct report_dir *dir, const struct strvec *patterns)
{
	each_match(patterns, note_file, dir);
}

static bool
is_earlier(struct timespec one, struct timespec other)
{
	return one.tv_sec < other.tv_sec ||
		(one.tv_sec == other.tv_sec && one.tv_nsec < other.tv_nsec);
}

static bool
is_untouched(const struct report_before *before, const struct stat *status)
{
	return before->device == status->st_dev && before->inode == status->st_ino &&
		before->size == status->st_size &&
		!is_earlier(before->changed, status->st_ctim) &&
		!is_earlier(status->st_ctim, before->changed);
}

struct finding_files {
	const struct report_dir *dir;
	struct strvec *files;
	size_t stale;
};

static void
find_file(void *context, const char *path, const struct stat *status)
{
	struct finding_files *finding = context;
	bool stale = is_earlier(status->st_mtim, finding->dir->made);

	if (strvec_contains(finding->files, path))
		return;
	for (size_t i = 0; i < finding->dir->before_count && !stale; i++)
		stale = strcmp(finding->dir->before[i].path, path) == 0 &&
			is_untouched(&finding->dir->before[i], status);
	if (stale)
		finding->stale++;
	else
		strvec_push(finding->files, path);
}

size_t
report_dir_find(
	const struct report_dir *dir, const struct strvec *patterns, struct strvec *files)
{
	struct finding_files finding = {.dir = dir, .files = files};

	each_match(patterns, find_file, &finding);
	return finding.stale;
}

/* Never follows a link out of the folder. */
static void
remove_below(const char *path, int depth)
{
	DIR *listing = depth < DEPTH_MOST ? opendir(path) : NULL;

	if (listing == NULL)
		return;
	for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
		char *child = xasprintf("%s/%s", path, entry->d_name);

		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
			unlink(child) != 0) {
			remove_below(child, depth + 1);
			rmdir(child);
		}
		free(child);
	}
	closedir(listing);
}

void
report_dir_remove(struct report_dir *dir)
{
	if (dir->path != NULL) {
		remove_below(dir->path, 0);
		rmdir(dir->path);
	}
	for (size_t i = 0; i < dir->before_count; i++)
		free(dir->before[i].path);
	free(dir->before);
	free(dir->path);
	*dir = (struct report_dir)REPORT_DIR_INIT;
}
