/*
 * scratch - folders for what is needed only while ptbench runs.
 */
#ifndef IO_SCRATCH_H
#define IO_SCRATCH_H

#include "base/error.h"

/*
 * Makes a new folder below `parent`, or in the folder for temporary files ($TMPDIR, /tmp) when
 * that is NULL, its name beginning with `prefix`. Its absolute path, which the caller frees; NULL
 * with STATUS_INTERNAL.
 */
char *scratch_make(const char *parent, const char *prefix, struct error *error);

/* Removes the folder and all that is in it; links are removed, never followed. */
void scratch_remove(const char *path);

/* The same for every folder of `parent` whose name begins with `prefix`. */
void scratch_remove_all(const char *parent, const char *prefix);

#endif
