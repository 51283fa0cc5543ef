/*
 * Workflow commands: "::warning title=T::message", one line each. GitHub reads %0A, %0D and %25
 * in a message, and %3A and %2C in a property besides (actions/toolkit, command.ts).
 */
#include "config.h"

#include "view/github.h"

#include "view/sentences.h"
#include "view/text.h"

#define MOST_WARNINGS	10 /* of one kind in one step; GitHub drops further ones */
#define MESSAGE_COLUMNS 1000

static void
add_escaped(struct strbuf *out, const char *message)
{
	struct strbuf clean = STRBUF_INIT;

	/* Clean text has no line ends and no control characters any more. */
	text_add_clean(&clean, message, MESSAGE_COLUMNS, true);
	for (const char *c = strbuf_text(&clean); *c != '\0'; c++) {
		if (*c == '%')
			strbuf_addstr(out, "%25");
		else
			strbuf_addch(out, *c);
	}
	strbuf_release(&clean);
}

static void
add_command(struct strbuf *out, const char *command, const char *title, const char *message)
{
	strbuf_addf(out, "::%s title=%s::", command, title);
	add_escaped(out, message);
	strbuf_addch(out, '\n');
}

void
github_view(const struct result *result, struct strbuf *text)
{
	const struct analysis *total = &result->total;
	const char *sentence = total->recommendation.sentence;
	struct strvec list = STRVEC_INIT;

	if (sentence != NULL && *sentence != '\0')
		add_command(text, "notice", "ptbench", sentence);
	failure_sentences(total, &list);
	strvec_push_all(&list, &total->warnings);
	for (size_t i = 0; i < list.count && i < MOST_WARNINGS; i++) {
		if (i + 1 == MOST_WARNINGS && list.count > MOST_WARNINGS)
			add_command(text, "warning", "ptbench",
				"There are more warnings: read the report.");
		else
			add_command(text, "warning", "ptbench", list.items[i]);
	}
	strvec_release(&list);
}
