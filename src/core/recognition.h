/*
 * recognition - which known runner a command starts, and where its words stand.
 */
#ifndef CORE_RECOGNITION_H
#define CORE_RECOGNITION_H

#include <stdbool.h>

#include "base/strvec.h"
#include "core/runner.h"

struct recognition {
	bool found;
	struct runner_match match; /* when found */
	size_t innermost;          /* the word that the last of the wrappers starts */
};

/*
 * Looks at the command's program and at the programs behind its wrappers; the innermost that is
 * known counts, so that `yarn jest` is jest although `yarn` hides what it runs. With `forced`
 * only that row is looked for, and when it does not match it is taken to be the innermost program.
 */
struct recognition recognise(const struct runners *table, const struct strvec *argv,
	const struct runner *forced);

#endif
