/*
 * file - whole files: read, write so that never half of one is seen, remove.
 */
#ifndef IO_FILE_H
#define IO_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/strbuf.h"

/* Writes through a temporary file and rename(); "-" is stdout. -1 with STATUS_INTERNAL. */
int file_write(const char *path, const char *text, size_t length, struct error *error);

/* Appends the file's bytes to `text`; -1 with STATUS_USAGE (cannot be read, larger than `most`). */
int file_read(const char *path, size_t most, struct strbuf *text, struct error *error);

bool file_exists(const char *path);

#endif
