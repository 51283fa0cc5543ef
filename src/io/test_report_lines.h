/*
 * test_report_lines - what runners print for people, a line per test, where they write no
 * report.
 *
 * A kind is a function that takes a line apart. For test_report_printed.c and
 * test_report_python.c.
 */
#ifndef IO_TEST_REPORT_LINES_H
#define IO_TEST_REPORT_LINES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/intern.h"
#include "io/test_report_kind.h"

/* A line taken apart; the texts point into it. */
struct line_test {
	const char *class_name;
	const char *name;
	double seconds; /* negative: unknown */
	enum test_result result;
};

/* What lines before this one said. */
struct line_context {
	struct strbuf section; /* what cargo runs */
	struct intern failed; /* unittest's tests that failed */
};

/* Takes the line of a test apart; false for any other line. */
typedef bool line_parse(char *line, struct line_context *context, struct line_test *test);

/* Whether a line of the text begins so. Reports of other kinds may quote what a runner printed. */
bool lines_have(const char *text, const char *start);

bool line_starts(const char *text, const char *start);

/* "0.10" or "0.100412", ended by what is cut off here; negative when it is no time. */
double line_seconds(char *text, size_t length);

/* "pkg.module.Class.test_x(scenario)": the class is what stands before the last dot. */
void line_split_id(char *id, struct line_test *test);

/* Adds the tests of all lines; 0, or -1 when there is none. */
int lines_read(struct report *report, line_parse *parse, struct error *error);

#endif
