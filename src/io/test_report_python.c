/*
 * What Python's runners print: stestr, and unittest and Django with --durations.
 */
#include "config.h"

#include "io/test_report_lines.h"

#include <ctype.h>
#include <string.h>

/* "{1} tests.test_a.A.test_one [0.100412s] ... ok"; a skipped test has no time. */
static bool
parse_stestr(char *line, struct line_context *context, struct line_test *test)
{
	char *id = line + 1 + strspn(line + 1, "0123456789");
	char *result = strstr(line, " ... ");
	char *time;

	(void)context;
	if (line[0] != '{' || id == line + 1 || !line_starts(id, "} ") || result == NULL)
		return false;
	id += 2;
	*result = '\0';
	result += 5;
	test->result = line_starts(result, "ok") || line_starts(result, "XFAIL") ? TEST_PASSED
		: line_starts(result, "SKIPPED")				 ? TEST_SKIPPED
										 : TEST_FAILED;
	time = strrchr(id, '[');
	if (time != NULL && time > id && time[-1] == ' ' && strchr(time, 's') != NULL) {
		test->seconds = line_seconds(time + 1, strcspn(time + 1, "s"));
		time[-1] = '\0';
	}
	line_split_id(id, test);
	return true;
}

/* "test_a (pkg.module.Class.test_a)" and what may follow: what stands in the parentheses. */
static char *
cut_unittest(char *text)
{
	char *id = strstr(text, " (");
	char *end = id != NULL ? strchr(id, ')') : NULL;

	if (end == NULL)
		return NULL;
	*end = '\0';
	return id + 2;
}

/* "0.101s     test_a (pkg.module.Class.test_a)", behind a "FAIL: .." for each that failed. */
static bool
parse_unittest(char *line, struct line_context *context, struct line_test *test)
{
	size_t length = strcspn(line, "s");
	char *id;

	if (line_starts(line, "FAIL: ") || line_starts(line, "ERROR: ")) {
		id = cut_unittest(line);
		if (id != NULL)
			intern_text(&context->failed, id);
		return false;
	}
	if (!isdigit((unsigned char)line[0]) || line[length] != 's' || line[length + 1] != ' ')
		return false;
	test->seconds = line_seconds(line, length);
	id = cut_unittest(line + length + 1);
	if (id == NULL || test->seconds < 0)
		return false;
	test->result = intern_find(&context->failed, id) != NULL ? TEST_FAILED : TEST_PASSED;
	line_split_id(id, test);
	return true;
}

bool
recognise_stestr(const char *text)
{
	return lines_have(text, "{0} ") || lines_have(text, "{1} ");
}

int
read_stestr(struct report *report, struct error *error)
{
	return lines_read(report, parse_stestr, error);
}

/* The times stand at the end, perhaps beyond this block; Django says at once what it found. */
bool
recognise_unittest(const char *text)
{
	return lines_have(text, "Slowest test durations") ||
		(lines_have(text, "Found ") && strstr(text, " test(s).") != NULL);
}

int
read_unittest(struct report *report, struct error *error)
{
	return lines_read(report, parse_unittest, error);
}
