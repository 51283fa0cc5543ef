#include "config.h"

#include "core/recognition.h"

#include "core/wrappers.h"

struct recognition
recognise(const struct runners *table, const struct strvec *argv, const struct runner *forced)
{
	struct recognition result = {0};

	for (size_t at = 0; at < argv->count; at = wrapper_target(argv, at)) {
		struct runner_match match;
		bool known = forced != NULL ? runner_matches(forced, argv, at, &match)
					    : runners_match(table, argv, at, &match);

		result.innermost = at;
		if (known) {
			result.found = true;
			result.match = match;
		}
	}
	if (forced != NULL && !result.found && argv->count > 0) {
		result.found = true;
		result.match = runner_forced(forced, argv, result.innermost);
	}
	return result;
}
