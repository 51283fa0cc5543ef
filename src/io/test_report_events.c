/*
 * Reports that are an event of JSON per line: `go test -json` (test2json, seconds per test) and
 * the json reporter of dart and flutter (json_reporter.md of package:test, milliseconds since
 * the runner began).
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/memory.h"
#include "io/json_value.h"
#include "io/test_report_member.h"

/* Takes an event; whether a test ended with it. */
typedef bool take_event(struct report *report, void *context, const json_t *event);

/* Lines that are no event say nothing. */
static int
read_events(struct report *report, take_event *take, void *context, struct error *error)
{
	struct strbuf line = STRBUF_INIT;
	size_t tests = 0;

	value_begin();
	while (report_line(report, &line)) {
		json_t *event = json_loadb(strbuf_text(&line), line.length, 0, NULL);

		tests += event != NULL && take(report, context, event);
		json_decref(event);
	}
	strbuf_release(&line);
	return report_end(report, tests, error);
}

bool
recognise_go(const char *text)
{
	return text[0] == '{' && strstr(text, "\"Action\":") != NULL;
}

static bool
take_go(struct report *report, void *context, const json_t *event)
{
	const char *action = member_text(event, "Action");
	const char *name = member_text(event, "Test");
	bool passed = strcmp(action, "pass") == 0, failed = strcmp(action, "fail") == 0;

	(void)context;
	if (*name == '\0' || !(passed || failed || strcmp(action, "skip") == 0))
		return false;
	report_add(report,
		(struct test_case){
			.file = "",
			.class_name = member_text(event, "Package"),
			.name = name,
			.result = passed ? TEST_PASSED
				: failed ? TEST_FAILED
					 : TEST_SKIPPED,
		},
		member_figure(event, "Elapsed"));
	return true;
}

int
read_go(struct report *report, struct error *error)
{
	return read_events(report, take_go, NULL, error);
}

#define DART_AHEAD 1000 /* identifiers are given out in turn: one far ahead is none */

/* What was announced under an identifier: a suite or a test. */
struct dart_item {
	const char *name; /* NULL: nothing; of a suite, its path */
	double start_ms;
	size_t suite; /* of a test */
};

struct dart {
	struct dart_item *items; /* by identifier */
	size_t count;
	struct intern texts;
};

bool
recognise_dart(const char *text)
{
	return text[0] == '{' && strstr(text, "\"protocolVersion\"") != NULL &&
		strstr(text, "\"runnerVersion\"") != NULL;
}

/* The place of an identifier; NULL when it is none. */
static struct dart_item *
dart_place(struct dart *dart, const json_t *object, const char *member)
{
	const json_t *value = json_object_get(object, member);
	json_int_t id = json_integer_value(value);

	if (!json_is_integer(value) || id < 0 || (size_t)id >= dart->count + DART_AHEAD)
		return NULL;
	if ((size_t)id >= dart->count) {
		size_t count = 2 * dart->count + DART_AHEAD;

		dart->items = xreallocarray(dart->items, count, sizeof *dart->items);
		memset(dart->items + dart->count, 0,
			(count - dart->count) * sizeof *dart->items);
		dart->count = count;
	}
	return &dart->items[id];
}

static void
dart_announce(struct dart *dart, const json_t *object, const char *name, double start_ms)
{
	json_int_t suite = json_integer_value(json_object_get(object, "suiteID"));
	struct dart_item *item = dart_place(dart, object, "id");

	if (item == NULL)
		return;
	*item = (struct dart_item){
		.name = intern_text(&dart->texts, member_text(object, name)),
		.start_ms = start_ms,
		.suite = suite >= 0 ? (size_t)suite : SIZE_MAX,
	};
}

/* Hidden tests are the runner's own: loading a file, setUpAll. */
static bool
dart_end(struct report *report, struct dart *dart, const json_t *event)
{
	const struct dart_item *test = dart_place(dart, event, "testID");

	if (test == NULL || test->name == NULL ||
		json_is_true(json_object_get(event, "hidden")))
		return false;
	const char *file = test->suite < dart->count ? dart->items[test->suite].name : NULL;
	report_add(report,
		(struct test_case){
			.file = file != NULL ? file : "",
			.class_name = "",
			.name = test->name,
			.result = strcmp(member_text(event, "result"), "success") != 0
				? TEST_FAILED
				: json_is_true(json_object_get(event, "skipped")) ? TEST_SKIPPED
										  : TEST_PASSED,
		},
		(member_figure(event, "time") - test->start_ms) / 1000);
	return true;
}

static bool
take_dart(struct report *report, void *context, const json_t *event)
{
	struct dart *dart = context;
	const char *type = member_text(event, "type");

	if (strcmp(type, "suite") == 0)
		dart_announce(dart, json_object_get(event, "suite"), "path", 0);
	else if (strcmp(type, "testStart") == 0)
		dart_announce(dart, json_object_get(event, "test"), "name",
			member_figure(event, "time"));
	else if (strcmp(type, "testDone") == 0)
		return dart_end(report, dart, event);
	return false;
}

int
read_dart(struct report *report, struct error *error)
{
	struct dart dart = {.texts = INTERN_INIT};
	int status = read_events(report, take_dart, &dart, error);

	free(dart.items);
	intern_release(&dart.texts);
	return status;
}
