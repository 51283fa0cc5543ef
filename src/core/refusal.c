#include "config.h"

#include "core/refusal.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/strbuf.h"
#include "core/template.h"
#include "core/words.h"

#define SHOWN 80 /* characters of the user's command that a sentence can bear */

/* The words from..to as the user typed them, cut short. */
static void
show(const struct strvec *argv, size_t from, size_t to, struct strbuf *text)
{
	struct strvec words = STRVEC_INIT;

	for (size_t i = from; i < to && i < argv->count; i++)
		strvec_push(&words, argv->items[i]);
	words_join(&words, text);
	strvec_release(&words);
	if (text->length > SHOWN) {
		size_t end = SHOWN - 3;

		/* Not in the middle of a UTF-8 sequence. */
		while (end > 0 && ((unsigned char)text->text[end] & 0xc0U) == 0x80U)
			end--;
		strbuf_truncate(text, end);
		strbuf_addstr(text, "...");
	}
}

int
refuse_unknown(const struct strvec *argv, size_t program, struct error *error)
{
	struct strbuf shown = STRBUF_INIT;

	show(argv, program, program + 1, &shown);
	error_set(error, STATUS_USAGE,
		"%s is no runner that ptbench knows: write {n} where its worker count goes (-- "
		"%s -j {n}), or set a variable with --env NAME={n}, or name the known runner "
		"that takes the same options with --runner NAME ('ptbench runners' lists them)",
		strbuf_text(&shown), strbuf_text(&shown));
	strbuf_release(&shown);
	return -1;
}

int
refuse_shell_line(const struct strvec *argv, struct error *error)
{
	struct strbuf shown = STRBUF_INIT;

	show(argv, 0, argv->count, &shown);
	error_set(error, STATUS_USAGE,
		"a shell hides which runner %s starts: write {n} in the line where the worker "
		"count goes, or set a variable with --env NAME={n}, or give a known runner's "
		"command without a shell ('ptbench runners' lists them)",
		strbuf_text(&shown));
	strbuf_release(&shown);
	return -1;
}

int
refuse_row(const struct strvec *argv, const struct runner_match *match, struct error *error)
{
	static const char general[] =
		"has no workers of its own: write {n} where the count goes, or set a variable "
		"with --env NAME={n}, or name another runner with --runner NAME";
	const struct runner *row = match->row;
	struct strbuf shown = STRBUF_INIT;

	show(argv, match->program, match->end, &shown);
	char *instead = text_replace(*row->instead != '\0' ? row->instead : general,
		"{command}", strbuf_text(&shown));
	error_set(error, STATUS_USAGE, "%s %s", strbuf_text(&shown), instead);
	free(instead);
	strbuf_release(&shown);
	return -1;
}

int
refuse_runner(const struct runners *table, const char *name, struct error *error)
{
	struct nearest meant = NEAREST(name);

	for (size_t i = 0; i < table->count; i++)
		nearest_offer(&meant, table->rows[i].name);
	if (meant.name != NULL)
		return error_set(error, STATUS_USAGE,
			"'%.80s' is no runner that ptbench knows: take %s ('ptbench runners' lists "
			"them all)",
			name, meant.name);
	return error_set(error, STATUS_USAGE,
		"'%.80s' is no runner that ptbench knows: 'ptbench runners' lists them, and "
		"--runners FILE adds your own",
		name);
}

int
refuse_input(const struct runner *row, struct error *error)
{
	char *flags = text_replace(row->input, "|", " or ");

	error_set(error, STATUS_USAGE,
		"%s would read its input from standard input, which is empty for every run: "
		"name it with %s",
		row->name, flags);
	free(flags);
	return -1;
}
