/*
 * environment - the variables of a child: ptbench's own, with some put in their place.
 */
#ifndef PROC_ENVIRONMENT_H
#define PROC_ENVIRONMENT_H

#include "base/strvec.h"
#include "core/measurer.h"

/* Fills an empty list: ptbench's own variables and the mark of its session. */
void environment_own(const char *mark, struct strvec *own);

/*
 * Fills an empty list with `own`, PTBENCH_WORKERS, PTBENCH_MODE and PTBENCH_RUN of the trial
 * (which may be NULL), and `extra` ("NAME=VALUE", may be NULL); later ones win.
 */
void environment_of_trial(const struct strvec *own, const struct trial *trial,
	const struct strvec *extra, struct strvec *environment);

#endif
