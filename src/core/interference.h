/*
 * interference - what the runs tell about a machine that was not theirs alone.
 *
 * Finished sentences, each with its evidence ("7 of 24 runs saw steal above 5 %: ...").
 */
#ifndef CORE_INTERFERENCE_H
#define CORE_INTERFERENCE_H

#include "base/strvec.h"
#include "core/observation.h"

/*
 * Pushes the warnings about the rows of `suite` (NULL: all rows): steal, throttling, memory
 * and disk pressure, load before the first run, nested parallelism. `cpus` are those that the
 * runs had, NAN when unknown.
 */
void interference_warnings(const struct observations *rows, const char *suite, double cpus,
	struct strvec *warnings);

#endif
