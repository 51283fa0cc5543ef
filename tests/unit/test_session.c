#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "core/observation.h"
#include "io/file.h"
#include "io/session_json.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Reads the text as the session.json of a folder. */
static int
read_text(const char *text, struct session_record *record, struct error *error)
{
	char folder[] = "/tmp/ptbench-unit.XXXXXX";

	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(folder));
	char *path = xasprintf("%s/%s", folder, SESSION_FILE);
	CU_ASSERT_EQUAL(file_write(path, text, strlen(text), error), 0);
	int status = session_json_read(folder, record, error);
	if (status != 0)
		memmove(error->text, error->text + strlen(path),
			strlen(error->text + strlen(path)) + 1);
	unlink(path);
	rmdir(folder);
	free(path);
	return status;
}

static struct session_record
sample(void)
{
	struct session_record record = {
		.version = xstrdup("0.1.0"),
		.start_utc = xstrdup("2026-01-31T12:00:00Z"),
		.directory = xstrdup("/home/user/a \"b\""),
		.seed = 18446744073709551615u,
		.host = {.name = xstrdup("box"),
			.cpu_model = xstrdup("A processor"),
			.logical_cpus = 8,
			.affinity_cpus = 4,
			.quota_cpus = 2.5},
	};

	strvec_push(&record.arguments, "--workers");
	strvec_push(&record.arguments, "2,4");
	strvec_push(&record.arguments, "--");
	strvec_push(&record.arguments, "sh");
	strvec_push(&record.arguments, "-c");
	strvec_push(&record.arguments, "printf 'a\n\"b\"' # \xc3\xa4");
	strvec_push(&record.arguments, "");
	return record;
}

static void
test_round_trip(void)
{
	struct session_record record = sample();
	struct session_record back = SESSION_RECORD_INIT;
	struct strbuf text = STRBUF_INIT;
	struct strbuf again = STRBUF_INIT;
	struct error error = {.text = ""};

	session_json_write(&record, &text);
	CU_ASSERT_EQUAL(read_text(text.text, &back, &error), 0);
	CU_ASSERT_EQUAL(back.seed, record.seed);
	CU_ASSERT_EQUAL(back.arguments.count, record.arguments.count);
	for (size_t i = 0; i < back.arguments.count; i++)
		ASSERT_TEXT(back.arguments.items[i], record.arguments.items[i]);
	ASSERT_TEXT(back.directory, record.directory);
	ASSERT_NEAR(back.host.quota_cpus, 2.5, 0.0);
	session_json_write(&back, &again);
	ASSERT_TEXT(again.text, text.text);
	session_record_release(&record);
	session_record_release(&back);
	strbuf_release(&text);
	strbuf_release(&again);
}

/* Another command must never be resumed in silence. */
static void
test_bytes(void)
{
	struct session_record record = sample();
	struct session_record back = SESSION_RECORD_INIT;
	struct strbuf text = STRBUF_INIT;
	struct error error = {.text = ""};

	strvec_push(&record.arguments, "\xff");
	session_json_write(&record, &text);
	CU_ASSERT_EQUAL(read_text(text.text, &back, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	ASSERT_TEXT(error.text,
		": the command has bytes that are no UTF-8 and was not kept: start "
		"a new measurement");
	session_record_release(&record);
	strbuf_release(&text);
}

static void
test_refused(void)
{
	static const char version[] = ": was written by another version of ptbench: go on with "
				      "that one, or start a new measurement";
	static const struct {
		const char *text;
		const char *sentence;
	} rows[] = {
		{"",
			":1: is no JSON ('[' or '{' expected near end of file): give a file "
			"that is whole"},
		{"{}", version},
		{"[]", version},
		{"{\"session_version\":2}", version},
		{"{\"session_version\":1}",
			": the member arguments is not an array: give a file as it was "
			"written"},
		{"{\"session_version\":1,\"arguments\":[7],\"seed\":\"1\"}",
			": the member arguments is not a text: give a file as it was written"},
		{"{\"session_version\":1,\"arguments\":[],\"seed\":7}",
			": the member seed is not a text: give a file as it was written"},
		{"{\"session_version\":1,\"arguments\":[],\"seed\":\"x\"}",
			": the member seed is no number: start a new measurement"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct session_record record = SESSION_RECORD_INIT;
		struct error error = {.text = ""};

		CU_ASSERT_EQUAL(read_text(rows[i].text, &record, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		ASSERT_TEXT(error.text, rows[i].sentence);
	}
}

static void
test_host(void)
{
	struct session_record record = sample();
	struct host other_model = {.cpu_model = (char[]){"B"}, .logical_cpus = 8};
	struct host fewer = record.host;
	struct host confined = record.host;
	struct host free = record.host;
	const struct {
		const struct host *now;
		const char *what;
	} rows[] = {
		{&record.host, NULL},
		{&other_model, "another processor"},
		{&fewer, "another number of CPUs"},
		{&confined, "another set of CPUs for this process"},
		{&free, "another quota of CPU time"},
	};

	fewer.logical_cpus = 4;
	confined.affinity_cpus = 2;
	free.quota_cpus = UNKNOWN;
	for (size_t i = 0; i < COUNT(rows); i++) {
		struct error error = {.text = ""};
		int status = session_check_host(&record, rows[i].now, &error);

		CU_ASSERT_EQUAL(status, rows[i].what == NULL ? 0 : -1);
		if (rows[i].what != NULL)
			CU_ASSERT_PTR_NOT_NULL(strstr(error.text, rows[i].what));
	}
	session_record_release(&record);
}

SUITE(session, {"a session reads back as it was", test_round_trip},
	{"a command is kept whole or not at all", test_bytes},
	{"what is no session is refused", test_refused},
	{"another machine is told", test_host});
