/*
 * suites_csv - the file of --suites: one suite a row, with the columns name and command.
 *
 * The caller owns the struct, the struct its contents; suites_release() frees them.
 */
#ifndef IO_SUITES_CSV_H
#define IO_SUITES_CSV_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strvec.h"

struct suite_row {
	char *name; /* not empty, unlike all others */
	struct strvec words; /* of its command, split as a shell does; with `shell` one line */
};

struct suites {
	struct suite_row *rows;
	size_t count;
	size_t capacity;
};

#define SUITES_INIT                                                                            \
	{                                                                                      \
		0                                                                              \
	}

/*
 * Adds the rows of `path` ("-" is stdin) to an empty list. -1 with STATUS_USAGE, file and line:
 * another column than these two, no suite, a name twice, an empty name or command, a command
 * that only a shell can read while `shell` is false.
 */
int suites_csv_read(const char *path, bool shell, struct suites *suites, struct error *error);
void suites_release(struct suites *suites);

#endif
