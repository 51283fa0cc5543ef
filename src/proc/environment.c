#include "config.h"

#include "proc/environment.h"

#include <string.h>
#include <unistd.h>

/* Whether both are the same variable. */
static bool
same_name(const char *a, const char *b)
{
	size_t length = strcspn(a, "=");

	return strncmp(a, b, length) == 0 && b[length] == '=';
}

static void
put(struct strvec *environment, const char *variable)
{
	for (size_t i = 0; i < environment->count; i++) {
		if (same_name(variable, environment->items[i])) {
			strvec_replace(environment, i, variable);
			return;
		}
	}
	strvec_push(environment, variable);
}

/* What is set for each trial need not be looked for then. */
static bool
set_later(const char *variable)
{
	static const char *const names[] = {
		"PTBENCH_WORKERS=", "PTBENCH_MODE=", "PTBENCH_RUN=", "PTBENCH_SESSION="};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (same_name(names[i], variable))
			return true;
	return false;
}

void
environment_own(const char *mark, struct strvec *own)
{
	for (char **variable = environ; *variable != NULL; variable++)
		if (!set_later(*variable))
			strvec_push(own, *variable);
	strvec_push(own, mark);
}

void
environment_of_trial(const struct strvec *own, const struct trial *trial,
	const struct strvec *extra, struct strvec *environment)
{
	strvec_push_all(environment, own);
	if (trial != NULL) {
		strvec_pushf(environment, "PTBENCH_WORKERS=%d", trial->workers);
		strvec_pushf(environment, "PTBENCH_MODE=%s", mode_name(trial->mode));
		strvec_pushf(environment, "PTBENCH_RUN=%d", trial->number);
	}
	for (size_t i = 0; extra != NULL && i < extra->count; i++)
		put(environment, extra->items[i]);
}
