#include "config.h"

#include "io/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

#define DEPTH_MOST 32 /* of folders that somebody made in ours */

static const char *
temporary_parent(void)
{
	const char *parent = getenv("TMPDIR");

	return parent != NULL && *parent != '\0' ? parent : "/tmp";
}

char *
scratch_make(const char *parent, const char *prefix, struct error *error)
{
	char *path =
		xasprintf("%s/%sXXXXXX", parent != NULL ? parent : temporary_parent(), prefix);

	if (mkdtemp(path) == NULL) {
		error_set(error, STATUS_INTERNAL,
			"%s: no temporary folder can be made (%s): set TMPDIR to a folder that can "
			"be written",
			path, strerror(errno));
		free(path);
		return NULL;
	}

	/* Whoever writes there may change its working folder first. */
	char *absolute = realpath(path, NULL);
	if (absolute == NULL)
		return path;
	free(path);
	return absolute;
}

/* Never follows a link out of the folder. Only names that begin with `prefix`, "" for all. */
static void
remove_below(const char *path, const char *prefix, int depth)
{
	DIR *listing = depth < DEPTH_MOST ? opendir(path) : NULL;

	if (listing == NULL)
		return;
	for (struct dirent *entry; (entry = readdir(listing)) != NULL;) {
		const char *name = entry->d_name;
		char *child = xasprintf("%s/%s", path, name);

		if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
			strncmp(name, prefix, strlen(prefix)) == 0 && unlink(child) != 0) {
			remove_below(child, "", depth + 1);
			rmdir(child);
		}
		free(child);
	}
	closedir(listing);
}

void
scratch_remove(const char *path)
{
	remove_below(path, "", 0);
	rmdir(path);
}

void
scratch_remove_all(const char *parent, const char *prefix)
{
	remove_below(parent, prefix, 0);
}
