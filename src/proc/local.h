/*
 * local - the measurer that runs processes on this machine, one at a time.
 */
#ifndef PROC_LOCAL_H
#define PROC_LOCAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strvec.h"
#include "core/measurer.h"

struct local_arg {
	const char *log_directory; /* logs/NNN.log go here; NULL: output is discarded */
	const char *log_prefix;    /* put before NNN.log in the observation's `log`: "logs/" */
	const char *prepare;       /* hooks around every trial, or NULL */
	const char *conclude;
	const char *input;         /* --input FILE for stdin; NULL: /dev/null */
	const char *cpus;          /* --cpus LIST, or NULL */
	double timeout_s;          /* INFINITY for none */
	double kill_after_s;
	uint64_t log_limit;        /* bytes kept of a run's output, head and tail */
	const char *root;          /* where the control groups are looked for; NULL: "" */
};

/* NULL with an error when the machine refuses. Owns nothing of the argument. */
struct measurer *local_new(const struct local_arg *arg, struct error *error);

#endif
