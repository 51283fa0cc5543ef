#include "config.h"

#include "io/junit.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "io/junit_suite.h"
#include "io/junit_time.h"
#include "io/xml_elements.h"
#include "io/xml_encoding.h"
#include "io/xml_filter.h"

#define DEPTH_LIMIT 1000 /* deeper is no report */

/*
 * `depth` counts the file's elements; after an error it begins again at 0, what was open then
 * has depth 0 ("adrift") and is closed by the next end tag that fits.
 */

/* The case whose element is open. */
struct open_case {
	bool open;
	size_t depth;
	struct strbuf file;
	struct strbuf class_name;
	struct strbuf name;
	struct junit_time time;
	struct junit_time retries; /* sum of the clear times of attempts inside */
	double ambiguous_s; /* sum of the others */
	bool unknown;
	bool failed;
	bool skipped;
};

struct junit {
	struct xml_encoding encoding;
	struct xml_filter filter;
	struct xml_elements elements;
	struct test_table *table;
	size_t depth;
	struct open_case one;
	struct junit_suites suites;
	size_t cases;
	size_t roots;
	size_t lines; /* before the block that is being fed */
	const char *block; /* being fed */
	const char *damage; /* what was wrong first, NULL for nothing */
	size_t damage_line;
};

static size_t
count_lines(const char *bytes, size_t length)
{
	size_t lines = 0;
	const char *end = bytes + length;

	while ((bytes = memchr(bytes, '\n', (size_t)(end - bytes))) != NULL) {
		lines++;
		bytes++;
	}
	return lines;
}

static void
note_damage(struct junit *junit, const char *what)
{
	if (junit->damage != NULL)
		return;
	junit->damage = what;
	junit->damage_line = 1 + junit->lines;
	if (junit->block != NULL)
		junit->damage_line += count_lines(junit->block, junit->filter.position);
}

/* Most names differ in their first letter: a call saved for each of millions. */
static bool
is_same(const char *one, const char *other)
{
	return one[0] == other[0] && strcmp(one, other) == 0;
}

/* The filter keeps the values themselves. */
static const char *
attribute(const struct junit *junit, const char *const *attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (is_same(attributes[0], name))
			return xml_filter_value(&junit->filter, attributes[1]);
	return NULL;
}

static void
set_text(struct strbuf *text, const char *value)
{
	strbuf_truncate(text, 0);
	strbuf_addstr(text, value != NULL ? value : "");
}

static bool
is_any(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (is_same(text, *words))
			return true;
	return false;
}

static void
open_case(struct junit *junit, const char *const *attributes)
{
	static const char *const not_run[] = {"notrun", "disabled", "skipped", "ignored", NULL};
	struct open_case *one = &junit->one;
	const char *status = attribute(junit, attributes, "status");

	if (one->open)
		note_damage(junit, "a case is not closed");
	one->open = true;
	one->depth = junit->depth;
	set_text(&one->file, attribute(junit, attributes, "file"));
	set_text(&one->class_name, attribute(junit, attributes, "classname"));
	set_text(&one->name, attribute(junit, attributes, "name"));
	one->time = junit_time_read(attribute(junit, attributes, "time"));
	one->retries = (struct junit_time){JUNIT_TIME_KNOWN, 0, 0};
	one->ambiguous_s = 0;
	one->unknown = one->time.kind == JUNIT_TIME_UNKNOWN;
	one->failed = false;
	one->skipped = status != NULL && is_any(status, not_run);
}

/* An attempt before the last one: a worker was busy for it, too. */
static void
add_retry(struct open_case *one, const char *text)
{
	struct junit_time time = junit_time_read(text);

	if (text == NULL)
		return;
	one->retries.style |= time.style;
	if (time.kind == JUNIT_TIME_AMBIGUOUS)
		one->ambiguous_s += time.seconds;
	else
		one->retries.seconds += time.seconds;
	one->unknown = one->unknown || time.kind == JUNIT_TIME_UNKNOWN;
}

static void
mark_case(struct junit *junit, const char *element, const char *const *attributes)
{
	struct open_case *one = &junit->one;
	static const char *const failures[] = {"failure", "error", NULL};
	static const char *const retries[] = {
		"flakyFailure", "flakyError", "rerunFailure", "rerunError", NULL};

	if (is_any(element, failures))
		one->failed = true;
	else if (strcmp(element, "skipped") == 0)
		one->skipped = true;
	else if (is_any(element, retries))
		add_retry(one, attribute(junit, attributes, "time"));
}

static void
close_case(struct junit *junit)
{
	struct open_case *one = &junit->one;
	struct test_case complete = {
		.file = strbuf_text(&one->file),
		.class_name = strbuf_text(&one->class_name),
		.name = strbuf_text(&one->name),
		.seconds = one->time.seconds + one->retries.seconds + one->ambiguous_s,
		.unknown = one->unknown,
		.result = one->failed  ? TEST_FAILED
			: one->skipped ? TEST_SKIPPED
				       : TEST_PASSED,
		.suite = junit_suites_number(&junit->suites),
	};
	size_t test = test_table_add(junit->table, &complete);

	junit_suites_note(&junit->suites, test, one->time);
	if (one->retries.seconds > 0 || one->retries.style != 0)
		junit_suites_note(&junit->suites, test, one->retries);
	if (one->ambiguous_s > 0)
		junit_suites_note(&junit->suites, test,
			(struct junit_time){JUNIT_TIME_AMBIGUOUS, one->ambiguous_s, 0});
	junit->cases++;
	one->open = false;
}

static const char *
local_name(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon != NULL ? colon + 1 : name;
}

static void
begin_root(struct junit *junit, bool outermost)
{
	if (junit->suites.count > 0 && !outermost)
		return;
	while (junit->suites.count > 0)
		junit_suites_close(&junit->suites, junit->table);
	junit->roots++;
}

static void
on_start(void *context, const char *name, const char *const *attributes)
{
	struct junit *junit = context;
	struct open_case *one = &junit->one;
	const char *local = local_name(name);
	bool outermost = strcmp(local, "testsuites") == 0;

	if (junit->depth++ == 0)
		begin_root(junit, outermost);
	/* What a test printed may look like a report: only its own children count. */
	if (one->open && junit->depth > one->depth + 1)
		return;
	if (strcmp(local, "testcase") == 0) {
		open_case(junit, attributes);
	} else if (outermost || strcmp(local, "testsuite") == 0) {
		if (one->open)
			note_damage(junit, "a case is not closed");
		one->open = false;
		junit_suites_open(
			&junit->suites, junit->depth, attribute(junit, attributes, "time"));
	} else if (one->open) {
		mark_case(junit, local, attributes);
	}
}

static void
on_end(void *context)
{
	struct junit *junit = context;
	const struct junit_suites *suites = &junit->suites;

	if (junit->one.open && junit->one.depth == junit->depth)
		close_case(junit);
	else if (suites->count > 0 && suites->items[suites->count - 1].depth == junit->depth)
		junit_suites_close(&junit->suites, junit->table);
	junit->depth--;
}

/* The parser is at the beginning: what is open is adrift from now on. */
static void
set_adrift(struct junit *junit)
{
	junit->depth = 0;
	junit->one.depth = 0;
	for (size_t i = 0; i < junit->suites.count; i++)
		junit->suites.items[i].depth = 0;
}

/* An end tag of something that was open before the parser began anew. */
static void
close_adrift(struct junit *junit, const char *tag, size_t length)
{
	struct junit_suites *suites = &junit->suites;
	char name[16] = "";
	size_t size = length > 3 && length - 3 < sizeof name ? length - 3 : 0;

	memcpy(name, tag + 2, size);
	name[strcspn(name, " \t\r\n")] = '\0';
	if (junit->one.open && strcmp(name, "testcase") == 0)
		close_case(junit);
	else if (strcmp(name, "testsuite") == 0 || strcmp(name, "testsuites") == 0)
		if (suites->count > 0)
			junit_suites_close(suites, junit->table);
	note_damage(junit, "an element is closed that is not open");
}

/* A document begins: what the one before left open is incomplete. */
static void
begin_document(struct junit *junit)
{
	if (junit->depth == 0 && !junit->one.open && junit->suites.count == 0)
		return;
	note_damage(junit, "another document begins inside it");
	junit->one.open = false;
	while (junit->suites.count > 0)
		junit_suites_close(&junit->suites, junit->table);
	xml_elements_reset(&junit->elements);
	set_adrift(junit);
}

static void
on_tag(void *context, const char *tag, size_t length)
{
	struct junit *junit = context;
	bool end = tag[1] == '/';

	if (strcmp(tag, XML_DECLARATION) == 0) {
		begin_document(junit);
		return;
	}
	if (end && junit->depth == 0) {
		close_adrift(junit, tag, length);
		return;
	}
	const char *wrong = xml_elements_parse(&junit->elements, tag, length);
	if (wrong == NULL && junit->depth <= DEPTH_LIMIT)
		return;
	if (wrong == NULL) {
		wrong = "nested too deeply";
		xml_elements_reset(&junit->elements);
	}
	note_damage(junit, wrong);
	set_adrift(junit);
	if (end)
		close_adrift(junit, tag, length);
}

struct junit *
junit_new(struct test_table *table)
{
	struct junit *junit = xcalloc(1, sizeof *junit);

	junit->table = table;
	xml_encoding_init(&junit->encoding);
	xml_filter_init(&junit->filter, on_tag, junit);
	xml_elements_init(&junit->elements, on_start, on_end, junit);
	return junit;
}

bool
junit_feed(struct junit *junit, const char *bytes, size_t length)
{
	xml_encoding_feed(&junit->encoding, &bytes, &length);
	junit->block = bytes;
	xml_filter_feed(&junit->filter, bytes, length);
	junit->block = NULL;
	junit->lines += count_lines(bytes, length);
	return junit->filter.tagged;
}

static void
warn(const struct junit *junit, const char *path, struct strvec *warnings)
{
	if (junit->damage != NULL)
		strvec_pushf(warnings,
			"%s:%zu: damaged XML (%s): only the complete test cases are used", path,
			junit->damage_line, junit->damage);
	else if (junit->filter.bare)
		strvec_pushf(warnings,
			"%s: has a bare '<' or '&' inside an attribute: read as text", path);
	if (junit->damage == NULL && junit->roots > 1)
		strvec_pushf(warnings, "%s: has %zu root elements: all of them are used", path,
			junit->roots);
}

enum junit_outcome
junit_end(struct junit *junit, const char *path, struct strvec *warnings)
{
	enum junit_outcome outcome = junit->cases > 0 ? JUNIT_OK
		: junit->filter.tagged		      ? JUNIT_NO_CASE
						      : JUNIT_NO_XML;

	if (junit->depth > 0 || junit->one.open || xml_filter_unfinished(&junit->filter))
		note_damage(junit, "truncated");
	else if (junit->filter.broken)
		note_damage(junit, "a tag is not closed");
	junit_suites_end(&junit->suites, junit->table);
	test_table_end_report(junit->table);
	if (outcome == JUNIT_OK)
		warn(junit, path, warnings);

	xml_elements_release(&junit->elements);
	xml_encoding_release(&junit->encoding);
	xml_filter_release(&junit->filter);
	junit_suites_release(&junit->suites);
	strbuf_release(&junit->one.file);
	strbuf_release(&junit->one.class_name);
	strbuf_release(&junit->one.name);
	free(junit);
	return outcome;
}
