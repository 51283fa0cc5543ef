#include "config.h"

#include "core/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "core/flags.h"
#include "core/placement.h"
#include "core/recognition.h"
#include "core/refusal.h"
#include "core/template.h"
#include "core/words.h"

#define NO_RUNNER "none"

static bool
has_count(const struct strvec *words)
{
	for (size_t i = 0; i < words->count; i++)
		if (template_has_count(words->items[i]))
			return true;
	return false;
}

/* The command as a form that is started: assignments in front and --env are environment. */
static void
form_begin(const struct command_arg *arg, const struct strvec *words, struct form *form)
{
	size_t i = 0;

	for (; !arg->shell && i + 1 < words->count && word_is_assignment(words->items[i]); i++)
		form_setenv(form, words->items[i]);
	for (; i < words->count; i++)
		strvec_push(&form->argv, words->items[i]);
	for (size_t j = 0; arg->env != NULL && j < arg->env->count; j++)
		form_setenv(form, arg->env->items[j]);
}

/* sh -c LINE */
static void
shell_words(const char *line, struct strvec *words)
{
	strvec_push(words, "sh");
	strvec_push(words, "-c");
	strvec_push(words, line);
}

/* The words that are started: the user's own, or those of a shell with his line. */
static void
started_words(const struct command_arg *arg, struct strvec *words)
{
	struct strbuf line = STRBUF_INIT;

	if (!arg->shell) {
		strvec_push_all(words, arg->argv);
		return;
	}
	strvec_join(arg->argv, " ", &line);
	shell_words(strbuf_text(&line), words);
	strbuf_release(&line);
}

static void
form_copy(const struct form *from, struct form *to)
{
	strvec_push_all(&to->argv, &from->argv);
	strvec_push_all(&to->env, &from->env);
}

/* --sequential 'CMD...' */
static int
plan_given_sequential(
	const struct command_arg *arg, struct command *command, struct error *error)
{
	struct strvec words = STRVEC_INIT;

	if (arg->shell)
		shell_words(arg->sequential, &words);
	else if (words_split(arg->sequential, &words, error) != 0)
		return error_prefix(error, "--sequential");
	if (words.count == 0)
		return error_set(error, STATUS_USAGE,
			"--sequential is empty: give the command that runs the suite without "
			"workers");
	form_release(&command->sequential);
	form_begin(arg, &words, &command->sequential);
	strvec_release(&words);
	command->one_is_sequential = false;
	return 0;
}

/* {n} stands in the command or in --env: both forms are the same. */
static void
plan_template(const struct form *base, struct command *command)
{
	form_copy(base, &command->parallel);
	form_copy(base, &command->sequential);
	template_expand_all(&command->sequential.argv, 1, NULL);
	template_expand_all(&command->sequential.env, 1, NULL);
	command->one_is_sequential = true;
}

/* A forced runner behind a front end that hands on what stands behind "--". */
static void
look_behind(const struct runners *table, struct strvec *argv, struct recognition *seen)
{
	struct runner_match front;
	size_t at = seen->match.program;

	if (runner_matches(seen->match.row, argv, at, &front) ||
		!runners_match(table, argv, at, &front) ||
		strcmp(front.row->workers, RUNNER_HANDS_ON) != 0)
		return;
	if (front.end == argv->count)
		strvec_push(argv, "--");
	seen->match.options = front.end + 1;
	seen->match.end = argv->count;
}

/* A runner that takes its count from a variable alone has no sequential form of its own. */
static bool
only_environment(const struct command *command)
{
	struct form one;

	command_expand(command, MODE_PAR, 1, &one);
	bool same = strvec_equal(&command->parallel.argv, &command->sequential.argv) &&
		strvec_equal(&one.env, &command->sequential.env);
	form_release(&one);
	return same;
}

static int
plan_runner(const struct form *base, const struct runner_match *match, struct command *command,
	struct error *error)
{
	const struct runner *row = match->row;

	form_copy(base, &command->parallel);
	form_copy(base, &command->sequential);
	command->runner = row->name;
	if (placement_put(&command->parallel, match, row->workers, error) != 0 ||
		placement_put(&command->sequential, match, row->sequential, error) != 0)
		return -1;
	command->one_is_sequential = only_environment(command);
	return 0;
}

/* Whether any of the flags stands among all words from the runner's name on. */
static bool
has_flag(const struct form *base, const struct runner_match *match, const char *list)
{
	return flags_find(&base->argv,
		&(struct flags_arg){
			list, match->row->bundles, match->program, base->argv.count},
		NULL);
}

/* Sentences that the user should read before the measurement. */
static void
warn(const struct command_arg *arg, const struct form *base, const struct runner_match *match,
	struct command *command)
{
	const struct runner *row = match->row;

	if (*row->caution != '\0')
		strvec_push(&command->warnings, row->caution);
	if (*row->prepare == '\0' || arg->prepared || has_flag(base, match, row->fresh))
		return;
	char *prepare = runner_fill(match, &base->argv, row->prepare);
	strvec_pushf(&command->warnings,
		"A second run of %s finds what the first one made and may do less: add "
		"--prepare '%s', so that every run does the same work.",
		row->name, prepare);
	free(prepare);
}

/*
 * A front end that carries a known runner's worker flag is that runner: `make -j4 test` is
 * meant to be run by make's workers.
 */
static void
look_for_flags(const struct runners *table, const struct form *base, struct recognition *seen)
{
	for (size_t i = 0; i < table->count; i++) {
		struct runner_match match;

		if (runner_takes_count(&table->rows[i]) &&
			runner_matches(
				&table->rows[i], &base->argv, seen->match.program, &match) &&
			has_flag(base, &match, match.row->replaces))
			seen->match = match;
	}
}

/* Which row is forced, if any; -1: there is none of that name. */
static int
forced_row(const struct command_arg *arg, const struct runner **row, struct error *error)
{
	*row = NULL;
	if (arg->runner == NULL || strcmp(arg->runner, NO_RUNNER) == 0)
		return 0;
	*row = runners_find(arg->runners, arg->runner);
	return *row != NULL ? 0 : refuse_runner(arg->runners, arg->runner, error);
}

/* The forms of a command that is started with the words of `base`. */
static int
plan_forms(const struct command_arg *arg, struct form *base, struct command *command,
	struct error *error)
{
	const struct runner *forced;
	struct recognition seen = {0};

	if (forced_row(arg, &forced, error) != 0)
		return -1;
	if (arg->runner == NULL || forced != NULL)
		seen = recognise(arg->runners, &base->argv, forced);
	if (seen.found)
		command->row = seen.match.row;
	if (has_count(&base->argv) || has_count(&base->env)) {
		plan_template(base, command);
		return 0;
	}
	if (arg->shell)
		return refuse_shell_line(arg->argv, error);
	if (!seen.found)
		return refuse_unknown(&base->argv, seen.innermost, error);
	if (!runner_takes_count(seen.match.row))
		look_for_flags(arg->runners, base, &seen);
	if (!runner_takes_count(seen.match.row))
		return refuse_row(&base->argv, &seen.match, error);
	if (*seen.match.row->input != '\0' && !arg->input &&
		!has_flag(base, &seen.match, seen.match.row->input))
		return refuse_input(seen.match.row, error);
	if (forced != NULL)
		look_behind(arg->runners, &base->argv, &seen);
	command->row = seen.match.row;
	warn(arg, base, &seen.match, command);
	return plan_runner(base, &seen.match, command, error);
}

int
command_plan(const struct command_arg *arg, struct command *command, struct error *error)
{
	struct strvec words = STRVEC_INIT;
	struct form base = {0};

	*command = (struct command)COMMAND_INIT;
	command->runner = "";
	if (arg->argv->count == 0 || *arg->argv->items[0] == '\0')
		return error_set(error, STATUS_USAGE,
			"there is no command to measure: put it behind --, as in ptbench -- "
			"pytest");
	strvec_push_all(&command->argv, arg->argv);
	started_words(arg, &words);
	form_begin(arg, &words, &base);

	int result = plan_forms(arg, &base, command, error);
	if (result == 0 && arg->sequential != NULL)
		result = plan_given_sequential(arg, command, error);
	strvec_release(&words);
	form_release(&base);
	if (result != 0)
		command_release(command);
	return result;
}

void
command_release(struct command *command)
{
	strvec_release(&command->argv);
	form_release(&command->sequential);
	form_release(&command->parallel);
	strvec_release(&command->warnings);
	*command = (struct command)COMMAND_INIT;
	command->runner = "";
}

const struct form *
command_form(const struct command *command, enum mode mode)
{
	return mode == MODE_SEQ ? &command->sequential : &command->parallel;
}

void
command_expand(
	const struct command *command, enum mode mode, int workers, struct form *expanded)
{
	*expanded = (struct form){0};
	form_copy(command_form(command, mode), expanded);
	template_expand_all(&expanded->argv, workers, NULL);
	template_expand_all(&expanded->env, workers, NULL);
}

void
form_release(struct form *form)
{
	strvec_release(&form->argv);
	strvec_release(&form->env);
}

void
form_words(const struct form *form, struct strvec *words)
{
	if (form->env.count > 0)
		strvec_push(words, "env");
	strvec_push_all(words, &form->env);
	strvec_push_all(words, &form->argv);
}
