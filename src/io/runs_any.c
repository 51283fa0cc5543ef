#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/file.h"
#include "io/hyperfine.h"
#include "io/runs_csv.h"
#include "io/runs_map.h"

/* The first byte of the file, which is still there when it is read; EOF when there is none. */
static int
peek(const char *path)
{
	FILE *stream = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");

	if (stream == NULL)
		return EOF;
	int first = getc(stream);
	if (stream == stdin)
		ungetc(first, stdin);
	else
		fclose(stream);
	return first;
}

static int
read_hyperfine(const struct runs_csv_arg *arg, struct observations *all, struct error *error)
{
	struct strvec map = STRVEC_INIT;
	int result = runs_map_read(arg->map, &map, error);

	if (result == 0) {
		const char *workers = runs_map_name(&map, "workers");
		result =
			hyperfine_read(&(struct hyperfine_arg){arg->path, workers}, all, error);
	}
	strvec_release(&map);
	return result;
}

int
runs_read(const struct runs_csv_arg *arg, struct observations *all, struct error *error)
{
	struct runs_csv_arg inside = *arg;
	char *path = NULL;

	if (file_is_directory(arg->path))
		inside.path = path = xasprintf("%s/runs.csv", arg->path);

	int first = peek(inside.path);
	int result = first == '{' || first == '[' ? read_hyperfine(&inside, all, error)
						  : runs_csv_read(&inside, all, error);
	free(path);
	return result;
}
