#include "config.h"

#include "io/report_dir.h"

#include <glob.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/memory.h"
#include "io/scratch.h"

#define PREFIX "ptbench-tests-"

void
report_dir_remove_stale(const char *parent)
{
	scratch_remove_all(parent, PREFIX);
}

int
report_dir_make(const char *parent, struct report_dir *dir, struct error *error)
{
	struct stat status;

	*dir = (struct report_dir)REPORT_DIR_INIT;
	dir->path = scratch_make(parent, PREFIX, error);
	if (dir->path == NULL)
		return -1;
	if (stat(dir->path, &status) == 0)
		dir->made = status.st_ctim;
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

void
report_dir_remove(struct report_dir *dir)
{
	if (dir->path != NULL)
		scratch_remove(dir->path);
	for (size_t i = 0; i < dir->before_count; i++)
		free(dir->before[i].path);
	free(dir->before);
	free(dir->path);
	*dir = (struct report_dir)REPORT_DIR_INIT;
}
