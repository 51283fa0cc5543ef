#include "config.h"

#include "cli/resume.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "io/directory.h"
#include "io/file.h"
#include "io/report_dir.h"
#include "proc/clock.h"

#define PATIENCE_S 3.0
#define PAUSE_S	   0.05

/* Options that only bound or show a measurement may differ from those it was started with. */
static bool
may_differ(const struct option_row *row)
{
	static const char *const names[] = {"resume", "max-runs", "budget"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(row->name, names[i]) == 0)
			return true;
	return !row->measures;
}

static bool
same_text(const char *x, const char *y)
{
	return x == y || (x != NULL && y != NULL && strcmp(x, y) == 0);
}

static size_t
member_size(enum option_type type)
{
	switch (type) {
	case OPTION_FLAG:
		return sizeof(bool);
	case OPTION_TEXT:
	case OPTION_LAW:
		return sizeof(void *);
	case OPTION_LIST:
		return sizeof(struct strvec);
	case OPTION_INTEGER:
		return sizeof(int64_t);
	case OPTION_NUMBER:
	case OPTION_PERCENT:
	case OPTION_TIME:
	case OPTION_SIZE:
		return sizeof(double);
	case OPTION_CHOICE:
	case OPTION_LOSS:
		return sizeof(int);
	}
	return 0;
}

static bool
same_value(const struct option_row *row, const struct options *x, const struct options *y)
{
	const void *left = (const char *)x + row->member;
	const void *right = (const char *)y + row->member;

	if (row->type == OPTION_TEXT)
		return same_text(*(const char *const *)left, *(const char *const *)right);
	if (row->type == OPTION_LIST)
		return strvec_equal(left, right);
	/* Both were set by the same parser: equal values have equal bytes. */
	return memcmp(left, right, member_size(row->type)) == 0;
}

/* Takes over how things are shown; refuses what would change the measurement. */
static int
merge_options(const struct options *given, struct resume *resume, struct error *error)
{
	for (size_t i = 0; i < option_count; i++) {
		const struct option_row *row = &option_table[i];
		if (!given->given[i])
			continue;
		if (!may_differ(row) && !same_value(row, given, &resume->options))
			return error_set(error, STATUS_USAGE,
				"--%s is not what the measurement in %s was started with: leave it out to go "
				"on, or start a new one",
				row->name, given->resume);
		/* Lists all belong to the measurement: they are equal already. */
		if (may_differ(row) && row->type != OPTION_LIST)
			memcpy((char *)&resume->options + row->member,
				(const char *)given + row->member, member_size(row->type));
	}
	return 0;
}

static int
check_operands(const struct invocation *given, const struct resume *resume, struct error *error)
{
	const struct invocation *recorded = &resume->invocation;
	bool same = given->operand_count == recorded->operand_count;

	for (int i = 0; same && i < given->operand_count; i++)
		same = strcmp(given->operands[i], recorded->operands[i]) == 0;
	if (given->operand_count == 0 || same)
		return 0;
	return error_set(error, STATUS_USAGE,
		"the measurement in %s is of another command: leave the command out to go on with it",
		given->options->resume);
}

static int
parse_recorded(struct resume *resume, struct error *error)
{
	struct strvec *words = &resume->words;
	int rest;

	strvec_push(words, "ptbench");
	strvec_push_all(words, &resume->record.arguments);

	struct arguments arguments = {
		.argc = (int)words->count,
		.argv = words->items,
		.command = COMMAND_RUN,
	};
	if (options_parse(&arguments, &resume->options, &rest, error) != 0)
		return error_prefix(error, "%s/%s", resume->directory, SESSION_FILE);
	resume->invocation = (struct invocation){
		.options = &resume->options,
		.operand_count = arguments.argc - rest,
		.operands = arguments.argv + rest,
		.arguments = arguments,
	};
	return 0;
}

/* Any other folder, also one of results whose measurement is not there, is named for what it is. */
static int
check_record(const struct resume *resume, const char *directory, struct error *error)
{
	char *path = xasprintf("%s/%s", resume->directory, SESSION_FILE);
	bool missing = access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR);

	free(path);
	if (!missing)
		return 0;
	return error_set(error, STATUS_USAGE,
		"--resume %s: holds no measurement (%s is missing): give the folder of one",
		directory, SESSION_FILE);
}

/* The guardian of one that was killed holds the lock while it ends what that one left behind. */
static int
lock(struct resume *resume, struct error *error)
{
	double end_s = clock_monotonic_s() + PATIENCE_S;

	while (directory_lock(resume->directory, &resume->lock, error) != 0) {
		if (clock_monotonic_s() > end_s)
			return -1;
		clock_pause(PAUSE_S);
	}
	return 0;
}

int
resume_open(const struct invocation *given, struct resume *resume, struct error *error)
{
	const char *directory = given->options->resume;

	*resume = (struct resume){.record = SESSION_RECORD_INIT, .lock = DIRECTORY_UNLOCKED};
	options_init(&resume->options);
	resume->directory = realpath(directory, NULL);
	if (resume->directory == NULL)
		return error_set(error, STATUS_USAGE,
			"--resume %s: %s: give the folder of a measurement", directory,
			strerror(errno));
	if (check_record(resume, directory, error) != 0 || lock(resume, error) != 0 ||
		session_json_read(resume->directory, &resume->record, error) != 0 ||
		parse_recorded(resume, error) != 0 ||
		check_operands(given, resume, error) != 0 ||
		merge_options(given->options, resume, error) != 0)
		return -1;
	/* Relative paths, the command's too, are meant from where it was started. */
	if (chdir(resume->record.directory) != 0)
		return error_set(error, STATUS_USAGE,
			"%s, where the measurement was started, cannot be entered (%s): bring it back",
			resume->record.directory, strerror(errno));
	report_dir_remove_stale(resume->directory);
	return 0;
}

void
resume_release(struct resume *resume)
{
	session_record_release(&resume->record);
	strvec_release(&resume->words);
	options_release(&resume->options);
	directory_unlock(resume->lock);
	free(resume->directory);
	*resume = (struct resume){.record = SESSION_RECORD_INIT, .lock = DIRECTORY_UNLOCKED};
}

int
resume_record(const char *directory, const struct invocation *invocation,
	const struct session_record *record, struct error *error)
{
	struct session_record whole = *record;
	struct strbuf text = STRBUF_INIT;
	char *path = xasprintf("%s/%s", directory, SESSION_FILE);
	char *here = getcwd(NULL, 0);
	char root[] = "/";

	whole.arguments = (struct strvec)STRVEC_INIT;
	for (int i = 1; i < invocation->arguments.argc; i++)
		strvec_push(&whole.arguments, invocation->arguments.argv[i]);
	whole.directory = here != NULL ? here : root;
	session_json_write(&whole, &text);
	int status = file_write(path, strbuf_text(&text), text.length, error);
	strvec_release(&whole.arguments);
	strbuf_release(&text);
	free(here);
	free(path);
	return status;
}
