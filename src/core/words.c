#include "config.h"

#include "core/words.h"

#include <string.h>

#define BLANKS " \t\n"

/* Characters that make a shell do something when they stand unquoted. */
#define SHELL_ONLY "|&;<>()$`*?"

/* Inside double quotes the shell still expands these. */
#define SHELL_IN_QUOTES "$`"

/* Characters that need no quotes in any position of a word. */
#define PLAIN                                                                                  \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"                       \
	"%+,-./:=@_{}"

static int
refuse_shell(char c, struct error *error)
{
	return error_set(error, STATUS_USAGE,
		"'%c' needs a shell, and the command is started without one: quote it, or add "
		"--shell",
		c);
}

static int
refuse_open(const char *line, char quote, struct error *error)
{
	return error_set(error, STATUS_USAGE,
		"the quote %c is never closed in '%.200s': close it", quote, line);
}

/* Adds the text up to the closing quote; `at` stands behind the opening one. NULL: error. */
static const char *
take_quoted(
	const char *line, const char *at, char quote, struct strbuf *word, struct error *error)
{
	for (; *at != quote; at++) {
		if (*at == '\0') {
			refuse_open(line, quote, error);
			return NULL;
		}
		if (quote == '"' && strchr(SHELL_IN_QUOTES, *at) != NULL) {
			refuse_shell(*at, error);
			return NULL;
		}
		/* In double quotes a backslash quotes only what is special there. */
		if (quote == '"' && *at == '\\' && at[1] != '\0' &&
			strchr("\"\\$`", at[1]) != NULL)
			at++;
		strbuf_addch(word, *at);
	}
	return at + 1;
}

/* Adds one word to `word`; returns the end of it, NULL on error. */
static const char *
take_word(const char *line, const char *at, struct strbuf *word, struct error *error)
{
	while (*at != '\0' && strchr(BLANKS, *at) == NULL) {
		if (*at == '\'' || *at == '"') {
			at = take_quoted(line, at + 1, *at, word, error);
			if (at == NULL)
				return NULL;
		} else if (*at == '\\' && at[1] != '\0') {
			strbuf_addch(word, at[1]);
			at += 2;
		} else if (strchr(SHELL_ONLY, *at) != NULL) {
			refuse_shell(*at, error);
			return NULL;
		} else {
			strbuf_addch(word, *at++);
		}
	}
	return at;
}

int
words_split(const char *line, struct strvec *words, struct error *error)
{
	struct strvec found = STRVEC_INIT;
	struct strbuf word = STRBUF_INIT;
	const char *at = line + strspn(line, BLANKS);

	while (at != NULL && *at != '\0') {
		strbuf_truncate(&word, 0);
		at = take_word(line, at, &word, error);
		if (at != NULL) {
			strvec_push(&found, strbuf_text(&word));
			at += strspn(at, BLANKS);
		}
	}
	if (at != NULL)
		strvec_push_all(words, &found);
	strbuf_release(&word);
	strvec_release(&found);
	return at == NULL ? -1 : 0;
}

bool
words_have(const char *list, const char *word)
{
	size_t length = strlen(word);

	for (; list != NULL && *list != '\0'; list += strspn(list, " ")) {
		size_t item = strcspn(list, " ");

		if (item == length && strncmp(list, word, length) == 0)
			return true;
		list += item;
	}
	return false;
}

/* Whether a shell reads the word as itself; in bash {a,b} is two words. */
static bool
is_plain(const char *word)
{
	return *word != '\0' && strspn(word, PLAIN) == strlen(word) &&
		(strchr(word, '{') == NULL || strchr(word, ',') == NULL);
}

static void
add_quoted(struct strbuf *line, const char *word)
{
	strbuf_addch(line, '\'');
	for (; *word != '\0'; word++) {
		if (*word == '\'')
			strbuf_addstr(line, "'\\''");
		else
			strbuf_addch(line, *word);
	}
	strbuf_addch(line, '\'');
}

void
words_join(const struct strvec *words, struct strbuf *line)
{
	for (size_t i = 0; i < words->count; i++) {
		const char *word = words->items[i];

		if (i > 0)
			strbuf_addch(line, ' ');
		if (is_plain(word))
			strbuf_addstr(line, word);
		else
			add_quoted(line, word);
	}
}
