/*
 * hook - runs --setup, --prepare, --conclude and --cleanup through `sh -c`.
 */
#ifndef PROC_HOOK_H
#define PROC_HOOK_H

#include "base/error.h"
#include "core/measurer.h"

struct hook {
	const char *name;    /* "--prepare", for the error */
	const char *command; /* NULL: nothing to do; {n} is replaced */
	const char *log;     /* where its output goes, NULL: to stderr only when it fails */
};

/* `trial` may be NULL (setup, cleanup). -1 names the hook and how it failed. */
int hook_run(const struct hook *hook, const struct trial *trial, struct error *error);

#endif
