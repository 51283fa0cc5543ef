/*
 * TAP (12 to 14) with the times that its writers add: node's `duration_ms` in a YAML block,
 * "in 63ms" of bats -T, "# time=12ms". A line that closes a subtest repeats its tests: only
 * the leaves count.
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/units.h"

#define DEPTH_MOST 32 /* of subtests; deeper ones are taken for this deep */
#define INDENT	   4 /* blanks per level */

struct tap {
	struct report *report;
	struct strbuf titles[DEPTH_MOST + 1]; /* "# Subtest: " seen at each level */
	size_t deepest; /* level of the last test line: a shallower one closes a subtest */
	bool waiting; /* a test's time may still come */
	struct strbuf name;
	struct strbuf class_name;
	enum test_result result;
	double seconds; /* negative: unknown */
	size_t tests;
};

bool
recognise_tap(const char *text)
{
	static const char *const starts[] = {
		"TAP version", "1..", "ok ", "not ok ", "# Subtest"};

	for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
		if (strncmp(text, starts[i], strlen(starts[i])) == 0)
			return true;
	/* A log may begin with what a front end says: npx does. */
	return *text != '<' && strstr(text, "\nTAP version ") != NULL;
}

/* Adds the test whose time was waited for. */
static void
finish_test(struct tap *tap)
{
	struct test_case one = {
		.file = "",
		.class_name = strbuf_text(&tap->class_name),
		.name = strbuf_text(&tap->name),
		.seconds = tap->seconds >= 0 ? tap->seconds : 0,
		.unknown = tap->seconds < 0,
		.result = tap->result,
	};

	if (!tap->waiting)
		return;
	test_table_add(tap->report->table, &one);
	tap->waiting = false;
	tap->tests++;
}

/* "12ms", "3 ms", "1.5s" or milliseconds; negative for none. */
static double
read_duration(const char *text)
{
	char *copy = xstrndup(text, strcspn(text, "\n,;)"));
	double seconds = -1, plain;

	if (parse_number(copy, &plain))
		seconds = plain / 1000;
	else if (!parse_time(copy, &seconds))
		seconds = -1;
	free(copy);
	return seconds;
}

/* What stands behind `word` (in any case), or NULL. */
static const char *
after(const char *text, const char *word)
{
	const char *found = strcasestr(text, word);

	return found != NULL ? found + strlen(word) + strspn(found + strlen(word), " ") : NULL;
}

/* Takes "in 63ms" off the end of a name. */
static void
take_time(struct tap *tap)
{
	char *text = tap->name.text;
	char *found = NULL;

	for (char *in = text; in != NULL && (in = strstr(in, " in ")) != NULL; in++)
		found = in;
	if (found == NULL || !isdigit((unsigned char)found[4]))
		return;
	double seconds = read_duration(found + 4);
	if (seconds < 0)
		return;
	tap->seconds = seconds;
	strbuf_truncate(&tap->name, (size_t)(found - text));
}

static void
set_class(struct tap *tap, size_t level)
{
	strbuf_truncate(&tap->class_name, 0);
	for (size_t i = 0; i < level; i++) {
		if (tap->titles[i].length == 0)
			continue;
		if (tap->class_name.length > 0)
			strbuf_addstr(&tap->class_name, " > ");
		strbuf_addstr(&tap->class_name, strbuf_text(&tap->titles[i]));
	}
}

/* "ok 1 - name # SKIP why": `text` stands behind "ok". */
static void
begin_test(struct tap *tap, const char *text, size_t level, bool passed)
{
	const char *directive;
	size_t length;

	text += strspn(text, " ");
	text += strspn(text, "0123456789");
	text += strspn(text, " ");
	if (text[0] == '-')
		text += 1 + strspn(text + 1, " ");
	directive = strstr(text, " # ");
	if (directive == NULL && text[0] == '#')
		directive = text;
	length = directive != NULL ? (size_t)(directive - text) : strlen(text);

	strbuf_truncate(&tap->name, 0);
	strbuf_add(&tap->name, text, length);
	set_class(tap, level);
	tap->waiting = true;
	tap->seconds = -1;
	tap->result = passed ? TEST_PASSED : TEST_FAILED;
	take_time(tap);
	if (directive == NULL)
		return;
	if (after(directive, "# skip") != NULL)
		tap->result = TEST_SKIPPED;
	else if (after(directive, "# todo") != NULL)
		tap->result = TEST_PASSED;
	if (after(directive, "time=") != NULL)
		tap->seconds = read_duration(after(directive, "time="));
	else if (after(directive, "time:") != NULL)
		tap->seconds = read_duration(after(directive, "time:"));
}

static void
test_line(struct tap *tap, const char *text, size_t level, bool passed)
{
	finish_test(tap);
	if (level < tap->deepest) {
		tap->deepest = level; /* the subtest's own line */
		return;
	}
	tap->deepest = level;
	begin_test(tap, text, level, passed);
}

static void
read_line(struct tap *tap, const char *line)
{
	size_t blanks = strspn(line, " ");
	size_t level = blanks / INDENT < DEPTH_MOST ? blanks / INDENT : DEPTH_MOST;
	const char *text = line + blanks;

	if (strncmp(text, "ok", 2) == 0 && (text[2] == ' ' || text[2] == '\0')) {
		test_line(tap, text + 2, level, true);
	} else if (strncmp(text, "not ok", 6) == 0 && (text[6] == ' ' || text[6] == '\0')) {
		test_line(tap, text + 6, level, false);
	} else if (strncmp(text, "# Subtest: ", 11) == 0) {
		strbuf_truncate(&tap->titles[level], 0);
		strbuf_addstr(&tap->titles[level], text + 11);
	} else if (tap->waiting && strncmp(text, "duration_ms:", 12) == 0) {
		tap->seconds = read_duration(text + 12 + strspn(text + 12, " "));
	} else if (strncmp(text, "Bail out!", 9) == 0) {
		strvec_pushf(tap->report->warnings, "%s: the run bailed out: tests are missing",
			tap->report->path);
	}
}

int
read_tap(struct report *report, struct error *error)
{
	struct tap tap = {.report = report};
	struct strbuf line = STRBUF_INIT;

	while (report_line(report, &line))
		read_line(&tap, strbuf_text(&line));
	finish_test(&tap);
	for (size_t i = 0; i <= DEPTH_MOST; i++)
		strbuf_release(&tap.titles[i]);
	strbuf_release(&tap.name);
	strbuf_release(&tap.class_name);
	strbuf_release(&line);
	return report_end(report, tap.tests, error);
}
