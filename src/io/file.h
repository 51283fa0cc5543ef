/*
 * file - whole files: read, write so that never half of one is seen, append.
 */
#ifndef IO_FILE_H
#define IO_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/error.h"
#include "base/strbuf.h"

/*
 * Writes through a temporary file beside it and rename(), so that the file is seen whole or as
 * it was; "-" is stdout. What is there and no plain file (/dev/stderr, a named pipe) is written
 * into. -1 with STATUS_INTERNAL.
 */
int file_write(const char *path, const char *text, size_t length, struct error *error);

/* Whether file_write() will do, as far as can be told without touching anything; -1 with
 * STATUS_INTERNAL. */
int file_check_write(const char *path, struct error *error);

/* Appends to the file, which need not be there; -1 with STATUS_INTERNAL. */
int file_append(const char *path, const char *text, size_t length, struct error *error);

/* Appends the file's bytes to `text`, "-" is stdin; -1 with STATUS_USAGE (cannot be read,
 * larger than `most`). */
int file_read(const char *path, size_t most, struct strbuf *text, struct error *error);

/* The same from an open file of that name. */
int file_read_stream(
	FILE *stream, const char *name, size_t most, struct strbuf *text, struct error *error);

bool file_exists(const char *path);
bool file_is_directory(const char *path);

#endif
