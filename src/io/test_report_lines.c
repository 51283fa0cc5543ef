/*
 * What runners print for people, a line per test, where they write no report: stestr (with
 * seconds), minitest and rails with -v (with seconds), cargo test (results alone).
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"

/* A line taken apart; the texts point into it. */
struct printed {
	const char *class_name;
	const char *name;
	double seconds; /* negative: unknown */
	enum test_result result;
};

/* Takes the line of a test apart; false for any other line. `section` is what cargo runs. */
typedef bool parse_line(char *line, struct strbuf *section, struct printed *test);

/* Whether a line of the text begins so. Reports of other kinds may quote what a runner printed.
 */
static bool
has_line(const char *text, const char *start)
{
	size_t length = strlen(start);

	if (text[strspn(text, " \t\r\n")] == '<')
		return false;
	while (text != NULL && strncmp(text, start, length) != 0) {
		text = strchr(text, '\n');
		text = text != NULL ? text + 1 : NULL;
	}
	return text != NULL;
}

static bool
starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

/* "0.10" or "0.100412", ended by what is cut off here; negative when it is no time. */
static double
take_seconds(char *text, size_t length)
{
	double seconds;

	text[length] = '\0';
	return parse_number(text, &seconds) ? seconds : -1;
}

/* "pkg.module.Class.test_x(scenario)": the class is what stands before the last dot. */
static void
split_id(char *id, struct printed *test)
{
	char *end = id + strcspn(id, "(");
	char *dot = end;

	while (dot > id && *dot != '.')
		dot--;
	test->class_name = "";
	test->name = id;
	if (*dot != '.')
		return;
	*dot = '\0';
	test->class_name = id;
	test->name = dot + 1;
}

/* "{1} tests.test_a.A.test_one [0.100412s] ... ok"; a skipped test has no time. */
static bool
parse_stestr(char *line, struct strbuf *section, struct printed *test)
{
	char *id = line + 1 + strspn(line + 1, "0123456789");
	char *result = strstr(line, " ... ");
	char *time;

	(void)section;
	if (line[0] != '{' || id == line + 1 || !starts(id, "} ") || result == NULL)
		return false;
	id += 2;
	*result = '\0';
	result += 5;
	test->result = starts(result, "ok") || starts(result, "XFAIL") ? TEST_PASSED
		: starts(result, "SKIPPED")			       ? TEST_SKIPPED
								       : TEST_FAILED;
	time = strrchr(id, '[');
	if (time != NULL && time > id && time[-1] == ' ' && strchr(time, 's') != NULL) {
		test->seconds = take_seconds(time + 1, strcspn(time + 1, "s"));
		time[-1] = '\0';
	}
	split_id(id, test);
	return true;
}

/* "FooTest#test_a = 0.10 s = ." */
static bool
parse_minitest(char *line, struct strbuf *section, struct printed *test)
{
	static const char results[] = ".SFE";
	size_t length = strlen(line);
	char *hash = strchr(line, '#');
	char *time;

	(void)section;
	if (length < 6 || hash == NULL || strncmp(line + length - 6, " s = ", 5) != 0 ||
		strchr(results, line[length - 1]) == NULL)
		return false;
	test->result = line[length - 1] == '.' ? TEST_PASSED
		: line[length - 1] == 'S'      ? TEST_SKIPPED
					       : TEST_FAILED;
	line[length - 6] = '\0';
	time = strrchr(line, '=');
	if (time == NULL || time < hash || time[-1] != ' ')
		return false;
	time[-1] = '\0';
	time += 1 + strspn(time + 1, " ");
	test->seconds = take_seconds(time, strlen(time));
	*hash = '\0';
	test->class_name = line;
	test->name = hash + 1;
	return true;
}

/* "     Running unittests src/lib.rs (target/..)" and "   Doc-tests NAME" begin a section. */
static void
set_section(const char *line, struct strbuf *section)
{
	static const char *const intros[] = {"Running unittests ", "Running ", "Doc-tests "};

	line += strspn(line, " ");
	for (size_t i = 0; i < sizeof intros / sizeof *intros; i++) {
		if (!starts(line, intros[i]))
			continue;
		line += strlen(intros[i]);
		strbuf_truncate(section, 0);
		strbuf_add(section, line, strcspn(line, " "));
		return;
	}
}

/* "test tests::a ... ok", with " <0.001s>" behind it where --report-time asks for it. */
static bool
parse_cargo(char *line, struct strbuf *section, struct printed *test)
{
	char *result = strstr(line, " ... ");

	if (!starts(line, "test ") || result == NULL) {
		set_section(line, section);
		return false;
	}
	*result = '\0';
	result += 5;
	if (starts(result, "bench:"))
		return false;
	test->result = starts(result, "ok") ? TEST_PASSED
		: starts(result, "ignored") ? TEST_SKIPPED
					    : TEST_FAILED;

	char *time = strstr(result, " <");
	if (time != NULL)
		test->seconds = take_seconds(time + 2, strcspn(time + 2, "s>"));
	test->class_name = section->length > 0 ? section->text : NULL;
	test->name = line + 5;
	return true;
}

static void
add_printed(struct report *report, const struct printed *test)
{
	report_add(report,
		(struct test_case){
			.file = "",
			.class_name = test->class_name != NULL ? test->class_name : "",
			.name = test->name,
			.result = test->result,
		},
		test->seconds);
}

static int
read_lines(struct report *report, parse_line *parse, struct error *error)
{
	struct strbuf line = STRBUF_INIT, section = STRBUF_INIT;
	size_t tests = 0;

	while (report_line(report, &line)) {
		struct printed test = {.seconds = -1};

		if (line.length == 0 || !parse(line.text, &section, &test))
			continue;
		add_printed(report, &test);
		tests++;
	}
	strbuf_release(&line);
	strbuf_release(&section);
	return report_end(report, tests, error);
}

bool
recognise_stestr(const char *text)
{
	return has_line(text, "{0} ") || has_line(text, "{1} ");
}

int
read_stestr(struct report *report, struct error *error)
{
	return read_lines(report, parse_stestr, error);
}

bool
recognise_minitest(const char *text)
{
	return has_line(text, "# Running:") && strstr(text, " s = ") != NULL;
}

int
read_minitest(struct report *report, struct error *error)
{
	return read_lines(report, parse_minitest, error);
}

bool
recognise_cargo(const char *text)
{
	return has_line(text, "running ") && has_line(text, "test ");
}

int
read_cargo(struct report *report, struct error *error)
{
	return read_lines(report, parse_cargo, error);
}
