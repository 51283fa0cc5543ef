/*
 * Reports that are one JSON document: jest's (vitest's) and mocha's, with milliseconds per
 * test, and rspec's, with seconds per example.
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <string.h>

#include "io/json_reader.h"
#include "io/test_report_member.h"

/* Adds the tests in the document; how many. */
typedef size_t add_tests(struct report *report, const json_t *root);

static int
read_document(struct report *report, add_tests *add, struct error *error)
{
	struct json_reader reader = {.name = report->path, .error = error};
	json_t *root = reader_document(&reader, report->path);

	if (root == NULL)
		return -1;
	size_t tests = add(report, root);
	json_decref(root);
	return report_end(report, tests, error);
}

/* Whether the text is an object that names all of those members. */
static bool
is_document(const char *text, const char *member, const char *other)
{
	return text[strspn(text, " \t\r\n")] == '{' && strstr(text, member) != NULL &&
		strstr(text, other) != NULL;
}

/* What is neither passed nor failed did not run. */
static enum test_result
result_of(const char *status)
{
	if (strcmp(status, "passed") == 0)
		return TEST_PASSED;
	return strcmp(status, "failed") == 0 ? TEST_FAILED : TEST_SKIPPED;
}

bool
recognise_jest(const char *text)
{
	return is_document(text, "\"testResults\"", "") ||
		is_document(text, "\"numTotalTests\"", "");
}

static size_t
add_jest(struct report *report, const json_t *root)
{
	const json_t *result, *assertion;
	size_t i, j, tests = 0;

	json_array_foreach(json_object_get(root, "testResults"), i, result)
	{
		json_array_foreach(json_object_get(result, "assertionResults"), j, assertion)
		{
			report_add(report,
				(struct test_case){
					.file = member_text(result, "name"),
					.class_name = "",
					.name = member_text(assertion, "fullName"),
					.result = result_of(member_text(assertion, "status")),
				},
				member_figure(assertion, "duration") / 1000);
			tests++;
		}
	}
	return tests;
}

int
read_jest(struct report *report, struct error *error)
{
	return read_document(report, add_jest, error);
}

bool
recognise_mocha(const char *text)
{
	return is_document(text, "\"stats\"", "\"fullTitle\"");
}

/* A pending test has neither a time nor an error. */
static enum test_result
mocha_result(const json_t *test)
{
	if (json_object_size(json_object_get(test, "err")) > 0)
		return TEST_FAILED;
	return json_object_get(test, "duration") == NULL ? TEST_SKIPPED : TEST_PASSED;
}

static size_t
add_mocha(struct report *report, const json_t *root)
{
	const json_t *tests = json_object_get(root, "tests");
	const json_t *test;
	size_t i;

	json_array_foreach(tests, i, test)
	{
		report_add(report,
			(struct test_case){
				.file = member_text(test, "file"),
				.class_name = "",
				.name = member_text(test, "fullTitle"),
				.result = mocha_result(test),
			},
			member_figure(test, "duration") / 1000);
	}
	return json_array_size(tests);
}

int
read_mocha(struct report *report, struct error *error)
{
	return read_document(report, add_mocha, error);
}

bool
recognise_rspec(const char *text)
{
	return is_document(text, "\"examples\"", "\"full_description\"");
}

static size_t
add_rspec(struct report *report, const json_t *root)
{
	const json_t *examples = json_object_get(root, "examples");
	const json_t *example;
	size_t i;

	json_array_foreach(examples, i, example)
	{
		report_add(report,
			(struct test_case){
				.file = member_text(example, "file_path"),
				.class_name = "",
				.name = member_text(example, "full_description"),
				.result = result_of(member_text(example, "status")),
			},
			member_figure(example, "run_time"));
	}
	return json_array_size(examples);
}

int
read_rspec(struct report *report, struct error *error)
{
	return read_document(report, add_rspec, error);
}
