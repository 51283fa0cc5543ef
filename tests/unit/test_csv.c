#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "io/csv.h"
#include "io/csv_table.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* Reads `bytes` as a file and renders what came: "LINE:cell|cell;" per row, or the error. */
static int
add_row(const struct csv_table *table, void *context, struct error *error)
{
	struct strbuf *text = context;

	(void)error;
	strbuf_addf(text, "%zu:", table->line);
	for (size_t i = 0; i < table->header.count; i++)
		strbuf_addf(text, "%s%s", i > 0 ? "|" : "", csv_table_text(table, (int)i));
	strbuf_addch(text, ';');
	return 0;
}

static void
read_bytes(const char *bytes, size_t length, bool drop_torn_line, struct strbuf *text)
{
	char path[] = "/tmp/ptbench-unit.XXXXXX";
	struct error error = {0};
	int file = mkstemp(path);

	CU_ASSERT_FATAL(file >= 0 && write(file, bytes, length) == (ssize_t)length);
	close(file);

	struct csv_table_arg arg = {
		.path = path,
		.drop_torn_line = drop_torn_line,
		.context = text,
		.row = add_row,
	};
	if (csv_table_read(&arg, &error) != 0) {
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		strbuf_truncate(text, 0);
		strbuf_addstr(text, error.text + strlen(path));
	}
	unlink(path);
}

struct table_row {
	const char *bytes;
	const char *expected;
};

static void
check_tables(const struct table_row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct strbuf text = STRBUF_INIT;

		read_bytes(rows[i].bytes, strlen(rows[i].bytes), false, &text);
		ASSERT_TEXT(strbuf_text(&text), rows[i].expected);
		strbuf_release(&text);
	}
}

static void
test_read(void)
{
	static const struct table_row rows[] = {
		{"a,b\n1,2\n", "2:1|2;"},
		{"a,b\n1,2", "2:1|2;"},
		{"\xef\xbb\xbf"
		 "a,b\r\n1,2\r\n3,4\r\n",
			"2:1|2;3:3|4;"},
		{"a,b\r1,2\r3,4", "2:1|2;3:3|4;"},
		{"a,b\n\n\n1,2\n", "4:1|2;"},
		{"a,b\r\n\r\n1,2\r\n", "3:1|2;"},
		{"a,b\n\"x\ny\",2\n3,4\n", "2:x\ny|2;4:3|4;"},
		{"a,b\n\"x,\"\"y\"\"\",\n", "2:x,\"y\"|;"},
		{" a , b \n 1 , 2 \n", "2:1|2;"},
		{"a,b\n'=1+1,'x\n", "2:=1+1|'x;"},
		{"a,b\n", ""},
		{"a\n1\n", "2:1;"},
	};

	check_tables(rows, COUNT(rows));
}

static void
test_refuse(void)
{
	static const struct table_row rows[] = {
		{"", ": is empty: give a CSV file that begins with a header"},
		{"\n\n", ": is empty: give a CSV file that begins with a header"},
		{"a,b\n1\n",
			":2: the row has 1 cell where the header has 2: make them as many"},
		{"a,b\n1,2\n\n1,2,3\n",
			":4: the row has 3 cells where the header has 2: make them as many, with "
			"decimal points, and quotes around a text with a comma"},
		{"a,b,a\n", ":1: the header has the column 'a' twice: rename one of them"},
		{"a;b\n1;2\n",
			":1: the header has no comma, but ';': separate the columns with "
			"commas"},
		{"a\tb\n1\t2\n",
			":1: the header has no comma, but 'TAB': separate the columns with "
			"commas"},
		{"a,b\n1,x\"y\n",
			":2: a quote stands where none may be or is never closed: put "
			"the whole cell in quotes and double those inside it"},
		{"a,b\n1,2\n\"x,3\n4,5\n",
			":3: a quote stands where none may be or is never closed: put the "
			"whole cell in quotes and double those inside it"},
	};

	check_tables(rows, COUNT(rows));
}

static void
test_binary(void)
{
	struct strbuf text = STRBUF_INIT;

	read_bytes("a,b\n1,\0\n", 8, false, &text);
	ASSERT_TEXT(strbuf_text(&text),
		": holds NUL bytes, so it is no text: give a CSV file in UTF-8");
	strbuf_release(&text);
}

/* What a kill or a power cut left of the last line is not read. */
static void
test_torn(void)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *expected;
	} rows[] = {
		{"a,b\n1,2\n3,", 10, "2:1|2;"},
		{"a,b\n1,2\n\"x\ny", 12, "2:1|2;"},
		{"a,b\n1,2\n\0\0\0", 11, "2:1|2;"},
		{"a,b\n1,2\n", 8, "2:1|2;"},
		{"a,", 2, ""},
		{"", 0, ""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct strbuf text = STRBUF_INIT;

		read_bytes(rows[i].bytes, rows[i].length, true, &text);
		ASSERT_TEXT(strbuf_text(&text), rows[i].expected);
		strbuf_release(&text);
	}
}

/* Rows and cells that cross the blocks in which the file is read keep their lines. */
static void
test_blocks(void)
{
	struct strbuf bytes = STRBUF_INIT;
	struct strbuf text = STRBUF_INIT;
	struct strbuf expected = STRBUF_INIT;

	strbuf_addstr(&bytes, "a,b\n\"");
	strbuf_addn(&bytes, '\n', 700000);
	strbuf_addstr(&bytes, "\",2\n3,4\n");
	read_bytes(bytes.text, bytes.length, false, &text);
	strbuf_addstr(&expected, "2:");
	strbuf_addn(&expected, '\n', 700000);
	strbuf_addstr(&expected, "|2;700003:3|4;");
	CU_ASSERT_EQUAL(text.length, expected.length);
	CU_ASSERT_TRUE(strcmp(strbuf_text(&text), strbuf_text(&expected)) == 0);
	strbuf_release(&bytes);
	strbuf_release(&text);
	strbuf_release(&expected);
}

static void
test_endless_row(void)
{
	struct strbuf bytes = STRBUF_INIT;
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&bytes, "a,b\n");
	strbuf_addn(&bytes, 'x', CSV_TABLE_LONGEST + ((size_t)1 << 20));
	read_bytes(bytes.text, bytes.length, false, &text);
	ASSERT_TEXT(strbuf_text(&text),
		":2: the row does not end within 16 MB: close its quotes, or give a CSV file");
	strbuf_release(&bytes);
	strbuf_release(&text);
}

static void
test_missing(void)
{
	struct csv_table_arg arg = {.path = "/nonexistent/x.csv", .row = add_row};
	struct error error = {0};

	CU_ASSERT_EQUAL(csv_table_read(&arg, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	ASSERT_TEXT(error.text,
		"/nonexistent/x.csv: cannot be read (No such file or directory): "
		"give a readable file");
	arg.path = "/tmp";
	CU_ASSERT_EQUAL(csv_table_read(&arg, &error), -1);
	ASSERT_TEXT(error.text, "/tmp: cannot be read (Is a directory): give a readable file");
}

static void
test_cells(void)
{
	static const struct {
		const char *text;
		const char *cell;
	} rows[] = {
		{"plain", "plain"},
		{"", ""},
		{"a,b", "\"a,b\""},
		{"say \"x\"", "\"say \"\"x\"\"\""},
		{"two\nlines", "\"two\nlines\""},
		{"=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"},
		{"-1", "'-1"},
		{"+1", "'+1"},
		{"@x", "'@x"},
		{"\tx", "'\tx"},
		{"\rx", "\"'\rx\""},
		{"'=x", "''=x"},
		{"'quoted'", "'quoted'"},
		{" padded ", "\" padded \""},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct strbuf file = STRBUF_INIT;
		struct strbuf back = STRBUF_INIT;
		struct strbuf expected = STRBUF_INIT;

		csv_add_text(&file, rows[i].text);
		ASSERT_TEXT(strbuf_text(&file), rows[i].cell);

		/* ... and reads back as it was. */
		strbuf_truncate(&file, 0);
		strbuf_addstr(&file, "a,b\n1,");
		csv_add_text(&file, rows[i].text);
		read_bytes(file.text, file.length, false, &back);
		strbuf_addf(&expected, "2:1|%s;", rows[i].text);
		ASSERT_TEXT(strbuf_text(&back), strbuf_text(&expected));
		strbuf_release(&file);
		strbuf_release(&back);
		strbuf_release(&expected);
	}
}

SUITE(csv, {"cells are written so that they read back", test_cells},
	{"tables are read with their lines", test_read},
	{"what is no table is refused", test_refuse}, {"NUL bytes are no text", test_binary},
	{"a torn last line is dropped", test_torn},
	{"cells may cross the blocks of the file", test_blocks},
	{"a row that never ends is refused", test_endless_row},
	{"a file that cannot be read is refused", test_missing});
