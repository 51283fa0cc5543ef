/*
 * command - the two forms of the user's command and how N gets into them.
 *
 * A form is an argv and extra environment variables in which {n} (and {n-1}) may
 * stand for the worker count. command_plan() finds the forms in this order:
 * a {n} template, a known runner behind any wrappers, else an
 * error that names the three ways. Pure: it looks at words, never at the machine.
 * The caller owns the struct, the struct its contents; command_release() frees them.
 */
#ifndef CORE_COMMAND_H
#define CORE_COMMAND_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strvec.h"
#include "core/observation.h"
#include "core/runner.h"
#include "core/schedule.h"

struct form {
	struct strvec argv;
	struct strvec env; /* "NAME=VALUE", each name once */
};

struct command {
	struct strvec argv;       /* as the user gave it; empty under --simulate */
	const char *runner;       /* its name, "" for a template; borrowed from the table */
	const struct runner *row; /* what was recognised, a template's runner too; NULL: nothing */
	struct form sequential;
	struct form parallel;
	bool one_is_sequential; /* a template's count 1 is the sequential form */
	struct strvec warnings; /* finished sentences, e.g. about caches */
};

#define COMMAND_INIT {0}

struct command_arg {
	const struct strvec *argv;       /* what stands after -- */
	const struct strvec *env;        /* --env NAME={n}, may be NULL */
	const char *sequential;          /* --sequential 'CMD...', or NULL; split as a shell does */
	const char *runner;              /* --runner NAME, "none", or NULL */
	bool shell;                      /* --shell: argv is one line for sh -c */
	bool prepared;                   /* --prepare was given: no warning about caches */
	bool input;                      /* --input was given: the command may read it */
	const struct runners *runners;
};

/* 0, or -1 with STATUS_USAGE and a sentence that says what the user can do. */
int command_plan(const struct command_arg *arg, struct command *command, struct error *error);
void command_release(struct command *command);

/* The command's form of this mode, {n} still in it. */
const struct form *command_form(const struct command *command, enum mode mode);

/* The form of this mode at `workers`, every {n} replaced; the caller releases it. */
void command_expand(const struct command *command, enum mode mode, int workers,
	struct form *expanded);
void form_release(struct form *form);

/*
 * Makes the expanded form report its tests into `dir`, a folder of this run alone: the words of
 * the runner's row. Nothing when the runner writes no report on request, or when the user asks
 * for one himself.
 */
void command_ask_report(const struct command *command, enum mode mode, const char *dir,
	struct form *expanded);

/*
 * Where such a run leaves its report: pushes file patterns, of which any may match no or several
 * files; the user's own file, one in `dir`, or where the runner always writes it. "log" is
 * what the run prints. Nothing is pushed when there is no report.
 */
void command_report_files(const struct command *command, enum mode mode, int workers,
	const char *dir, struct strvec *patterns);

/* The text of {dir}/REPORT_CONFIG, which those words name; NULL for none. The caller frees it. */
char *command_report_config(const struct command *command, enum mode mode, const char *dir);

/* Which scheduler of core/schedule deals like this runner, told that way, and whether it deals
 * whole files; NULL where none is known to. */
const struct scheduler *command_scheduler(const struct command *command, bool *by_file);

/* How many tests it may hand to a worker at once (schedule_arg's max_chunk), told that way. */
size_t command_max_chunk(const struct command *command);

/* The form as one command for people and reports: `env NAME=VALUE` in front where there is
 * environment. Pushes the words. */
void form_words(const struct form *form, struct strvec *words);

#endif
