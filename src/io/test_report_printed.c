/*
 * What minitest and rails with -v, gtest-parallel (both with times) and cargo test (results
 * alone) print.
 */
#include "config.h"

#include "io/test_report_lines.h"

#include <string.h>

/* "FooTest#test_a = 0.10 s = ." */
static bool
parse_minitest(char *line, struct line_context *context, struct line_test *test)
{
	static const char results[] = ".SFE";
	size_t length = strlen(line);
	char *hash = strchr(line, '#');
	char *time;

	(void)context;
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
	test->seconds = line_seconds(time, strlen(time));
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
		if (!line_starts(line, intros[i]))
			continue;
		line += strlen(intros[i]);
		strbuf_truncate(section, 0);
		strbuf_add(section, line, strcspn(line, " "));
		return;
	}
}

/* "test tests::a ... ok", with " <0.001s>" behind it where --report-time asks for it. */
static bool
parse_cargo(char *line, struct line_context *context, struct line_test *test)
{
	char *result = strstr(line, " ... ");

	if (!line_starts(line, "test ") || result == NULL) {
		set_section(line, &context->section);
		return false;
	}
	*result = '\0';
	result += 5;
	if (line_starts(result, "bench:"))
		return false;
	test->result = line_starts(result, "ok") ? TEST_PASSED
		: line_starts(result, "ignored") ? TEST_SKIPPED
						 : TEST_FAILED;

	char *time = strstr(result, " <");
	if (time != NULL)
		test->seconds = line_seconds(time + 2, strcspn(time + 2, "s>"));
	test->class_name = context->section.length > 0 ? context->section.text : NULL;
	test->name = line + 5;
	return true;
}

/*
 * "[3/8] Suite.Test/1 (123 ms)". One that failed has this line, then what it printed, then the
 * line again with " returned with exit code 1" or the like behind its name: it ran once.
 */
static bool
parse_gtest(char *line, struct line_context *context, struct line_test *test)
{
	char *name = strstr(line, "] ");
	char *time = strrchr(line, '(');
	double milliseconds;

	(void)context;
	if (!line_starts(line, "[") || name == NULL || time == NULL || time <= name + 2 ||
		strspn(line + 1, "0123456789/") != (size_t)(name - line - 1))
		return false;
	milliseconds = line_seconds(time + 1, strcspn(time + 1, " "));
	if (!(milliseconds >= 0))
		return false;
	time[-1] = '\0';
	name += 2;

	size_t length = strcspn(name, " ");
	bool again = name[length] != '\0';
	name[length] = '\0';
	test->seconds = again ? 0 : milliseconds / 1000;
	test->result = again ? TEST_FAILED : TEST_PASSED;
	line_split_id(name, test);
	return true;
}

bool
recognise_minitest(const char *text)
{
	return lines_have(text, "# Running:") && strstr(text, " s = ") != NULL;
}

int
read_minitest(struct report *report, struct error *error)
{
	return lines_read(report, parse_minitest, error);
}

bool
recognise_cargo(const char *text)
{
	return lines_have(text, "running ") && lines_have(text, "test ");
}

int
read_cargo(struct report *report, struct error *error)
{
	return lines_read(report, parse_cargo, error);
}

bool
recognise_gtest(const char *text)
{
	return lines_have(text, "[0/") && strstr(text, "] Running tests...") != NULL;
}

int
read_gtest(struct report *report, struct error *error)
{
	return lines_read(report, parse_gtest, error);
}
