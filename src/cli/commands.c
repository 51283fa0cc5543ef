#include "config.h"

#include "cli/commands.h"

#include <string.h>

const struct command_row command_table[] = {
	{"run", "-- CMD [ARG...]", "measure, fit, advise, report (the default)",
		"CMD is started as it is, by no shell. {n} in it stands for the count; known runners "
		"(ptbench runners) need none.",
		COMMAND_RUN, cmd_run},
	{"fit", "FILE...", "the same analysis on recorded runs",
		"FILE is the runs.csv of a measurement, any CSV with the columns workers and wall_s or "
		"throughput, or hyperfine's JSON.",
		COMMAND_FIT, cmd_fit},
	{"predict", "", "what-if tables from given fractions and overheads", "",
		COMMAND_PREDICT, cmd_predict},
	{"schedule", "JUNIT...", "test by test: critical path, schedulers, who works on what",
		"JUNIT is a report of test times, as pytest --junitxml=JUNIT writes it.",
		COMMAND_SCHEDULE, cmd_schedule},
	{"compare", "[BASE NEW...]", "stages side by side; a gate for CI",
		"BASE and NEW are folders of results, or their report.json; the last two without.",
		COMMAND_COMPARE, cmd_compare},
	{"snippet", "KIND [RESULT]", "lines that set the advised count in a CI or project file",
		"KIND is github, gitlab, circleci, just, make, pyproject, tox or package-json. "
		"RESULT is a folder of results, or its report.json; the latest without.",
		COMMAND_SNIPPET, cmd_snippet},
	{"runners", "[NAME...]", "the runners it knows, and how each takes its worker count",
		"With NAME, all about that runner.", COMMAND_RUNNERS, cmd_runners},
	{"host", "", "what `auto` is here, and why", "", COMMAND_HOST, cmd_host},
	{"completion", "SHELL", "", "", COMMAND_COMPLETION, cmd_completion}, /* for packagers */
};

/* Not for people, so not in the table that help, completions and the man page walk. */
static const struct command_row agent = {"agent", "-- WORD...",
	"one trial on a node of a cluster", "", COMMAND_AGENT, cmd_agent};

const size_t command_count = sizeof command_table / sizeof *command_table;

const struct command_row *
command_find(const char *name)
{
	for (size_t i = 0; i < command_count; i++)
		if (strcmp(command_table[i].name, name) == 0)
			return &command_table[i];
	return strcmp(name, agent.name) == 0 ? &agent : NULL;
}
