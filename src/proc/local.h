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
#include "proc/trial_setting.h"

struct local_arg {
	const char *log_directory; /* logs/NNN.log go here; NULL: output is discarded */
	const char *log_prefix; /* put before NNN.log in the observation's `log`: "logs/" */
	struct trial_setting setting;
	void (*sweep)(
		const char *folder); /* what to do when ptbench is killed; NULL: nothing */
	const char *sweep_folder; /* an absolute path */
	const char *root; /* where the control groups are looked for; NULL: "" */
};

/* NULL with an error when the machine refuses. Owns nothing of the argument. */
struct measurer *local_new(const struct local_arg *arg, struct error *error);

#endif
