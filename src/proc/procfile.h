/*
 * procfile - whole small files of /proc and /sys as text.
 *
 * Every path is read below a root prefix ("" for the real machine), so that tests
 * can show a machine that is not there. What is returned belongs to the caller.
 */
#ifndef PROC_PROCFILE_H
#define PROC_PROCFILE_H

#include <stdbool.h>

/* The text of the file, whose path begins with a slash; NULL where there is none. */
char *procfile_read(const char *root, const char *path);

/* Its first line without the newline; NULL where there is none. */
char *procfile_line(const char *root, const char *path);

/* Its first number; false where there is none. */
bool procfile_number(const char *root, const char *path, double *number);

/* The number after `key` at the start of a line: "MemTotal: 123 kB", "throttled_usec 5". */
bool procfile_field(const char *text, const char *key, double *number);

#endif
