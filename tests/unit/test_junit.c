/*
 * Each document is read whole and byte by byte: both must give the same tests. The wanted
 * answer is written "name seconds result" per test: p passed, f failed, s skipped, ? unknown.
 */
#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/strbuf.h"
#include "io/junit.h"
#include "io/junit_time.h"
#include "io/xml_encoding.h"

#define DOC(text) text, sizeof(text) - 1

struct read {
	enum junit_outcome outcome;
	struct strbuf tests;
	struct strvec warnings;
};

static struct read
read_document(const char *bytes, size_t length, size_t block)
{
	struct test_table table = TEST_TABLE_INIT;
	struct read result = {.outcome = JUNIT_OK};
	struct junit *junit = junit_new(&table);

	for (size_t at = 0; at < length; at += block)
		junit_feed(junit, bytes + at, at + block < length ? block : length - at);
	result.outcome = junit_end(junit, "x.xml", &result.warnings);
	for (size_t i = 0; i < table.count; i++) {
		const struct test *test = &table.tests[i];

		strbuf_addf(&result.tests, "%s%s %g %c%s", i > 0 ? "|" : "", test->name,
			test->seconds, "pfs"[test->result], test -> unknown ? "?" : "");
	}
	test_table_release(&table);
	return result;
}

static void
release(struct read *result)
{
	strbuf_release(&result->tests);
	strvec_release(&result->warnings);
}

/* `warning` is a part of the only warning, NULL for none. */
static void
check(const char *bytes, size_t length, const char *tests, const char *warning)
{
	static const size_t blocks[] = {1, 200, 3, 1000000};

	/* The encoding is told from the first block: a whole declaration must be in it. */
	for (size_t i = strstr(bytes, "encoding=\"ISO") != NULL; i < 4; i++) {
		struct read result = read_document(bytes, length, blocks[i]);

		ASSERT_TEXT(strbuf_text(&result.tests), tests);
		if (strcmp(strbuf_text(&result.tests), tests) != 0)
			printf("\n%s\n%s\n", strbuf_text(&result.tests), tests);
		CU_ASSERT_EQUAL(result.warnings.count, warning != NULL);
		if (warning != NULL && result.warnings.count > 0)
			CU_ASSERT_PTR_NOT_NULL(strstr(result.warnings.items[0], warning));
		release(&result);
		if (i == 1 && strstr(bytes, "encoding=\"ISO") != NULL)
			i = 2;
	}
}

static void
test_results(void)
{
	check(DOC("<testsuite><testcase classname='a' name='one' time='0.5'/>"
		  "<testcase name='two' time='1'><failure/></testcase>"
		  "<testcase name='three' time='2'><error/><system-out/></testcase>"
		  "<testcase name='four'><skipped/></testcase>"
		  "<testcase name='five' time='0' status='disabled'/></testsuite>"),
		"a::one 0.5 p|two 1 f|three 2 f|four 0 s|five 0 s", NULL);
}

static void
test_retries(void)
{
	check(DOC("<testsuite><testcase name='a' time='1'>"
		  "<flakyFailure time='2'/><rerunError time='0,5'/></testcase>"
		  "<testcase name='b' time='1'><failure><rerunFailure time='9'/></failure>"
		  "<rerunFailure><stackTrace/></rerunFailure></testcase></testsuite>"),
		"a 3.5 p|b 1 f", NULL);
	check(DOC("<testsuite><testcase name='a' time='1'><failure/></testcase>"
		  "<testcase name='b' time='1'/>"
		  "<testcase name='a' time='2'/></testsuite>"),
		"a 3 p|b 1 p", NULL);
}

static void
test_nesting(void)
{
	check(DOC("<x:testsuites xmlns:x='u'><testcase name='top' time='1'/><testsuite>"
		  "<testsuite><x:testcase name='deep' time='2'/></testsuite></testsuite>"
		  "</x:testsuites>"),
		"top 1 p|deep 2 p", NULL);
	/* What a test printed is no report. */
	check(DOC("<testsuite><testcase name='a' time='1'><system-out>"
		  "<testcase name='fake' time='99'/><failure/></system-out></testcase>"
		  "<!-- <testcase name='no'/> -- > --><![CDATA[<testcase name='no'/>]]>"
		  "<testcase name='b' time='2'/></testsuite><!---->"),
		"a 1 p|b 2 p", NULL);
}

static void
test_repairs(void)
{
	check(DOC("<testsuite><testcase name='a\1b\0c' time='1'/>"
		  "<testcase name='\xff\xc0\x80\xed\xa0\x80\xe2\x82\xac' "
		  "time='1'/></testsuite>"),
		"a\xEF\xBF\xBD"
		"b\xEF\xBF\xBD"
		"c 1 p|"
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
		"\xE2\x82\xAC 1 p",
		NULL);
	check(DOC("<testsuite><testcase name='&#1;&#x1B;&#xD800;&#x110000;&#65;&#x263a;' "
		  "time='1'/></testsuite>"),
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"
		"A\xE2\x98\xBA 1 p",
		NULL);
	check(DOC("<testsuite><testcase name='&nbsp;&lt;&amp;&quot;' time='1'/></testsuite>"),
		"&nbsp;<&\" 1 p", NULL);
	check(DOC("<testsuite><testcase name='a < b' time='1'/>"
		  "<testcase name='a && b &lt' time='1'/></testsuite>"),
		"a < b 1 p|a && b &lt 1 p", "bare '<' or '&'");
}

/* Neither expanded nor an error; the DOCTYPE may hold anything. */
static void
test_entities(void)
{
	check(DOC("<!DOCTYPE t [<!ENTITY a \"]>aaa\"><!-- don't --><!ENTITY b '&a;&a;'>"
		  "<!ENTITY % p SYSTEM 'file:///etc/passwd'> %p;]>"
		  "<testsuite name='&b;'><testcase name='&b;' time='1'/></testsuite>"),
		"&b; 1 p", NULL);
}

static void
test_encodings(void)
{
	check(DOC("\xEF\xBB\xBF<testsuite><testcase name='\xC3\xA9' time='1'/></testsuite>"),
		"\xC3\xA9 1 p", NULL);
	check(DOC("<?xml version='1.0' encoding=\"ISO-8859-1\"?><testsuite>"
		  "<testcase name='caf\xE9 \x80' time='1'/></testsuite>"),
		"caf\xC3\xA9 \xE2\x82\xAC 1 p", NULL);

	static const char ascii[] = "<testsuite><testcase name='x' time='1'/></testsuite>";
	char wide[2 * sizeof ascii] = "\xFE\xFF";
	for (size_t i = 0; ascii[i] != '\0'; i++) {
		wide[2 + 2 * i] = '\0';
		wide[3 + 2 * i] = ascii[i];
	}
	struct read big = read_document(wide, sizeof wide, 7);
	ASSERT_TEXT(strbuf_text(&big.tests), "x 1 p");
	release(&big);
	struct read without_mark = read_document(wide + 2, sizeof wide - 2, 1000);
	ASSERT_TEXT(strbuf_text(&without_mark.tests), "x 1 p");
	release(&without_mark);
}

static void
test_damage(void)
{
	check(DOC("<testsuites><testsuite><testcase name='a' time='1'/>\n<testcase name='b' "
		  "time='1'><failure mess"),
		"a 1 p", "x.xml:2: damaged XML (truncated)");
	/* A message with markup in it: the case itself is complete. */
	check(DOC("<testsuite><testcase name='a' time='1'><failure>List<String> x</failure>"
		  "</testcase><testcase name='b' time='2'/></testsuite>"),
		"a 1 f|b 2 p", "mismatched tag");
	check(DOC("<testsuite><testcase name=\"a time=\"1\"/><testcase name=\"b\" time=\"2\"/>"
		  "<testcase name=\"c\" time=\"3/><testcase name=\"d\" time=\"4\"/>"
		  "<testcase name=\"e\" time=\"5\"/></testsuite>"),
		"b 2 p|e 5 p", "damaged");
	check(DOC("</b></testcase><testsuite><testcase name='a' time='1'/></testsuite>"),
		"a 1 p", "closed that is not open");
	/* A killed run's file, to which the next run appended. */
	check(DOC("<?xml version='1.0'?><testsuites><testcase name='a' time='1'/>"
		  "<testcase name='b' time='1'><failure>te<?xml version='1.0'?><testsuites>"
		  "<testcase name='c' time='3'/></testsuites>"),
		"a 1 p|c 3 p", "another document");
	check(DOC("<testsuite><testcase name='a' time='1'/><testcase name='x' name='y'/>"
		  "<testcase name='b' time='2'/></testsuite>"),
		"a 1 p|b 2 p", "duplicate attribute");
}

/* Tags that come again are remembered: what is wrong among them is found all the same. */
static void
test_repeated(void)
{
	check(DOC("<testsuite><testcase name='a' time='1'></testcase>"
		  "<testcase name='b' time='2'><failure/></testcase>"
		  "<testcase name='c' time='3'><failure/></testcase>"
		  "<testcase name='d' time='4'><skipped></skipped></testcase>"
		  "<testcase name='e' time='5'><skipped></skipped></testcase></testsuite>"),
		"a 1 p|b 2 f|c 3 f|d 4 s|e 5 s", NULL);
	check(DOC("<testsuite><testcase name='a' time='1'></testcase>"
		  "<testcase name='b' time='2'><failure></testcase>"
		  "<testcase name='c' time='3'></testcase></testsuite>"),
		"a 1 p|b 2 f|c 3 p", "mismatched tag");
	check(DOC("<testsuite><testcase name='a' time='1'><skipped/></testcase>"
		  "<testcase name='b' time='2'><skipped/></testsuite>"
		  "<testcase name='c' time='3'><skipped/></testcase>"),
		"a 1 s|c 3 s", "mismatched tag");
}

static void
test_roots(void)
{
	check(DOC("<?xml version='1.0'?>\n<testsuite><testcase name='a' "
		  "time='1'/></testsuite>\n"
		  "<?xml version='1.0'?>\n<testsuite><testcase name='b' "
		  "time='2'/></testsuite>"),
		"a 1 p|b 2 p", "2 root elements");
}

static void
test_depth(void)
{
	struct strbuf deep = STRBUF_INIT;

	for (int i = 0; i < 5000; i++)
		strbuf_addstr(&deep, "<testsuite>");
	strbuf_addstr(&deep, "<testcase name='a' time='1'/>");
	struct read result = read_document(deep.text, deep.length, 1000);
	ASSERT_TEXT(strbuf_text(&result.tests), "a 1 p");
	CU_ASSERT_EQUAL(result.warnings.count, 1);
	release(&result);
	strbuf_release(&deep);
}

/* A value is cut, so that memory stays bounded; what follows is read. */
static void
test_huge_value(void)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addstr(&text, "<testsuite><testcase name='a' time='1'><failure message='");
	for (int i = 0; i < 300000; i++)
		strbuf_addstr(&text, "<&\xC3\xA9&#1;x");
	strbuf_addstr(&text, "'/></testcase><testcase name='b' time='2'/></testsuite>");
	struct read result = read_document(text.text, text.length, 4096);
	ASSERT_TEXT(strbuf_text(&result.tests), "a 1 f|b 2 p");
	release(&result);
	strbuf_release(&text);
}

static void
test_nothing(void)
{
	static const struct {
		const char *text;
		enum junit_outcome outcome;
	} rows[] = {
		{"Error: something failed", JUNIT_NO_XML},
		{"a < b <3 <", JUNIT_NO_XML},
		{"<!DOCTYPE html [", JUNIT_NO_XML},
		{"<html><body>404</body></html>", JUNIT_NO_CASE},
		{"<testsuites/>", JUNIT_NO_CASE},
		{"<testcase name='a' time='1'>", JUNIT_NO_CASE},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct read result = read_document(rows[i].text, strlen(rows[i].text), 2);
		CU_ASSERT_EQUAL(result.outcome, rows[i].outcome);
		CU_ASSERT_EQUAL(result.warnings.count, 0);
		release(&result);
	}
}

static void
test_times(void)
{
	static const struct {
		const char *text;
		enum junit_time_kind kind;
		double seconds;
	} rows[] = {
		{"0.5", JUNIT_TIME_KNOWN, 0.5},
		{" 0.25\n", JUNIT_TIME_KNOWN, 0.25},
		{"5.8e-05", JUNIT_TIME_KNOWN, 5.8e-5},
		{".5", JUNIT_TIME_KNOWN, 0.5},
		{"0,03", JUNIT_TIME_KNOWN, 0.03},
		{"0,123", JUNIT_TIME_KNOWN, 0.123},
		{"1234,567", JUNIT_TIME_KNOWN, 1234.567},
		{"1,5e1", JUNIT_TIME_KNOWN, 15},
		{"1,024.12", JUNIT_TIME_KNOWN, 1024.12},
		{"1.024,12", JUNIT_TIME_KNOWN, 1024.12},
		{"1,234,567", JUNIT_TIME_KNOWN, 1234567},
		{"1,234,567.5", JUNIT_TIME_KNOWN, 1234567.5},
		{"1,078", JUNIT_TIME_AMBIGUOUS, 1.078},
		{"0.5s", JUNIT_TIME_KNOWN, 0.5},
		{"-0.001", JUNIT_TIME_KNOWN, 0},
		{"-5", JUNIT_TIME_UNKNOWN, 0},
		{"1,23,4", JUNIT_TIME_UNKNOWN, 0},
		{"NaN", JUNIT_TIME_UNKNOWN, 0},
		{"Infinity", JUNIT_TIME_UNKNOWN, 0},
		{"1e300", JUNIT_TIME_UNKNOWN, 0},
		{"1e999", JUNIT_TIME_UNKNOWN, 0},
		{"0x10", JUNIT_TIME_UNKNOWN, 0},
		{"", JUNIT_TIME_UNKNOWN, 0},
		{",", JUNIT_TIME_UNKNOWN, 0},
		{"s", JUNIT_TIME_UNKNOWN, 0},
		{NULL, JUNIT_TIME_UNKNOWN, 0},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct junit_time time = junit_time_read(rows[i].text);

		CU_ASSERT_EQUAL(time.kind, rows[i].kind);
		ASSERT_NEAR(time.seconds, rows[i].seconds, 1e-12);
	}
}

/* The suite's own time says which; failing that the other times of the file. */
static void
test_thousands(void)
{
	check(DOC("<testsuite time='1,090.5'><testcase name='a' time='1,078'/>"
		  "<testcase name='b' time='12.5'/></testsuite>"),
		"a 1078 p|b 12.5 p", NULL);
	check(DOC("<testsuite time='2.2'><testcase name='a' time='1,078'/>"
		  "<testcase name='b' time='1,1'/></testsuite>"),
		"a 1.078 p|b 1.1 p", NULL);
	check(DOC("<testsuites time='1078'><testsuite time='1,078'>"
		  "<testcase name='a' time='1,078'/></testsuite></testsuites>"),
		"a 1078 p", NULL);
	check(DOC("<testsuite><testcase name='a' time='1,078'/>"
		  "<testcase name='b' time='0.5'/></testsuite>"),
		"a 1078 p|b 0.5 p", NULL);
	check(DOC("<testsuite><testcase name='a' time='1,078'/></testsuite>"), "a 1.078 p",
		NULL);
}

static void
test_go(void)
{
	check(DOC("<testsuite><testcase classname='p' name='T/a' time='.05'/>"
		  "<testcase classname='p' name='T' time='.1'/></testsuite>"
		  "<testsuite><testcase classname='p' name='U' time='1'/></testsuite>"),
		"p::T/a 0.05 p|p::U 1 p", "2 root elements");
}

SUITE(junit, {"results", test_results}, {"retries are attempts", test_retries},
	{"cases at any depth", test_nesting}, {"tags are repaired", test_repairs},
	{"entities are never expanded", test_entities}, {"encodings", test_encodings},
	{"damage loses only what is incomplete", test_damage}, {"several roots", test_roots},
	{"repeated tags", test_repeated}, {"depth is bounded", test_depth},
	{"values are bounded", test_huge_value}, {"nothing to read", test_nothing},
	{"times", test_times}, {"1,078 is settled by the suite", test_thousands},
	{"parents are dropped", test_go});
