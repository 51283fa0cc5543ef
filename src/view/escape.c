/*
 * Clean text in the languages of the outputs: HTML and XML, Markdown, gnuplot, shell.
 */
#include "config.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "view/text.h"

static bool
is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

void
text_add_html(struct strbuf *out, const char *text)
{
	struct strbuf clean = STRBUF_INIT;

	text_add_clean(&clean, text, 0, true);
	for (const char *c = strbuf_text(&clean); *c != '\0'; c++) {
		switch (*c) {
		case '&':
			strbuf_addstr(out, "&amp;");
			break;
		case '<':
			strbuf_addstr(out, "&lt;");
			break;
		case '>':
			strbuf_addstr(out, "&gt;");
			break;
		case '"':
			strbuf_addstr(out, "&quot;");
			break;
		case '\'':
			strbuf_addstr(out, "&#39;");
			break;
		default:
			strbuf_addch(out, *c);
		}
	}
	strbuf_release(&clean);
}

/*
 * GitHub and GitLab look for mentions and references (@user, #12, !34, ~label, $snippet) in the
 * rendered text, where a backslash or an entity is gone already, but not inside <code>. So only
 * the sign goes there, and what follows it is a word like any other.
 */
static bool
begins_reference(const char *c)
{
	return strchr("@#!~$%^&", *c) != NULL &&
		(is_word(c[1]) || strchr("\"[*{", c[1]) != NULL) && c[1] != '\0';
}

/* What would begin a heading, a list or a quotation at the start of a line. */
static bool
begins_block(const char *text)
{
	size_t digits = strspn(text, "0123456789");

	if (digits > 0)
		return false;
	return strchr("#+-=>", *text) != NULL && *text != '\0';
}

/* ":tada:" would become a picture. */
static bool
begins_emoji(const char *c)
{
	size_t length = strspn(
		c + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-");

	return *c == ':' && length > 0 && c[1 + length] == ':';
}

/* "https://" and "www." would become links. */
static bool
begins_link(const char *start, const char *c)
{
	if (*c == ':')
		return c[1] == '/' || (c - start >= 4 && strncasecmp(c - 4, "ilto", 4) == 0) ||
			(c - start >= 4 && strncasecmp(c - 4, "xmpp", 4) == 0);
	return *c == '.' && c - start >= 3 && strncasecmp(c - 3, "www", 3) == 0;
}

static void
add_entity(struct strbuf *out, char c)
{
	strbuf_addf(out, "&#%d;", c);
}

static void
add_markdown_character(struct strbuf *out, const char *start, const char *c)
{
	bool inside_word = c > start && is_word(c[-1]) && is_word(c[1]);

	if (begins_reference(c) || begins_emoji(c)) {
		strbuf_addstr(out, "<code>");
		add_entity(out, *c);
		strbuf_addstr(out, "</code>");
	} else if (strchr("\\`*[]<>|~&$^", *c) != NULL || (*c == '_' && !inside_word) ||
		begins_link(start, c)) {
		add_entity(out, *c);
	} else {
		strbuf_addch(out, *c);
	}
}

void
text_add_markdown(struct strbuf *out, const char *text)
{
	struct strbuf clean = STRBUF_INIT;

	text_add_clean(&clean, text, 0, true);
	const char *start = strbuf_text(&clean);
	for (const char *c = start; *c != '\0'; c++)
		add_markdown_character(out, start, c);
	strbuf_release(&clean);
}

void
text_add_markdown_line(struct strbuf *out, const char *text)
{
	size_t digits = strspn(text, "0123456789");
	const char *after = text + digits;

	if (digits > 0 && (*after == '.' || *after == ')') &&
		(after[1] == ' ' || after[1] == '\0')) {
		strbuf_add(out, text, digits);
		add_entity(out, *after);
		text_add_markdown(out, after + 1);
	} else if (begins_block(text) && !begins_reference(text)) {
		add_entity(out, *text);
		text_add_markdown(out, text + 1);
	} else {
		text_add_markdown(out, text);
	}
}

void
text_add_markdown_code(struct strbuf *out, const char *text)
{
	struct strbuf clean = STRBUF_INIT;

	text_add_clean(&clean, text, 0, true);
	const char *start = strbuf_text(&clean);
	strbuf_addstr(out, "<code>");
	for (const char *c = start; *c != '\0'; c++) {
		bool plain = is_word(*c) || strchr(" /=,+;()%?-.:{}", *c) != NULL ||
			(*c == '_' && is_word(c[1]));
		if (plain && !begins_link(start, c))
			strbuf_addch(out, *c);
		else
			add_entity(out, *c);
	}
	strbuf_addstr(out, "</code>");
	strbuf_release(&clean);
}

static const char *
gap_before(const char *start, const char *c)
{
	return c - start >= 2 && c[-1] == ']' && c[-2] == ']' ? " " : "";
}

/*
 * Within double quotes gnuplot runs `commands` and reads \escapes. An octal escape is read
 * after both, so that everything but plain characters is written as one.
 */
void
text_add_gnuplot(struct strbuf *out, const char *text)
{
	struct strbuf clean = STRBUF_INIT;

	text_add_clean(&clean, text, 0, true);
	const char *start = strbuf_text(&clean);
	strbuf_addch(out, '"');
	for (const char *c = start; *c != '\0'; c++) {
		if (is_word(*c) || strchr(" .,:;/()+-=_%?", *c) != NULL)
			strbuf_addch(out, *c);
		else
			strbuf_addf(out, "%s\\%03o", *c == '>' ? gap_before(start, c) : "",
				(unsigned)(unsigned char)*c);
	}
	strbuf_addch(out, '"');
	strbuf_release(&clean);
}

static bool
needs_no_quotes(const char *word)
{
	if (*word == '\0')
		return false;
	/* A first "=" or "~" means something to some shells. */
	if (*word == '~' || *word == '=')
		return false;
	for (const char *c = word; *c != '\0'; c++)
		if (!isalnum((unsigned char)*c) && strchr("@%+=:,./_-{}", *c) == NULL)
			return false;
	return true;
}

/* Whether the word is shown as it is between quotes. */
static bool
is_clean(const char *word)
{
	struct strbuf clean = STRBUF_INIT;

	text_add_clean(&clean, word, 0, true);
	bool same = strcmp(strbuf_text(&clean), word) == 0;
	strbuf_release(&clean);
	return same;
}

static void
add_single_quoted(struct strbuf *out, const char *word)
{
	strbuf_addch(out, '\'');
	for (const char *c = word; *c != '\0'; c++) {
		if (*c == '\'')
			strbuf_addstr(out, "'\\''");
		else
			strbuf_addch(out, *c);
	}
	strbuf_addch(out, '\'');
}

/* $'...' as bash, ksh and zsh read it: the same escapes as clean text has. */
static void
add_dollar_quoted(struct strbuf *out, const char *word)
{
	strbuf_addstr(out, "$'");
	while (*word != '\0') {
		uint32_t character;
		size_t length = text_decode(word, &character);
		char one[5] = {0};

		memcpy(one, word, length);
		if (character == 0xfffd && length == 1)
			strbuf_addf(out, "\\x%02x", (unsigned)(unsigned char)*word);
		else if (*word == '\'' || *word == '\\')
			strbuf_addf(out, "\\%c", *word);
		else
			text_add_clean(out, one, 0, true);
		word += length;
	}
	strbuf_addch(out, '\'');
}

void
text_add_command(struct strbuf *out, const struct strvec *argv)
{
	for (size_t i = 0; i < argv->count; i++) {
		const char *word = argv->items[i];

		if (i > 0)
			strbuf_addch(out, ' ');
		if (needs_no_quotes(word))
			strbuf_addstr(out, word);
		else if (is_clean(word))
			add_single_quoted(out, word);
		else
			add_dollar_quoted(out, word);
	}
}
