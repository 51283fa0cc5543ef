#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "core/words.h"
#include "io/suites_csv.h"

/* What suites_csv_read() makes of a file with this text. */
static int
read_text(const char *text, bool shell, struct suites *suites, struct error *error)
{
	char path[] = "/tmp/ptbench-suites-XXXXXX";
	int descriptor = mkstemp(path);

	CU_ASSERT_TRUE_FATAL(descriptor >= 0);
	FILE *file = fdopen(descriptor, "w");
	CU_ASSERT_PTR_NOT_NULL_FATAL(file);
	fputs(text, file);
	fclose(file);
	int result = suites_csv_read(path, shell, suites, error);
	unlink(path);
	return result;
}

static void
test_read(void)
{
	struct suites suites = SUITES_INIT;
	struct error error = {0};
	struct strbuf line = STRBUF_INIT;

	CU_ASSERT_EQUAL_FATAL(
		read_text("command,name\r\n"
			  "\"pytest -k 'a b' \"\"x y\"\"\",unit\n"
			  "make check,\"a \"\"b\"\"\"",
			false, &suites, &error),
		0);
	CU_ASSERT_EQUAL_FATAL(suites.count, 2);
	ASSERT_TEXT(suites.rows[0].name, "unit");
	words_join(&suites.rows[0].words, &line);
	ASSERT_TEXT(strbuf_text(&line), "pytest -k 'a b' 'x y'");
	ASSERT_TEXT(suites.rows[1].name, "a \"b\"");
	strbuf_release(&line);
	suites_release(&suites);

	CU_ASSERT_EQUAL_FATAL(read_text("name,command\na,x | y\n", true, &suites, &error), 0);
	CU_ASSERT_EQUAL(suites.rows[0].words.count, 1);
	ASSERT_TEXT(suites.rows[0].words.items[0], "x | y");
	suites_release(&suites);
}

static void
test_refused(void)
{
	static const struct {
		const char *text;
		const char *says;
	} rows[] = {
		{"", "is empty"},
		{"name,command\n", "has no suite"},
		{"name\na\n", ":1: there is no column 'command'"},
		{"name,command,timeout\na,b,c\n", ":1: 'timeout' is no column"},
		{"name,command\na,b\na,c\n", ":3: there is a suite 'a' already"},
		{"name,command\n,b\n", ":2: the suite has no name"},
		{"name,command\na,\n", ":2: the suite 'a' has no command"},
		{"name,command\na,x | y\n", ":2: '|' needs a shell"},
		{"name,command\na,'x\n", ":2: the quote ' is never closed"},
		{"name,command\na\n", ":2: "},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct suites suites = SUITES_INIT;
		struct error error = {0};

		CU_ASSERT_EQUAL(read_text(rows[i].text, false, &suites, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		if (strstr(error.text, rows[i].says) == NULL)
			printf("\n  '%s' is not in: %s", rows[i].says, error.text);
		CU_ASSERT_PTR_NOT_NULL(strstr(error.text, rows[i].says));
		suites_release(&suites);
	}
}

SUITE(suites, {"a file of suites", test_read}, {"refusals", test_refused});
