/*
 * total - several suites as one: the runs of "all suites, one after the other".
 */
#ifndef CORE_TOTAL_H
#define CORE_TOTAL_H

#include "base/strvec.h"
#include "core/observation.h"

/*
 * For every form and count, adds as many rows as each suite has usable runs of it: the k-th is
 * the sum of the suites' k-th runs (times and CPU seconds add up, memory is the largest). A count
 * at which a suite only fails gets failed rows. Linear in the rows of each suite. *totals is
 * empty before; the caller releases it.
 */
void total_observations(const struct observations *rows, const struct strvec *suites,
	struct observations *totals);

#endif
