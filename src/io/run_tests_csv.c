#include "config.h"

#include "io/run_tests_csv.h"

#include <string.h>

#include "base/memory.h"
#include "io/csv.h"
#include "io/csv_cell.h"
#include "io/csv_table.h"
#include "io/file.h"

enum column {
	FILE_NAME,
	CLASS_NAME,
	NAME,
	SECONDS,
	RESULT,
	COLUMNS,
};

static const char *const columns[COLUMNS] = {"file", "class", "name", "seconds", "result"};

static const char *const results[] = {
	[TEST_PASSED] = "passed", [TEST_FAILED] = "failed", [TEST_SKIPPED] = "skipped"};

char *
run_tests_path(const char *log)
{
	size_t length = strlen(log);

	if (length > 4 && strcmp(log + length - 4, ".log") == 0)
		length -= 4;
	return xasprintf("%.*s.tests.csv", (int)length, log);
}

static void
add_row(struct strbuf *text, const struct test *test)
{
	csv_add_text(text, test->file);
	strbuf_addch(text, ',');
	csv_add_text(text, test->class_name);
	strbuf_addch(text, ',');
	csv_add_text(text, test->name + test->bare);
	strbuf_addch(text, ',');
	if (!test->unknown)
		csv_add_number(text, test->seconds);
	strbuf_addf(text, ",%s\n", results[test->result]);
}

int
run_tests_write(const char *path, const struct test_table *tests, struct error *error)
{
	struct strbuf text = STRBUF_INIT;

	for (int i = 0; i < COLUMNS; i++)
		strbuf_addf(&text, "%s%c", columns[i], i + 1 < COLUMNS ? ',' : '\n');
	for (size_t i = 0; i < tests->count; i++)
		add_row(&text, &tests->tests[i]);
	int status = file_write(path, strbuf_text(&text), text.length, error);
	strbuf_release(&text);
	return status;
}

static int
take_header(const struct csv_table *table, void *context, struct error *error)
{
	(void)context;
	for (int i = 0; i < COLUMNS; i++)
		if (csv_table_column(table, columns[i]) != i)
			return csv_table_error(table, error,
				"is not what ptbench wrote: restore it or remove it");
	return 0;
}

static int
read_result(const struct csv_cell *cell, enum test_result *result, struct error *error)
{
	for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
		if (strcmp(cell->text, results[i]) == 0) {
			*result = (enum test_result)i;
			return 0;
		}
	}
	return csv_cell_refuse(cell, "passed, failed or skipped", error);
}

/* Each row is a test for itself: attempts and parents were settled before it was written. */
static int
take_row(const struct csv_table *table, void *context, struct error *error)
{
	struct test_table *tests = context;
	struct csv_cell seconds = {.table = table, .name = "seconds"};
	struct csv_cell result = {.table = table, .name = "result"};
	struct test_case one = {
		.file = csv_table_text(table, FILE_NAME),
		.class_name = csv_table_text(table, CLASS_NAME),
		.name = csv_table_text(table, NAME),
	};

	seconds.text = csv_table_cell(table, SECONDS);
	result.text = csv_table_cell(table, RESULT);
	one.unknown = *seconds.text == '\0';
	if (read_result(&result, &one.result, error) != 0 ||
		(!one.unknown && csv_cell_figure(&seconds, &one.seconds, error) != 0))
		return -1;
	test_table_add(tests, &one);
	test_table_end_report(tests);
	return 0;
}

int
run_tests_read(const char *path, struct test_table *tests, struct error *error)
{
	struct csv_table_arg arg = {
		.path = path,
		.context = tests,
		.header = take_header,
		.row = take_row,
	};

	return csv_table_read(&arg, error);
}
