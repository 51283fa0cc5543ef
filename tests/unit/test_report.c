#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "io/file.h"
#include "io/report_json.h"
#include "io/summary_csv.h"
#include "sample_result.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

#define TEMPLATE "/tmp/ptbench-unit.XXXXXX"

/* Reads the text as a report; the caller releases the result. */
static int
read_text(const char *text, size_t length, struct result *result, struct error *error)
{
	char path[] = TEMPLATE;
	int file = mkstemp(path);

	CU_ASSERT_FATAL(file >= 0);
	close(file);
	CU_ASSERT_EQUAL(file_write(path, text, length, error), 0);
	result_init(result);
	int status = report_json_read(path, result, error);
	unlink(path);
	return status;
}

static void
write_sample(const struct sample_arg *arg, struct strbuf *text)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct result result;

	sample_result(arg, &result, &rows);
	report_json_write(&result, text);
	result_release(&result);
	observations_release(&rows);
}

static void
check_round_trip(const struct strbuf *text)
{
	struct strbuf again = STRBUF_INIT;
	struct result result;
	struct error error = {.text = ""};

	CU_ASSERT_EQUAL(read_text(text->text, text->length, &result, &error), 0);
	ASSERT_TEXT(error.text, "");
	report_json_write(&result, &again);
	CU_ASSERT_EQUAL(again.length, text->length);
	ASSERT_TEXT(strbuf_text(&again), strbuf_text(text));
	result_release(&result);
	strbuf_release(&again);
}

/* Whatever is in a report comes back from it. */
static void
test_round_trip(void)
{
	static const int counts[] = {2, 4};
	const struct sample_arg hostile = {
		.counts = counts,
		.count = 2,
		.runs = 3,
		.tests = true,
		.costs = true,
		.hostile = "<b>\"\\\n\x1b[31m\xe2\x80\xae,=1+1\t'",
	};
	const struct sample_arg *const samples[] = {&sample_rich, &sample_small, &hostile};

	for (size_t i = 0; i < COUNT(samples); i++) {
		struct strbuf text = STRBUF_INIT;

		write_sample(samples[i], &text);
		CU_ASSERT_PTR_NULL(strstr(text.text, "nan"));
		CU_ASSERT_PTR_NULL(strstr(text.text, "inf,"));
		check_round_trip(&text);
		strbuf_release(&text);
	}
}

static struct suite
sample_suite(const char *name)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct result sample;
	struct suite suite;

	sample_result(&sample_small, &sample, &rows);
	suite = (struct suite){.command = sample.command, .analysis = sample.total};
	sample.command = (struct command_summary){0};
	analysis_init(&sample.total);
	free(suite.analysis.name);
	suite.analysis.name = xstrdup(name);
	result_release(&sample);
	observations_release(&rows);
	return suite;
}

static void
test_suites(void)
{
	struct strbuf text = STRBUF_INIT;
	struct strbuf table = STRBUF_INIT;
	struct observations rows = OBSERVATIONS_INIT;
	struct result result;

	sample_result(&sample_small, &result, &rows);
	result.suites = xcalloc(2, sizeof *result.suites);
	result.suites[result.suite_count++] = sample_suite("unit");
	result.suites[result.suite_count++] = sample_suite("=end");
	report_json_write(&result, &text);
	check_round_trip(&text);

	summary_csv_write(&result, &table);
	CU_ASSERT_PTR_NOT_NULL(strstr(table.text, "\nunit,seq,1,"));
	CU_ASSERT_PTR_NOT_NULL(strstr(table.text, "\n'=end,seq,1,"));
	CU_ASSERT_PTR_NOT_NULL(strstr(table.text, "\n,seq,1,"));
	result_release(&result);
	observations_release(&rows);
	strbuf_release(&text);
	strbuf_release(&table);
}

/* A report about which nothing is known: every figure null, and still whole. */
static void
test_empty(void)
{
	struct strbuf text = STRBUF_INIT;
	struct result result;

	result_init(&result);
	report_json_write(&result, &text);
	CU_ASSERT_PTR_NOT_NULL(strstr(text.text, "\"quota_cpus\": null"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text.text, "\"law\": null"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text.text, "\"tests\": null"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text.text, "\"memory_cap\": null"));
	check_round_trip(&text);
	result_release(&result);
	strbuf_release(&text);
}

/* Bytes that are no UTF-8 are shown as such instead of losing the report. */
static void
test_bytes(void)
{
	static const struct {
		const char *bytes;
		const char *shown;
	} rows[] = {
		{"a\xff z", "\"a\xef\xbf\xbd z\""},
		{"\xc3", "\"\xef\xbf\xbd\""},
		{"\xc3\xa4", "\"\xc3\xa4\""},
		{"\xed\xa0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
		{"\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\""},
		{"\xc0\x80", "\"\xef\xbf\xbd\xef\xbf\xbd\""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct strbuf text = STRBUF_INIT;
		struct result result;

		result_init(&result);
		strvec_push(&result.command.argv, rows[i].bytes);
		report_json_write(&result, &text);
		CU_ASSERT_PTR_NOT_NULL(strstr(text.text, rows[i].shown));
		result_release(&result);
		strbuf_release(&text);
	}
}

static void
test_truncated(void)
{
	struct strbuf text = STRBUF_INIT;

	write_sample(&sample_small, &text);
	for (size_t length = 0; length < text.length - 2; length += 61) {
		struct result result;
		struct error error = {.text = ""};

		CU_ASSERT_EQUAL(read_text(text.text, length, &result, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "is no JSON"));
		result_release(&result);
	}
	strbuf_release(&text);
}

/* The text with its first `from` replaced. */
static char *
replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);

	CU_ASSERT_PTR_NOT_NULL_FATAL(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static const struct {
	const char *from;
	const char *to;
	const char *sentence;
} damages[] = {
	{"\"schema_version\": 1", "\"schema_version\": 2",
		": has schema version 2, and this ptbench reads version 1: make the report "
		"again with this ptbench"},
	{"\"schema_version\": 1", "\"schema_version\": \"1\"",
		": is no report of ptbench: give a report.json or its folder"},
	{"\"ptbench\"", "\"other\"",
		": is no report of ptbench: give a report.json or its folder"},
	{"\"points\"", "\"dots\"",
		": the member points is not an array: give a file as it was written"},
	{"\"fit\"", "\"unfit\"",
		": the member fit is not an object: give a file as it was written"},
	{"\"host\"", "\"guest\"",
		": the member host is not an object: give a file as it was written"},
	{"\"workers\": 2", "\"workers\": -2",
		": the member workers is not a whole number: give a file as it was written"},
	{"\"workers\": 2", "\"workers\": 2.5",
		": the member workers is not a whole number: give a file as it was written"},
	{"\"mode\": \"par\"", "\"mode\": \"parallel\"",
		": the member mode is 'parallel', which is unknown: give a file as it was "
		"written"},
	{"\"safe\": true", "\"safe\": 1",
		": the member safe is not true or false: give a file as it was written"},
	{"\"law\": \"", "\"law\": \"un",
		": names a law that is unknown: read it with the ptbench that wrote it"},
	{"\"loss\": \"", "\"loss\": \"un",
		": names a loss that is unknown: read it with the ptbench that wrote it"},
	{"\"labels\": []", "\"labels\": [7]",
		": the member labels is not a text: give a file as it was written"},
	{"\"karp_flatt\": ", "\"karp_flatt\": \"x\", \"y\": ",
		": the member karp_flatt is not a number: give a file as it was written"},
	{"\"points\": [", "\"points\": [7,",
		": the member mode is not a text: give a file as it was written"},
};

static void
test_damaged(void)
{
	struct strbuf text = STRBUF_INIT;

	write_sample(&sample_small, &text);
	for (size_t i = 0; i < COUNT(damages); i++) {
		char *damaged = replaced(text.text, damages[i].from, damages[i].to);
		struct result result;
		struct error error = {.text = ""};

		CU_ASSERT_EQUAL(read_text(damaged, strlen(damaged), &result, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		ASSERT_TEXT(error.text + strlen(TEMPLATE), damages[i].sentence);
		result_release(&result);
		free(damaged);
	}
	strbuf_release(&text);
}

static void
test_missing(void)
{
	struct result result;
	struct error error = {.text = ""};

	result_init(&result);
	CU_ASSERT_EQUAL(report_json_read("/nonexistent", &result, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	ASSERT_TEXT(error.text,
		"/nonexistent: cannot be read (No such file or directory): give a "
		"readable file");
	CU_ASSERT_EQUAL(report_json_read("/usr", &result, &error), -1);
	ASSERT_TEXT(error.text,
		"/usr/report.json: cannot be read (No such file or directory): "
		"give a readable file");
}

SUITE(report, {"a report reads back as it was", test_round_trip},
	{"suites are in report and table", test_suites},
	{"what is unknown is null", test_empty},
	{"bytes that are no text are marked", test_bytes},
	{"half a report is none", test_truncated},
	{"each damage has its sentence", test_damaged},
	{"a report that is not there", test_missing});
