#include "config.h"

#include "fixture.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static void
give_up(const char *what)
{
	perror(what);
	abort();
}

/* The file below `directory`, with the folders it needs. */
static FILE *
create(const char *directory, const char *path)
{
	char *name = xasprintf("%s%s", directory, path);

	for (char *slash = strchr(name + 1, '/'); slash != NULL;
		slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(name, 0700);
		*slash = '/';
	}
	FILE *file = fopen(name, "w");
	if (file == NULL)
		give_up(name);
	free(name);
	return file;
}

static void
unpack(FILE *tree, const char *directory)
{
	FILE *file = NULL;
	char *line = NULL;
	size_t size = 0;

	while (getline(&line, &size, tree) >= 0) {
		if (strncmp(line, "== ", 3) == 0) {
			if (file != NULL)
				fclose(file);
			line[strcspn(line, "\n")] = '\0';
			file = create(directory, line + 3);
		} else if (file != NULL) {
			fputs(line, file);
		}
	}
	if (file != NULL)
		fclose(file);
	free(line);
}

void
fixture_change(const char *directory, const char *name)
{
	char *path = xasprintf("%s/tests/fixtures/%s.tree", SOURCE_DIR, name);
	FILE *tree = fopen(path, "r");

	if (tree == NULL)
		give_up(path);
	unpack(tree, directory);
	fclose(tree);
	free(path);
}

char *
fixture_unpack(const char *name)
{
	const char *temporary = getenv("TMPDIR");
	char *directory =
		xasprintf("%s/ptbench-fixture.XXXXXX", temporary ? temporary : "/tmp");

	if (mkdtemp(directory) == NULL)
		give_up(directory);
	fixture_change(directory, name);
	return directory;
}

static int
remove_entry(const char *path, const struct stat *status, int kind, struct FTW *place)
{
	(void)status;
	(void)kind;
	(void)place;
	return remove(path);
}

void
fixture_remove(char *directory)
{
	nftw(directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
	free(directory);
}
