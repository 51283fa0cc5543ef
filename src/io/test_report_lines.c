#include "config.h"

#include "io/test_report_lines.h"

#include <string.h>

#include "base/units.h"

bool
lines_have(const char *text, const char *start)
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

bool
line_starts(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

double
line_seconds(char *text, size_t length)
{
	double seconds;

	text[length] = '\0';
	return parse_number(text, &seconds) ? seconds : -1;
}

void
line_split_id(char *id, struct line_test *test)
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

static void
add_printed(struct report *report, const struct line_test *test)
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

int
lines_read(struct report *report, line_parse *parse, struct error *error)
{
	struct strbuf line = STRBUF_INIT;
	struct line_context context = {.section = STRBUF_INIT, .failed = INTERN_INIT};
	size_t tests = 0;

	while (report_line(report, &line)) {
		struct line_test test = {.seconds = -1};

		if (line.length == 0 || !parse(line.text, &context, &test))
			continue;
		add_printed(report, &test);
		tests++;
	}
	strbuf_release(&line);
	strbuf_release(&context.section);
	intern_release(&context.failed);
	return report_end(report, tests, error);
}
