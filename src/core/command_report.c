#include "config.h"

#include "core/command.h"

#include <stdlib.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/units.h"
#include "core/flags.h"
#include "core/placement.h"
#include "core/recognition.h"
#include "core/template.h"

/* How the report of one form comes about. */
struct asking {
	bool possible; /* the runner was found in the form */
	struct runner_match match;
	bool by_user; /* he asks for a report himself, */
	const char *own; /* into this file or folder; NULL: not known */
};

static struct asking
ask(const struct command *command, const struct form *form)
{
	struct asking asking = {0};
	const struct runner *row = command->row;

	if (row == NULL || form->argv.count == 0)
		return asking;
	const struct runners others = RUNNERS_INIT;
	struct recognition seen = recognise(&others, &form->argv, row);
	asking.possible = true;
	asking.match = seen.match;
	asking.by_user = flags_find(&form->argv,
		&(struct flags_arg){row->report_own, "", seen.match.program, form->argv.count},
		&asking.own);
	return asking;
}

void
command_ask_report(
	const struct command *command, enum mode mode, const char *dir, struct form *expanded)
{
	struct asking asking = ask(command, command_form(command, mode));
	struct error ignored;

	if (!asking.possible || asking.by_user || *asking.match.row->report == '\0')
		return;
	/* Expanding changes words, not their number: the places are those of the form. */
	placement_add(expanded, &asking.match, asking.match.row->report, dir, &ignored);
}

char *
command_report_config(const struct command *command, enum mode mode, const char *dir)
{
	struct asking asking = ask(command, command_form(command, mode));

	if (!asking.possible || asking.by_user || *asking.match.row->report_config == '\0')
		return NULL;
	return template_expand(asking.match.row->report_config, 0, dir);
}

const struct scheduler *
command_scheduler(const struct command *command, bool *by_file)
{
	const struct runner *row = command->row;
	const struct strvec *words = &command->parallel.argv;
	const char *name = NULL;

	*by_file = false;
	if (row == NULL || *row->scheduler == '\0')
		return NULL;
	*by_file = strcmp(row->scheduled, "file") == 0;
	if (flags_find(words, &(struct flags_arg){row->scheduler_flag, "", 0, words->count},
		    &name) &&
		name != NULL && scheduler_find(name) != NULL)
		return scheduler_find(name);
	return scheduler_find(row->scheduler);
}

/* The pattern that means this very folder; the caller frees it. */
static char *
folder_pattern(const char *dir)
{
	struct strbuf pattern = STRBUF_INIT;

	for (; *dir != '\0'; dir++) {
		if (strchr("*?[\\", *dir) != NULL)
			strbuf_addch(&pattern, '\\');
		strbuf_addch(&pattern, *dir);
	}
	return strbuf_detach(&pattern);
}

size_t
command_max_chunk(const struct command *command)
{
	const struct strvec *words = &command->parallel.argv;
	const char *text = NULL;
	int64_t most;

	if (command->row == NULL || *command->row->chunk_flag == '\0' ||
		!flags_find(words,
			&(struct flags_arg){command->row->chunk_flag, "", 0, words->count},
			&text) ||
		text == NULL || !parse_integer(text, 1, INT32_MAX, &most))
		return SIZE_MAX;
	return (size_t)most;
}

static void
push_files(const struct asking *asking, const struct form *form, const char *dir,
	struct strvec *patterns)
{
	struct strvec files = STRVEC_INIT;

	strvec_split(&files, asking->match.row->report_files, '|');
	for (size_t i = 0; i < files.count; i++) {
		char *file = runner_fill(&asking->match, &form->argv, files.items[i]);

		strvec_push_owned(patterns, text_replace(file, "{dir}", dir));
		free(file);
	}
	strvec_release(&files);
}

/* The user's own file; a word without a dot or a slash is the name of a format, no file. */
static void
push_own(const struct asking *asking, int workers, struct strvec *patterns)
{
	if (asking->own == NULL || strpbrk(asking->own, "./") == NULL)
		return;
	char *path = template_expand(asking->own, workers, NULL);
	if (strstr(asking->match.row->report, "{dir}") != NULL)
		strvec_pushf(patterns, "%s/" REPORT_NAME, path);
	else
		strvec_push(patterns, path);
	free(path);
}

void
command_report_files(const struct command *command, enum mode mode, int workers,
	const char *dir, struct strvec *patterns)
{
	const struct form *form = command_form(command, mode);
	struct asking asking = ask(command, form);

	if (!asking.possible)
		return;
	char *folder = folder_pattern(dir);
	if (*asking.match.row->report_files != '\0')
		push_files(&asking, form, folder, patterns);
	else if (asking.by_user)
		push_own(&asking, workers, patterns);
	else if (*asking.match.row->report != '\0')
		strvec_pushf(patterns, "%s/" REPORT_NAME, folder);
	free(folder);
}
