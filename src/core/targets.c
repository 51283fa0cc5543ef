#include "config.h"

#include "core/targets.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/strvec.h"
#include "base/units.h"
#include "core/counts.h"
#include "core/observation.h"

static bool
parse_target(const char *text, struct target *target)
{
	struct strvec parts = STRVEC_INIT;
	int64_t workers = 0;
	double cpus = UNKNOWN;

	strvec_split(&parts, text, '@');
	bool valid = parts.count <= 2 &&
		parse_integer(parts.items[0], 1, COUNTS_MAX_WORKERS, &workers);
	if (valid && parts.count == 2)
		valid = parse_number(parts.items[1], &cpus) && cpus > 0.0 &&
			cpus <= COUNTS_MAX_WORKERS;
	strvec_release(&parts);
	if (valid)
		*target = (struct target){.workers = (int)workers, .cpus = cpus};
	return valid;
}

int
targets_parse(const char *list, struct target **targets, size_t *count, struct error *error)
{
	struct strvec items = STRVEC_INIT;
	struct target *parsed = NULL;
	int status = 0;

	strvec_split(&items, list, ',');
	parsed = xcalloc(items.count + 1, sizeof *parsed);
	for (size_t i = 0; i < items.count && status == 0; i++)
		if (!parse_target(items.items[i], &parsed[i]))
			status = error_set(error, STATUS_USAGE,
				"--predict: '%.80s' is no count: write N or N@CPUS, such as "
				"16,32@8",
				items.items[i]);
	if (status == 0) {
		*targets = parsed;
		*count = items.count;
	} else {
		free(parsed);
	}
	strvec_release(&items);
	return status;
}
