#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/file.h"
#include "io/hyperfine.h"
#include "io/runs_csv.h"
#include "io/runs_map.h"

static int
read_hyperfine(const struct runs_csv_arg *arg, struct observations *all, struct error *error)
{
	struct strvec map = STRVEC_INIT;
	int result = runs_map_read(arg->map, &map, error);

	if (result == 0) {
		struct hyperfine_arg export = {
			.path = arg->path,
			.stream = arg->stream,
			.workers = runs_map_name(&map, "workers"),
		};
		result = hyperfine_read(&export, all, error);
	}
	strvec_release(&map);
	return result;
}

/* The file is opened once: a pipe gives its first byte only once, too. */
static int
read_open_file(const struct runs_csv_arg *arg, struct observations *all, struct error *error)
{
	int first = getc(arg->stream);

	if (first == EOF && ferror(arg->stream) == 0)
		return error_set(error, STATUS_USAGE,
			"%s: is empty: give runs.csv, another CSV, or hyperfine's JSON",
			arg->path);
	ungetc(first, arg->stream);
	if (first == '{' || first == '[')
		return read_hyperfine(arg, all, error);
	return runs_csv_read(arg, all, error);
}

int
runs_read(const struct runs_csv_arg *arg, struct observations *all, struct error *error)
{
	struct runs_csv_arg inside = *arg;
	char *path = NULL;
	int result;

	if (file_is_directory(arg->path))
		inside.path = path = xasprintf("%s/runs.csv", arg->path);
	inside.stream = strcmp(inside.path, "-") == 0 ? stdin : fopen(inside.path, "re");
	if (inside.stream == NULL && path != NULL && errno == ENOENT) {
		result = error_set(error, STATUS_USAGE,
			"%s: holds no runs.csv: give a folder of results, or a file",
			arg->path);
	} else if (inside.stream == NULL) {
		result = error_set(error, STATUS_USAGE,
			"%s: cannot be read (%s): give a readable file", inside.path,
			strerror(errno));
	} else {
		result = read_open_file(&inside, all, error);
		if (inside.stream != stdin)
			fclose(inside.stream);
	}
	free(path);
	return result;
}
