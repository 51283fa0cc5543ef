/*
 * program - finds the program that a command names, as execvp() would.
 */
#ifndef PROC_PROGRAM_H
#define PROC_PROGRAM_H

#include "base/error.h"

/* 0, or -1 with STATUS_NOT_FOUND or STATUS_NOT_EXECUTABLE and a sentence. */
int program_check(const char *name, struct error *error);

#endif
