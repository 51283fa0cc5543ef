#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "view/text.h"

struct text_row {
	const char *text;
	const char *wanted;
};

/* Each row through `add`, compared with what is wanted. */
#define CHECK_ROWS(rows, add)                                                                  \
	for (size_t i = 0; i < sizeof(rows) / sizeof *(rows); i++) {                           \
		struct strbuf out = STRBUF_INIT;                                               \
		add(&out, (rows)[i].text);                                                     \
		ASSERT_TEXT(strbuf_text(&out), (rows)[i].wanted);                              \
		strbuf_release(&out);                                                          \
	}

static void
test_decode(void)
{
	static const struct {
		const char *bytes;
		size_t length;
		uint32_t character;
	} rows[] = {
		{"a", 1, 'a'},
		{"\xc3\xa9", 2, 0xe9},
		{"\xe2\x82\xac", 3, 0x20ac},
		{"\xf0\x9f\x98\x80", 4, 0x1f600},
		{"\xff", 1, 0xfffd},
		{"\xc3", 1, 0xfffd}, /* cut short */
		{"\xc0\xaf", 1, 0xfffd}, /* overlong "/" */
		{"\xe0\x80\xaf", 1, 0xfffd}, /* overlong */
		{"\xed\xa0\x80", 1, 0xfffd}, /* a surrogate */
		{"\xf4\x90\x80\x80", 1, 0xfffd}, /* beyond Unicode */
		{"\x80", 1, 0xfffd},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		uint32_t character;
		CU_ASSERT_EQUAL(text_decode(rows[i].bytes, &character), rows[i].length);
		CU_ASSERT_EQUAL(character, rows[i].character);
	}
}

static void
test_width(void)
{
	CU_ASSERT_EQUAL(text_width("abc"), 3);
	CU_ASSERT_EQUAL(text_width("\xc3\xa9"), 1);
	CU_ASSERT_EQUAL(text_width("e\xcc\x81"), 1);
	CU_ASSERT_EQUAL(text_width("\xe6\xb8\xac\xe8\xa9\xa6"), 4);
	CU_ASSERT_EQUAL(text_width("\xf0\x9f\x98\x80"), 2);
	CU_ASSERT_EQUAL(text_width("\x1b[1;32mab\x1b[0m"), 2);
	CU_ASSERT_EQUAL(text_width("\xe2\x80\x93"), 1);
}

static void
add_utf8(struct strbuf *out, const char *text)
{
	text_add_clean(out, text, 0, true);
}

static void
add_ascii(struct strbuf *out, const char *text)
{
	text_add_clean(out, text, 0, false);
}

static void
test_terminal(void)
{
	static const struct text_row utf8[] = {
		{"plain \xc3\xa9", "plain \xc3\xa9"},
		{"\x1b[2J\x1b]0;owned\x07", "\\x1b[2J\\x1b]0;owned\\x07"},
		{"a\nb\tc\rd", "a\\nb\\tc\\rd"},
		{"\xc2\x9b"
		 "31m",
			"\\x9b31m"},
		{"gpj.\xe2\x80\xae"
		 "exe",
			"gpj.\\u202eexe"},
		{"zero\xe2\x80\x8bwidth", "zero\\u200bwidth"},
		{"bad \xff\xfe", "bad \xef\xbf\xbd\xef\xbf\xbd"},
		{"\x7f", "\\x7f"},
		{"tag \xf3\xa0\x81\x81", "tag \\U000e0041"},
		{"", ""},
	};
	static const struct text_row ascii[] = {
		{"\xc3\xa9\xe2\x82\xac", "\\u00e9\\u20ac"},
		{"\xf0\x9f\x98\x80", "\\U0001f600"},
		{"bad \xff", "bad \\ufffd"},
	};

	CHECK_ROWS(utf8, add_utf8);
	CHECK_ROWS(ascii, add_ascii);
}

static void
test_clip(void)
{
	static const struct {
		const char *text;
		size_t columns;
		bool utf8;
		const char *wanted;
	} rows[] = {
		{"abcdefghij", 10, true, "abcdefghij"},
		{"abcdefghijk", 10, true, "abcde\xe2\x80\xa6hijk"},
		{"abcdefghijk", 10, false, "abcd...ijk"},
		{"\xe6\xb8\xac\xe8\xa9\xa6\xe6\xb8\xac\xe8\xa9\xa6", 6, true,
			"\xe6\xb8\xac\xe2\x80\xa6\xe8\xa9\xa6"},
		{"abc", 1, true, "\xe2\x80\xa6"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf out = STRBUF_INIT;
		text_add_clean(&out, rows[i].text, rows[i].columns, rows[i].utf8);
		ASSERT_TEXT(strbuf_text(&out), rows[i].wanted);
		strbuf_release(&out);
	}
}

static void
test_html(void)
{
	static const struct text_row rows[] = {
		{"<script>alert('1')</script>",
			"&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;"},
		{"a\" onload=\"x&y", "a&quot; onload=&quot;x&amp;y"},
		{"&lt;", "&amp;lt;"},
		{"new\nline\x01", "new\\nline\\x01"},
	};

	CHECK_ROWS(rows, text_add_html);
}

static void
test_markdown(void)
{
	static const struct text_row rows[] = {
		{"Use 8 workers here: 27.4 s (probability 0.97).",
			"Use 8 workers here: 27.4 s (probability 0.97)."},
		{"ping @torvalds and #12",
			"ping <code>&#64;</code>torvalds and <code>&#35;</code>12"},
		{"a | b", "a &#124; b"},
		{"`rm -rf`", "&#96;rm -rf&#96;"},
		{"<b>*x*</b> ![i](u)",
			"&#60;b&#62;&#42;x&#42;&#60;/b&#62; <code>&#33;</code>&#91;i&#93;(u)"},
		{"see https://evil.example", "see https&#58;//evil.example"},
		{"www.evil.example", "www&#46;evil.example"},
		{"wall_s and _it_", "wall_s and &#95;it&#95;"},
		{"-2.3 %", "-2.3 %"},
		{"two\nlines", "two&#92;nlines"},
		{"5 % of $x$", "5 % of <code>&#36;</code>x&#36;"},
		{":tada: a::b", "<code>&#58;</code>tada: a::b"},
		{"back\\slash", "back&#92;slash"},
	};
	static const struct text_row code[] = {
		{"pytest -n {n}", "<code>pytest -n {n}</code>"},
		{"a|`b`<i>@me", "<code>a&#124;&#96;b&#96;&#60;i&#62;&#64;me</code>"},
		{"t.py::T::x[1*2]", "<code>t.py::T::x&#91;1&#42;2&#93;</code>"},
		{"https://x", "<code>https&#58;//x</code>"},
	};

	static const struct text_row lines[] = {
		{"# no heading", "&#35; no heading"},
		{"1. no list", "1&#46; no list"},
		{"1.5 s", "1.5 s"},
		{"- no list", "&#45; no list"},
		{"#12", "<code>&#35;</code>12"},
	};

	CHECK_ROWS(rows, text_add_markdown);
	CHECK_ROWS(lines, text_add_markdown_line);
	CHECK_ROWS(code, text_add_markdown_code);
}

static void
test_gnuplot(void)
{
	static const struct text_row rows[] = {
		{"time of 4 workers (s)", "\"time of 4 workers (s)\""},
		{"`touch x`", "\"\\140touch x\\140\""},
		{"$(id) @m", "\"\\044(id) \\100m\""},
		{"a\"; system('x')", "\"a\\042; system(\\047x\\047)\""},
		{"a\nb\\n", "\"a\\134nb\\134n\""},
		{"<![CDATA[x]]>", "\"\\074\\041\\133CDATA\\133x\\135\\135 \\076\""},
		{"{/Symbol a}^2_3", "\"{/Symbol a}\\1362_3\""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf out = STRBUF_INIT;
		text_add_gnuplot(&out, rows[i].text);
		/* Braces are escaped as well. */
		CU_ASSERT_PTR_NULL(strpbrk(strbuf_text(&out) + 1, "`$@'{}\n"));
		if (strchr(rows[i].text, '{') == NULL)
			ASSERT_TEXT(strbuf_text(&out), rows[i].wanted);
		strbuf_release(&out);
	}
}

static void
test_command(void)
{
	static const struct {
		const char *words[4];
		const char *wanted;
	} rows[] = {
		{{"pytest", "-n", "{n}"}, "pytest -n {n}"},
		{{"sh", "-c", "a b"}, "sh -c 'a b'"},
		{{"it's"}, "'it'\\''s'"},
		{{"", "~", "=x"}, "'' '~' '=x'"},
		{{"a\nb", "\x1b[1m"}, "$'a\\nb' $'\\x1b[1m'"},
		{{"\xff'\\"}, "$'\\xff\\'\\\\'"},
		{{"$HOME", "`id`"}, "'$HOME' '`id`'"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strvec argv = STRVEC_INIT;
		struct strbuf out = STRBUF_INIT;
		for (size_t j = 0; j < 4 && rows[i].words[j] != NULL; j++)
			strvec_push(&argv, rows[i].words[j]);
		text_add_command(&out, &argv);
		ASSERT_TEXT(strbuf_text(&out), rows[i].wanted);
		strvec_release(&argv);
		strbuf_release(&out);
	}
}

static void
test_wrapped(void)
{
	struct strbuf out = STRBUF_INIT;

	text_add_wrapped(&out, "one two three four", 9, 2);
	ASSERT_TEXT(strbuf_text(&out), "one two\n  three\n  four");
	strbuf_truncate(&out, 0);
	text_add_wrapped(&out, "one two", 0, 2);
	ASSERT_TEXT(strbuf_text(&out), "one two");
	strbuf_truncate(&out, 0);
	text_add_wrapped(&out, "incompressible", 5, 0);
	ASSERT_TEXT(strbuf_text(&out), "incompressible");
	strbuf_truncate(&out, 0);
	text_add_wrapped(&out, "within 2 % of 4.9 s), 8 workers 9", 8, 0);
	ASSERT_TEXT(strbuf_text(&out), "within\n2 % of\n4.9 s),\n8\nworkers\n9");
	strbuf_release(&out);
}

SUITE(text, {"UTF-8 is decoded, what is none becomes U+FFFD", test_decode},
	{"width of characters", test_width},
	{"control and direction characters are made visible", test_terminal},
	{"long names lose their middle", test_clip}, {"HTML is escaped", test_html},
	{"Markdown is escaped, nobody is mentioned", test_markdown},
	{"gnuplot executes nothing", test_gnuplot}, {"a command reads back", test_command},
	{"lines are broken at blanks", test_wrapped});
