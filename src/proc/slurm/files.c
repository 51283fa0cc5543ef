#include "config.h"

#include "proc/slurm/files.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/procfile.h"

#define FOLDER "slurm"

static int
open_temporary(struct slurm_files *files, struct error *error)
{
	const char *place = getenv("TMPDIR");

	files->directory = xasprintf("%s/ptbench-slurm.XXXXXX", place != NULL ? place : "/tmp");
	files->logs = xstrdup("");
	files->temporary = mkdtemp(files->directory) != NULL;
	if (!files->temporary)
		return error_set(error, STATUS_INTERNAL, "cannot make %s: %s", files->directory,
			strerror(errno));
	return 0;
}

/* Whole paths: the agent need not start where we are. */
static int
open_results(const char *results, struct slurm_files *files, struct error *error)
{
	char *whole = realpath(results, NULL);

	if (whole == NULL)
		return error_set(
			error, STATUS_INTERNAL, "cannot find %s: %s", results, strerror(errno));
	files->directory = xasprintf("%s/" FOLDER, whole);
	files->logs = xasprintf("%s/logs", whole);
	free(whole);
	if (mkdir(files->directory, 0777) != 0 && errno != EEXIST)
		return error_set(error, STATUS_INTERNAL, "cannot make %s: %s", files->directory,
			strerror(errno));
	return 0;
}

static int
write_mark(struct slurm_files *files, struct error *error)
{
	unsigned number = (unsigned)getpid();
	char *path = xasprintf("%s/session", files->directory);
	FILE *file = fopen(path, "we");

	if (getrandom(&number, sizeof number, GRND_NONBLOCK) < 0)
		number ^= (unsigned)getppid() << 16;
	files->mark = xasprintf("ptbench-%08x", number);
	int problem = file == NULL || fprintf(file, "%s\n", files->mark) < 0;
	if (file != NULL && fclose(file) != 0)
		problem = 1;
	if (problem)
		error_set(error, STATUS_INTERNAL, "cannot write %s: %s", path, strerror(errno));
	free(path);
	return problem ? -1 : 0;
}

char *
slurm_files_mark(const char *results)
{
	return procfile_line(results, "/" FOLDER "/session");
}

int
slurm_files_open(const char *results, struct slurm_files *files, struct error *error)
{
	int result = results != NULL ? open_results(results, files, error)
				     : open_temporary(files, error);

	if (result == 0 && results != NULL)
		files->mark = slurm_files_mark(results);
	if (result == 0 && (files->mark == NULL || *files->mark == '\0')) {
		free(files->mark);
		files->mark = NULL;
		result = write_mark(files, error);
	}
	if (result != 0)
		slurm_files_close(files);
	return result;
}

static void
remove_all(const char *directory)
{
	DIR *stream = opendir(directory);
	struct dirent *entry;

	if (stream == NULL)
		return;
	while ((entry = readdir(stream)) != NULL)
		if (entry->d_name[0] != '.')
			unlinkat(dirfd(stream), entry->d_name, 0);
	closedir(stream);
	rmdir(directory);
}

void
slurm_files_close(struct slurm_files *files)
{
	if (files->temporary)
		remove_all(files->directory);
	free(files->directory);
	free(files->logs);
	free(files->mark);
	*files = (struct slurm_files){0};
}

static int
is_row(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);

	return length > 4 && strcmp(entry->d_name + length - 4, ".row") == 0;
}

void
slurm_files_rows(const char *results, struct strvec *paths)
{
	char *directory = xasprintf("%s/" FOLDER, results);
	struct dirent **entries = NULL;
	int count = scandir(directory, &entries, is_row, versionsort);

	for (int i = 0; i < count; i++) {
		strvec_pushf(paths, "%s/%s", directory, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	free(directory);
}
