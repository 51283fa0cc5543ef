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

void
environment_own(const char *mark, struct strvec *own)
{
	for (char **variable = environ; *variable != NULL; variable++)
		strvec_push(own, *variable);
	put(own, mark);
}

void
environment_of_trial(const struct strvec *own, const struct trial *trial,
	const struct strvec *extra, struct strvec *environment)
{
	strvec_push_all(environment, own);
	if (trial != NULL) {
		struct strvec words = STRVEC_INIT;

		strvec_pushf(&words, "PTBENCH_WORKERS=%d", trial->workers);
		strvec_pushf(&words, "PTBENCH_MODE=%s", mode_name(trial->mode));
		strvec_pushf(&words, "PTBENCH_RUN=%d", trial->number);
		for (size_t i = 0; i < words.count; i++)
			put(environment, words.items[i]);
		strvec_release(&words);
	}
	for (size_t i = 0; extra != NULL && i < extra->count; i++)
		put(environment, extra->items[i]);
}
