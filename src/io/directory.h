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

/*
 * The newest folder with a report below ptbench-results/ (nth 0), the one before it (1), ..;
 * NULL: none. The caller frees it.
 */
char *directory_recent(int nth);

#endif
