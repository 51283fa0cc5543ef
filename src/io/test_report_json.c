/*
 * Reports in JSON: jest's, vitest's and mocha's one document (milliseconds per test), the lines
 * of `go test -json` (test2json: an event per line, seconds).
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <math.h>
#include <string.h>

#include "io/json_reader.h"
#include "io/json_value.h"

#define LONGEST_S 1e12 /* no test took longer */

static bool
is_time(double seconds)
{
	return seconds >= 0 && seconds <= LONGEST_S;
}

/* Members of other types are like missing ones: what can be used is used. */
static const char *
text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text != NULL ? text : "";
}

static double
figure_of(const json_t *object, const char *name)
{
	const json_t *value = json_object_get(object, name);

	return json_is_number(value) ? json_number_value(value) : UNKNOWN;
}

bool
recognise_jest(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '{' &&
		(strstr(text, "\"testResults\"") != NULL ||
			strstr(text, "\"numTotalTests\"") != NULL);
}

static enum test_result
jest_result(const char *status)
{
	if (strcmp(status, "passed") == 0)
		return TEST_PASSED;
	return strcmp(status, "failed") == 0 ? TEST_FAILED : TEST_SKIPPED;
}

static void
add_jest(struct report *report, const json_t *assertion, const char *file)
{
	double seconds = figure_of(assertion, "duration") / 1000;
	struct test_case one = {
		.file = file,
		.class_name = "",
		.name = text_of(assertion, "fullName"),
		.seconds = is_time(seconds) ? seconds : 0,
		.unknown = !is_time(seconds),
		.result = jest_result(text_of(assertion, "status")),
	};

	test_table_add(report->table, &one);
}

int
read_jest(struct report *report, struct error *error)
{
	struct json_reader reader = {.name = report->path, .error = error};
	json_t *root = reader_document(&reader, report->path);
	const json_t *result, *assertion;
	size_t i, j, tests = 0;

	if (root == NULL)
		return -1;
	json_array_foreach(json_object_get(root, "testResults"), i, result)
	{
		json_array_foreach(json_object_get(result, "assertionResults"), j, assertion)
		{
			add_jest(report, assertion, text_of(result, "name"));
			tests++;
		}
	}
	json_decref(root);
	return report_end(report, tests, error);
}

bool
recognise_mocha(const char *text)
{
	return text[strspn(text, " \t\r\n")] == '{' && strstr(text, "\"stats\"") != NULL &&
		strstr(text, "\"fullTitle\"") != NULL;
}

/* A pending test has neither a time nor an error. */
static void
add_mocha(struct report *report, const json_t *test)
{
	double seconds = figure_of(test, "duration") / 1000;
	bool failed = json_object_size(json_object_get(test, "err")) > 0;
	bool pending = !failed && json_object_get(test, "duration") == NULL;
	struct test_case one = {
		.file = text_of(test, "file"),
		.class_name = "",
		.name = text_of(test, "fullTitle"),
		.seconds = is_time(seconds) ? seconds : 0,
		.unknown = !is_time(seconds),
		.result = failed  ? TEST_FAILED
			: pending ? TEST_SKIPPED
				  : TEST_PASSED,
	};

	test_table_add(report->table, &one);
}

int
read_mocha(struct report *report, struct error *error)
{
	struct json_reader reader = {.name = report->path, .error = error};
	json_t *root = reader_document(&reader, report->path);
	const json_t *tests, *test;
	size_t i;

	if (root == NULL)
		return -1;
	tests = json_object_get(root, "tests");
	json_array_foreach(tests, i, test)
	{
		add_mocha(report, test);
	}
	size_t count = json_array_size(tests);
	json_decref(root);
	return report_end(report, count, error);
}

bool
recognise_go(const char *text)
{
	return text[0] == '{' && strstr(text, "\"Action\":") != NULL;
}

/* An event of a test's end; all others, and lines that are no event, say nothing. */
static bool
add_go(struct report *report, const json_t *event)
{
	const char *action = text_of(event, "Action");
	const char *name = text_of(event, "Test");
	double seconds = figure_of(event, "Elapsed");
	bool passed = strcmp(action, "pass") == 0, failed = strcmp(action, "fail") == 0;
	bool ended = *name != '\0' && (passed || failed || strcmp(action, "skip") == 0);

	if (ended) {
		struct test_case one = {
			.file = "",
			.class_name = text_of(event, "Package"),
			.name = name,
			.seconds = is_time(seconds) ? seconds : 0,
			.unknown = !is_time(seconds),
			.result = passed ? TEST_PASSED
				: failed ? TEST_FAILED
					 : TEST_SKIPPED,
		};
		test_table_add(report->table, &one);
	}
	return ended;
}

int
read_go(struct report *report, struct error *error)
{
	struct strbuf line = STRBUF_INIT;
	size_t tests = 0;

	value_begin();
	while (report_line(report, &line)) {
		json_t *event = json_loadb(strbuf_text(&line), line.length, 0, NULL);

		tests += event != NULL && add_go(report, event);
		json_decref(event);
	}
	strbuf_release(&line);
	return report_end(report, tests, error);
}
