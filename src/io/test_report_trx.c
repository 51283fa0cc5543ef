/*
 * TRX, what `dotnet test --logger trx` writes (vstest's TrxLogger): a UnitTestResult per test
 * with its outcome and duration, and behind all of them the UnitTests that name their classes.
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"
#include "base/units.h"
#include "io/xml_elements.h"
#include "io/xml_encoding.h"
#include "io/xml_filter.h"

/* A result waits for its class. */
struct trx_result {
	const char *id; /* of the UnitTest */
	const char *name;
	double seconds; /* negative: unknown */
	enum test_result result;
	bool parent; /* stands for the results inside it */
};

struct trx_class {
	const char *id;
	const char *name;
};

struct trx {
	struct xml_encoding encoding;
	struct xml_filter filter;
	struct xml_elements elements;
	struct arena texts;
	struct trx_result *results;
	size_t result_count;
	size_t result_capacity;
	struct trx_class *classes;
	size_t class_count;
	size_t class_capacity;
	const char *test; /* the UnitTest that is open */
	bool damaged;
};

static const char *
attribute(struct trx *trx, const char *const *attributes, const char *name)
{
	for (; attributes[0] != NULL; attributes += 2)
		if (strcmp(attributes[0], name) == 0)
			return arena_text(
				&trx->texts, xml_filter_value(&trx->filter, attributes[1]));
	return "";
}

/* "00:00:01.2345678", with "1." for days before it; negative when it is no time. */
static double
read_duration(const char *text)
{
	static const double units[] = {3600, 60, 1};
	const char *dot = strchr(text, '.'), *colon = strchr(text, ':');
	double seconds = 0, number;
	char part[32];

	if (dot != NULL && colon != NULL && dot < colon) {
		snprintf(part, sizeof part, "%.*s", (int)(dot - text), text);
		if (!parse_number(part, &number))
			return -1;
		seconds = 86400 * number;
		text = dot + 1;
	}
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		size_t length = strcspn(text, ":");

		snprintf(part, sizeof part, "%.*s", (int)length, text);
		if (length >= sizeof part || !parse_number(part, &number) || number < 0)
			return -1;
		seconds += units[i] * number;
		text += length + (text[length] == ':');
	}
	return seconds;
}

static enum test_result
read_outcome(const char *text)
{
	static const char *const failures[] = {"Failed", "Error", "Timeout", "Aborted"};

	for (size_t i = 0; i < sizeof failures / sizeof *failures; i++)
		if (strcmp(text, failures[i]) == 0)
			return TEST_FAILED;
	return strncmp(text, "Passed", 6) == 0 ? TEST_PASSED : TEST_SKIPPED;
}

static void
add_result(struct trx *trx, const char *const *attributes)
{
	if (trx->result_count == trx->result_capacity) {
		trx->result_capacity = 2 * trx->result_capacity + 64;
		trx->results =
			xreallocarray(trx->results, trx->result_capacity, sizeof *trx->results);
	}
	trx->results[trx->result_count++] = (struct trx_result){
		.id = attribute(trx, attributes, "testId"),
		.name = attribute(trx, attributes, "testName"),
		.seconds = read_duration(attribute(trx, attributes, "duration")),
		.result = read_outcome(attribute(trx, attributes, "outcome")),
	};
}

/* "Namespace.Class", or with ", Assembly, Version=.." behind it. */
static void
add_class(struct trx *trx, const char *name)
{
	char *own = arena_reserve(&trx->texts, strlen(name) + 1);

	snprintf(own, strlen(name) + 1, "%.*s", (int)strcspn(name, ","), name);
	if (trx->class_count == trx->class_capacity) {
		trx->class_capacity = 2 * trx->class_capacity + 64;
		trx->classes =
			xreallocarray(trx->classes, trx->class_capacity, sizeof *trx->classes);
	}
	trx->classes[trx->class_count++] = (struct trx_class){trx->test, own};
	trx->test = NULL;
}

static void
on_start(void *context, const char *name, const char *const *attributes)
{
	struct trx *trx = context;

	if (strcmp(name, "UnitTestResult") == 0)
		add_result(trx, attributes);
	else if (strcmp(name, "InnerResults") == 0 && trx->result_count > 0)
		trx->results[trx->result_count - 1].parent = true;
	else if (strcmp(name, "UnitTest") == 0)
		trx->test = attribute(trx, attributes, "id");
	else if (strcmp(name, "TestMethod") == 0 && trx->test != NULL)
		add_class(trx, attribute(trx, attributes, "className"));
}

static void
on_end(void *context)
{
	(void)context;
}

static void
on_tag(void *context, const char *tag, size_t length)
{
	struct trx *trx = context;

	if (strcmp(tag, XML_DECLARATION) != 0 &&
		xml_elements_parse(&trx->elements, tag, length) != NULL)
		trx->damaged = true;
}

static int
compare_classes(const void *one, const void *other)
{
	return strcmp(
		((const struct trx_class *)one)->id, ((const struct trx_class *)other)->id);
}

/* The class of a result; "" where none is told. A name may begin with its class. */
static void
add_test(const struct trx *trx, struct report *report, const struct trx_result *result)
{
	struct trx_class key = {.id = result->id};
	const struct trx_class *class = trx->class_count > 0
		? bsearch(&key, trx->classes, trx->class_count, sizeof key, compare_classes)
		: NULL;
	const char *class_name = class != NULL ? class->name : "";
	size_t length = strlen(class_name);
	bool inside = length > 0 && strncmp(result->name, class_name, length) == 0 &&
		result->name[length] == '.';

	report_add(report,
		(struct test_case){
			.file = "",
			.class_name = class_name,
			.name = result->name + (inside ? length + 1 : 0),
			.result = result->result,
		},
		result->seconds);
}

bool
recognise_trx(const char *text)
{
	const char *root = strstr(text, "<TestRun");

	return root != NULL && strstr(root, "VisualStudio/TeamTest") != NULL;
}

static size_t
add_tests(struct trx *trx, struct report *report)
{
	size_t tests = 0;

	if (trx->class_count > 0)
		qsort(trx->classes, trx->class_count, sizeof *trx->classes, compare_classes);
	for (size_t i = 0; i < trx->result_count; i++) {
		if (trx->results[i].parent)
			continue;
		add_test(trx, report, &trx->results[i]);
		tests++;
	}
	if (tests > 0 && (trx->damaged || xml_filter_unfinished(&trx->filter)))
		strvec_pushf(report->warnings,
			"%s: damaged XML: only the complete test results are used",
			report->path);
	return tests;
}

int
read_trx(struct report *report, struct error *error)
{
	struct trx trx = {.test = NULL};

	xml_encoding_init(&trx.encoding);
	xml_filter_init(&trx.filter, on_tag, &trx);
	xml_elements_init(&trx.elements, on_start, on_end, &trx);
	do {
		const char *bytes = report->block;
		size_t length = report->length;

		xml_encoding_feed(&trx.encoding, &bytes, &length);
		xml_filter_feed(&trx.filter, bytes, length);
	} while (report_block(report));

	size_t tests = add_tests(&trx, report);
	xml_elements_release(&trx.elements);
	xml_filter_release(&trx.filter);
	xml_encoding_release(&trx.encoding);
	arena_release(&trx.texts);
	free(trx.results);
	free(trx.classes);
	return report_end(report, tests, error);
}
