#include "config.h"

#include "lines.h"

#include <stdio.h>

#include "core/words.h"
#include "io/runners_csv.h"
#include "unit.h"

static void
form_text(const struct form *form, struct strbuf *text)
{
	struct strvec words = STRVEC_INIT;

	form_words(form, &words);
	words_join(&words, text);
	strvec_release(&words);
}

int
lines_plan(const char *line, const struct runners *table, const char *runner,
	struct command *command, struct error *error)
{
	struct strvec argv = STRVEC_INIT;

	CU_ASSERT_EQUAL_FATAL(words_split(line, &argv, error), 0);
	int result = command_plan(
		&(struct command_arg){.argv = &argv, .runner = runner, .runners = table},
		command, error);
	strvec_release(&argv);
	return result;
}

void
lines_expect(const char *line, const struct form *form, const char *wanted)
{
	struct strbuf text = STRBUF_INIT;

	form_text(form, &text);
	if (strcmp(strbuf_text(&text), wanted) != 0)
		printf("\n  %s\n    gives  %s\n    wanted %s", line, strbuf_text(&text),
			wanted);
	ASSERT_TEXT(strbuf_text(&text), wanted);
	strbuf_release(&text);
}

void
lines_table(struct runners *table)
{
	struct error error = {0};

	if (runners_csv_read(SOURCE_DIR "/data/runners.csv", table, &error) != 0)
		printf("\n  %s", error.text);
	CU_ASSERT_TRUE_FATAL(table->count > 0);
}
