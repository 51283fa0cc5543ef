#include "config.h"

#include "io/test_report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/junit.h"
#include "io/test_report_kind.h"

#define BLOCK_SIZE   ((size_t)256 * 1024)
#define LINE_LIMIT   ((size_t)1024 * 1024)
#define TAGLESS_MOST ((size_t)16 * 1024 * 1024) /* then it is no XML, however much follows */
#define LONGEST_S    1e12 /* no test took longer; sums stay finite */

struct report_kind {
	/* Whether the first block looks like this kind; `text` is ended by a zero. */
	bool (*recognise)(const char *text);
	int (*read)(struct report *report, struct error *error);
};

bool
report_block(struct report *report)
{
	report->position = 0;
	report->length = fread(report->block, 1, BLOCK_SIZE, report->file);
	report->block[report->length] = '\0';
	return report->length > 0;
}

static void
add_limited(struct strbuf *line, const char *bytes, size_t length)
{
	size_t room = LINE_LIMIT - line->length;

	strbuf_add(line, bytes, length < room ? length : room);
}

bool
report_line(struct report *report, struct strbuf *line)
{
	bool any = false;

	strbuf_truncate(line, 0);
	for (;;) {
		const char *start = report->block + report->position;
		size_t left = report->length - report->position;
		const char *end = memchr(start, '\n', left);

		any = any || left > 0;
		if (end != NULL) {
			add_limited(line, start, (size_t)(end - start));
			report->position += (size_t)(end - start) + 1;
			break;
		}
		add_limited(line, start, left);
		if (!report_block(report))
			break;
	}
	if (line->length > 0 && line->text[line->length - 1] == '\r')
		strbuf_truncate(line, line->length - 1);
	return any;
}

void
report_add(struct report *report, struct test_case one, double seconds)
{
	one.unknown = !(seconds >= 0 && seconds <= LONGEST_S);
	one.seconds = one.unknown ? 0 : seconds;
	test_table_add(report->table, &one);
}

int
report_end(struct report *report, size_t tests, struct error *error)
{
	test_table_end_report(report->table);
	if (tests > 0)
		return 0;
	return error_set(error, STATUS_USAGE, "%s holds no test: give the report of a test run",
		report->path);
}

static int
read_junit(struct report *report, struct error *error)
{
	struct junit *junit = junit_new(report->table);
	size_t before = 0; /* the first tag */

	while (junit_feed(junit, report->block, report->length) || before < TAGLESS_MOST) {
		before += report->length;
		if (!report_block(report))
			break;
	}
	switch (junit_end(junit, report->path, report->warnings)) {
	case JUNIT_OK:
		return 0;
	case JUNIT_NO_XML:
		return error_set(error, STATUS_USAGE,
			"%s is not XML: give the JUnit XML report of a test run", report->path);
	case JUNIT_NO_CASE:
	default:
		return error_set(error, STATUS_USAGE,
			"%s holds no test: give the JUnit XML report of a test run",
			report->path);
	}
}

/* What is nothing else is given to the XML reader, which says why it cannot be used. */
static bool
recognise_any(const char *text)
{
	(void)text;
	return true;
}

static const struct report_kind kinds[] = {
	{recognise_jest, read_jest},
	{recognise_mocha, read_mocha},
	{recognise_rspec, read_rspec},
	{recognise_dart, read_dart},
	{recognise_go, read_go},
	{recognise_joblog, read_joblog},
	{recognise_ninja, read_ninja},
	{recognise_prove, read_prove},
	{recognise_tap, read_tap},
	{recognise_stestr, read_stestr},
	{recognise_minitest, read_minitest},
	{recognise_gtest, read_gtest},
	{recognise_unittest, read_unittest},
	{recognise_cargo, read_cargo},
	{recognise_runtimes, read_runtimes},
	{recognise_automake, read_automake},
	{recognise_trx, read_trx},
	{recognise_any, read_junit},
};

static int
read_report(struct report *report, struct error *error)
{
	const struct report_kind *kind = kinds;

	if (!report_block(report)) {
		if (ferror(report->file))
			return error_set(error, STATUS_USAGE,
				"%s: cannot be read (%s): give a readable file", report->path,
				strerror(errno));
		return error_set(error, STATUS_USAGE,
			"%s is empty: give the JUnit XML report of a test run", report->path);
	}
	while (!kind->recognise(report->block))
		kind++;
	return kind->read(report, error);
}

int
test_report_read(const char *path, struct test_table *table, struct strvec *warnings,
	struct error *error)
{
	struct report report = {.path = path, .table = table, .warnings = warnings};

	report.file = fopen(path, "rb");
	if (report.file == NULL)
		return error_set(error, STATUS_USAGE,
			"%s: cannot be read (%s): give a readable file", path, strerror(errno));
	setvbuf(report.file, NULL, _IONBF, 0);
	report.block = xmalloc(BLOCK_SIZE + 1);
	int result = read_report(&report, error);
	free(report.block);
	fclose(report.file);
	return result;
}

int
test_report_read_all(const struct strvec *paths, struct test_table *table,
	struct strvec *warnings, struct error *error)
{
	struct error first = {.status = STATUS_OK};

	for (size_t i = 0; i < paths->count; i++) {
		struct error one;

		if (test_report_read(paths->items[i], table, warnings, &one) == 0)
			continue;
		strvec_push(warnings, one.text);
		if (first.status == STATUS_OK)
			first = one;
	}
	if (table->count > 0)
		return 0;
	*error = first;
	return -1;
}
