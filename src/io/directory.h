/*
 * directory - the folder of one measurement: ptbench-results/<UTC time>/ or --output DIR.
 */
#ifndef IO_DIRECTORY_H
#define IO_DIRECTORY_H

#include <stdbool.h>

#include "base/error.h"

#define RESULTS_DIRECTORY "ptbench-results"

/*
 * Makes the folder with logs/ and plots/ in it and checks that it can be written. `wanted` is
 * --output or NULL; `stamp` names the folder in ptbench-results/ (a second one of the same name
 * gets "-2" behind it), whose `latest` then points at it and whose .gitignore keeps results out
 * of commits. Never over older results: STATUS_USAGE when `wanted` holds some, STATUS_INTERNAL
 * when it cannot be made. The caller frees *path.
 */
int directory_make(const char *wanted, const char *stamp, char **path, struct error *error);

#define DIRECTORY_UNLOCKED (-1)

/*
 * Keeps every other ptbench out of the folder until directory_unlock() or the end of this
 * process and of its guardian. -1 with STATUS_USAGE when another one is at work there. Where
 * the file system knows no locks the folder stays unlocked.
 */
int directory_lock(const char *path, int *lock, struct error *error);
void directory_unlock(int lock);

/*
 * The newest folder with a report below ptbench-results/ (nth 0), the one before it (1), ..;
 * NULL: none. The caller frees it.
 */
char *directory_recent(int nth);

#endif
