#include "config.h"

#include "view/snippets.h"

#include <stdlib.h>
#include <string.h>

#include "core/template.h"
#include "core/words.h"

/* What a kind of file does with one command, and around all of them. */
struct snippet_kind {
	const char *name;
	const char *head; /* before the first */
	const char *tail; /* behind the last */
	const char *separator; /* between two */
	bool comments; /* "# ..." is a comment there */
	bool one_line; /* a command cannot have a newline in it */
	void (*add)(const struct snippet *snippet, const char *line, struct strbuf *text);
};

/* The command as one line for a shell. */
static char *
shell_line(const struct snippet *snippet)
{
	struct strbuf line = STRBUF_INIT;

	words_join(snippet->words, &line);
	strbuf_add(&line, "", 0);
	return strbuf_detach(&line);
}

/* "test", or "test-SUITE" with nothing but letters, digits, - and _: a name in any of the
 * files. */
static void
add_name(const struct snippet *snippet, struct strbuf *text)
{
	strbuf_addstr(text, "test");
	if (*snippet->suite == '\0')
		return;
	strbuf_addch(text, '-');
	for (const char *c = snippet->suite; *c != '\0'; c++) {
		bool plain = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
			(*c >= '0' && *c <= '9') || *c == '_';
		strbuf_addch(text, plain ? *c : '-');
	}
}

/* A string as JSON has it, which is also a string of YAML and a basic string of TOML. */
static void
add_string(const char *string, struct strbuf *text)
{
	strbuf_addch(text, '"');
	for (; *string != '\0'; string++) {
		unsigned char c = (unsigned char)*string;

		if (c == '"' || c == '\\')
			strbuf_addch(text, '\\');
		if (c == '\n')
			strbuf_addstr(text, "\\n");
		else if (c == '\t')
			strbuf_addstr(text, "\\t");
		else if (c < 0x20 || c == 0x7f)
			strbuf_addf(text, "\\u%04x", c);
		else
			strbuf_addch(text, *string);
	}
	strbuf_addch(text, '"');
}

/* A scalar of YAML: plain where it cannot be taken for anything else. */
static void
add_yaml(const char *scalar, struct strbuf *text)
{
	static const char first[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ/";
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._=+- ";
	size_t length = strlen(scalar);

	if (length > 0 && strchr(first, *scalar) != NULL && strspn(scalar, plain) == length &&
		strchr(scalar, ' ') != NULL)
		strbuf_addstr(text, scalar);
	else
		add_string(scalar, text);
}

static void
add_github(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	/* GitHub itself replaces ${{ .. }} before any shell sees the line. */
	char *safe = text_replace(line, "${{", "${{ '${{' }}");

	strbuf_addstr(text, "- name: ");
	add_name(snippet, text);
	strbuf_addstr(text, "\n  run: ");
	add_yaml(safe, text);
	strbuf_addch(text, '\n');
	free(safe);
}

static void
add_gitlab(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	add_name(snippet, text);
	strbuf_addstr(text, ":\n  script:\n    - ");
	add_yaml(line, text);
	strbuf_addch(text, '\n');
}

static void
add_circleci(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	/* "<<" begins a parameter of the configuration. */
	char *safe = text_replace(line, "<<", "\\<<");

	strbuf_addstr(text, "- run:\n    name: ");
	add_name(snippet, text);
	strbuf_addstr(text, "\n    command: ");
	add_yaml(safe, text);
	strbuf_addch(text, '\n');
	free(safe);
}

static void
add_just(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	char *safe = text_replace(line, "{{", "{{{{");

	add_name(snippet, text);
	strbuf_addf(text, ":\n    %s\n", safe);
	free(safe);
}

static void
add_make(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	char *safe = text_replace(line, "$", "$$");

	strbuf_addstr(text, ".PHONY: ");
	add_name(snippet, text);
	strbuf_addch(text, '\n');
	add_name(snippet, text);
	strbuf_addf(text, ":\n\t%s\n", safe);
	free(safe);
}

static void
add_pyproject(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	struct strbuf flags = STRBUF_INIT;

	if (strcmp(snippet->runner, "pytest") == 0 && *snippet->suite == '\0') {
		words_join(snippet->flags, &flags);
		strbuf_addstr(text, "[tool.pytest.ini_options]\naddopts = ");
		add_string(strbuf_text(&flags), text);
	} else {
		strbuf_addstr(text, "[tool.poe.tasks.");
		add_name(snippet, text);
		strbuf_addstr(text, "]\ncmd = ");
		add_string(line, text);
	}
	strbuf_addch(text, '\n');
	strbuf_release(&flags);
}

/* Text of an ini file of tox: { } # and \ have a meaning of their own. */
static void
add_tox(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	strbuf_addstr(text, "[testenv");
	if (*snippet->suite != '\0') {
		strbuf_addch(text, ':');
		add_name(snippet, text);
	}
	strbuf_addstr(text, "]\nallowlist_externals = *\ncommands = ");
	for (; *line != '\0'; line++) {
		if (strchr("{}#\\", *line) != NULL)
			strbuf_addch(text, '\\');
		strbuf_addch(text, *line);
	}
	strbuf_addch(text, '\n');
}

static void
add_package_json(const struct snippet *snippet, const char *line, struct strbuf *text)
{
	strbuf_addstr(text, "    \"");
	add_name(snippet, text);
	strbuf_addstr(text, "\": ");
	add_string(line, text);
}

static const struct snippet_kind kinds[] = {
	{"github", "", "", "", true, false, add_github},
	{"gitlab", "", "", "\n", true, false, add_gitlab},
	{"circleci", "", "", "", true, false, add_circleci},
	{"just", "", "", "\n", true, true, add_just},
	{"make", "", "", "\n", true, true, add_make},
	{"pyproject", "", "", "\n", true, false, add_pyproject},
	{"tox", "", "", "\n", true, true, add_tox},
	{"package-json", "{\n  \"scripts\": {\n", "\n  }\n}\n", ",\n", false, false,
		add_package_json},
};

#define KIND_COUNT (sizeof kinds / sizeof *kinds)

const struct snippet_kind *
snippet_kind_find(const char *name)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		if (strcmp(kinds[i].name, name) == 0)
			return &kinds[i];
	return NULL;
}

void
snippet_kinds_add(struct strbuf *text, const char *separator)
{
	for (size_t i = 0; i < KIND_COUNT; i++)
		strbuf_addf(text, "%s%s", i > 0 ? separator : "", kinds[i].name);
}

/* The reason is the project's own sentence; a line break in it would end the comment. */
static void
add_comment(const char *reason, struct strbuf *text)
{
	strbuf_addstr(text, "# ");
	for (; *reason != '\0'; reason++)
		strbuf_addch(text, (unsigned char)*reason < 0x20 ? ' ' : *reason);
	strbuf_addch(text, '\n');
}

static int
add_one(const struct snippet_kind *kind, const struct snippet *snippet, struct strbuf *text,
	struct error *error)
{
	char *line = shell_line(snippet);
	int status = 0;

	if (kind->one_line && strpbrk(line, "\n\r") != NULL) {
		status = error_set(error, STATUS_USAGE,
			"a word of the command has a line break in it, which a recipe of %s cannot have: "
			"put the command into a script",
			kind->name);
	} else {
		if (kind->comments)
			add_comment(snippet->reason, text);
		kind->add(snippet, line, text);
	}
	free(line);
	return status;
}

int
snippet_write(const struct snippet_kind *kind, const struct snippet *snippets, size_t count,
	struct strbuf *text, struct error *error)
{
	strbuf_addstr(text, kind->head);
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			strbuf_addstr(text, kind->separator);
		if (add_one(kind, &snippets[i], text, error) != 0)
			return -1;
	}
	strbuf_addstr(text, kind->tail);
	return 0;
}
