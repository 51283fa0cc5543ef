/*
 * tail - the end of a file, for showing what a command printed last.
 */
#ifndef IO_TAIL_H
#define IO_TAIL_H

#include <stddef.h>

#include "base/strbuf.h"

/* Appends the last `most` bytes of the file; nothing when it cannot be read. */
void tail_read(const char *path, size_t most, struct strbuf *text);

#endif
