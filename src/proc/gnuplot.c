#include "config.h"

#include "proc/gnuplot.h"

#include <string.h>
#include <sys/wait.h>

#include "proc/ask.h"
#include "proc/program.h"

bool
gnuplot_available(void)
{
	struct error error;

	return program_check("gnuplot", &error) == 0;
}

/* Each script must make its picture alone, so that nothing of one may reach the next. */
static void
build_arguments(const struct strvec *scripts, struct strvec *argv)
{
	strvec_push(argv, "gnuplot");
	for (size_t i = 0; i < scripts->count; i++) {
		if (i > 0) {
			strvec_push(argv, "-e");
			strvec_push(argv, "reset session");
		}
		strvec_push(argv, scripts->items[i]);
	}
}

static int
judge(int status, struct strbuf *said, struct error *error)
{
	if (status == 0)
		return 0;
	if (WIFSIGNALED(status))
		return error_set(error, STATUS_INTERNAL,
			"gnuplot was ended by signal %d: the scripts are there, run them by hand",
			WTERMSIG(status));
	ask_one_line(said);
	return error_set(error, STATUS_INTERNAL, "gnuplot says: %s", strbuf_text(said));
}

int
gnuplot_run(const char *directory, const struct strvec *scripts, struct error *error)
{
	struct strvec argv = STRVEC_INIT;
	struct strbuf said = STRBUF_INIT;
	const struct ask_arg arg = {.argv = &argv, .directory = directory};
	int status = 0;
	int result;

	if (scripts->count == 0)
		return 0;
	build_arguments(scripts, &argv);
	int problem = ask_run(&arg, &said, &status);
	if (problem != 0)
		result = error_set(error, STATUS_INTERNAL, "cannot start gnuplot in %s: %s",
			directory, strerror(problem));
	else
		result = judge(status, &said, error);
	strbuf_release(&said);
	strvec_release(&argv);
	return result;
}
