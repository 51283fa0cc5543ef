#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/intern.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "base/units.h"

static void
test_parse_number(void)
{
	static const struct {
		const char *text;
		bool valid;
		double number;
	} rows[] = {
		{"1.5", true, 1.5},
		{"-2e-3", true, -0.002},
		{".5", true, 0.5},
		{"", false, 0},
		{"nan", false, 0},
		{"inf", false, 0},
		{"0x10", false, 0},
		{" 1", false, 0},
		{"1 ", false, 0},
		{"1,5", false, 0},
		{"1e999", false, 0},
		{"+", false, 0},
		{"1.2.3", false, 0},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		double number = 0;
		CU_ASSERT_EQUAL(parse_number(rows[i].text, &number), rows[i].valid);
		ASSERT_NEAR(number, rows[i].number, 1e-15);
	}
}

/* The fast way agrees with strtod() to the last bit. */
static void
test_parse_exact(void)
{
	static const char *const texts[] = {"0", "0.1", "0.3", "10.000603985",
		"123456789012345", "0.12345678901234", "1.00000000000001", "999999999999999",
		".000000000000007", "5.", "1234567890123456", "0.123456789012345678",
		"0.1234567890123456789", "9007199254740993", "900719925474099.3",
		"9007199254740993.001", "9007199254740992.999", "9999999999999999999",
		"18446744073709551615", "1844674407370955161.5", ".0000000000000000001",
		".0000000000000000000", "0.0000000000000000001",
		"00000000000000000001", "179769313486231570000000000000000000000", "1e22",
		"2.2250738585072011e-308"};
	uint64_t state = 1;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		double number = -1;
		CU_ASSERT_TRUE(parse_number(texts[i], &number));
		ASSERT_NEAR(number, strtod(texts[i], NULL), 0.0);
	}
	for (int i = 0; i < 40000; i++) {
		char text[64];
		double number = -1;

		state = state * 6364136223846793005u + 1442695040888963407u;
		snprintf(text, sizeof text, "%.*f", i % 18, (double)(state >> 20) / 1e9);
		CU_ASSERT_TRUE(parse_number(text, &number));
		ASSERT_NEAR(number, strtod(text, NULL), 0.0);
	}
}

static void
test_parse_integer(void)
{
	int64_t number = 0;

	CU_ASSERT_TRUE(parse_integer("42", 1, 100, &number));
	CU_ASSERT_EQUAL(number, 42);
	CU_ASSERT_FALSE(parse_integer("0", 1, 100, &number));
	CU_ASSERT_FALSE(parse_integer("9999999999999999999", 1, 100, &number));
	CU_ASSERT_FALSE(parse_integer("1e9", 1, 100, &number));
	CU_ASSERT_FALSE(parse_integer("-", -5, 5, &number));
	CU_ASSERT_EQUAL(number, 42);
}

static void
test_parse_units(void)
{
	double value = 0;

	CU_ASSERT_TRUE(parse_time("500ms", &value));
	ASSERT_NEAR(value, 0.5, 1e-15);
	CU_ASSERT_TRUE(parse_time("10m", &value));
	ASSERT_NEAR(value, 600.0, 1e-15);
	CU_ASSERT_TRUE(parse_time("1.5", &value));
	ASSERT_NEAR(value, 1.5, 1e-15);
	CU_ASSERT_FALSE(parse_time("-1s", &value));
	CU_ASSERT_FALSE(parse_time("5x", &value));
	CU_ASSERT_FALSE(parse_time("s", &value));
	CU_ASSERT_TRUE(parse_size("16G", &value));
	ASSERT_NEAR(value, 17179869184.0, 1e-15);
	CU_ASSERT_TRUE(parse_size("64MiB", &value));
	ASSERT_NEAR(value, 67108864.0, 1e-15);
	CU_ASSERT_TRUE(parse_size("100", &value));
	ASSERT_NEAR(value, 100.0, 1e-15);
	CU_ASSERT_FALSE(parse_size("1X", &value));
	CU_ASSERT_FALSE(parse_size("iB", &value));
	CU_ASSERT_FALSE(parse_size("1024iB", &value));
}

static void
test_format(void)
{
	char text[NUMBER_SIZE];

	ASSERT_TEXT(format_number(0.1, text), "0.1");
	ASSERT_TEXT(format_number(1.0 / 3.0, text), "0.3333333333333333");
	ASSERT_TEXT(format_number((double)NAN, text), "");
	ASSERT_TEXT(format_time(1.234, text), "1.23 s");
	ASSERT_TEXT(format_time(0.01234, text), "12.3 ms");
	ASSERT_TEXT(format_time(125.0, text), "2 min 05 s");
	ASSERT_TEXT(format_time(7384.0, text), "2 h 03 min");
	ASSERT_TEXT(format_time(60.5, text), "60.5 s");
	ASSERT_TEXT(format_time(2.5e-6, text), "2.5 us");
	ASSERT_TEXT(format_time(2.15e-9, text), "2.15 ns");
	ASSERT_TEXT(format_size(448.0 * 1024 * 1024, text), "448 MB");
	ASSERT_TEXT(format_size(1.25 * 1024 * 1024 * 1024, text), "1.2 GB");
}

static void
test_error(void)
{
	struct error error = {.status = STATUS_OK};

	CU_ASSERT_EQUAL(error_set(&error, STATUS_USAGE, "no %s", "count"), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	error_prefix(&error, "%s:%d", "a.csv", 3);
	ASSERT_TEXT(error.text, "a.csv:3: no count");
}

static void
test_strbuf(void)
{
	struct strbuf text = STRBUF_INIT;

	ASSERT_TEXT(strbuf_text(&text), "");
	strbuf_addf(&text, "%d-", 12);
	strbuf_addn(&text, 'x', 3);
	ASSERT_TEXT(strbuf_text(&text), "12-xxx");
	strbuf_truncate(&text, 2);
	char *owned = strbuf_detach(&text);
	ASSERT_TEXT(owned, "12");
	free(owned);
	CU_ASSERT_EQUAL(text.length, 0);
	strbuf_release(&text);
}

static void
test_strvec(void)
{
	struct strvec list = STRVEC_INIT;

	strvec_split(&list, "a,,b", ',');
	CU_ASSERT_EQUAL(list.count, 3);
	strvec_insert(&list, 0, "first");
	strvec_replace(&list, 2, "middle");
	strvec_remove(&list, 1);
	strvec_pushf(&list, "%d", 7);
	ASSERT_TEXT(list.items[0], "first");
	ASSERT_TEXT(list.items[1], "middle");
	ASSERT_TEXT(list.items[2], "b");
	ASSERT_TEXT(list.items[3], "7");
	CU_ASSERT_PTR_NULL(list.items[4]);
	struct strbuf text = STRBUF_INIT;
	strvec_join(&list, ", ", &text);
	ASSERT_TEXT(strbuf_text(&text), "first, middle, b, 7");
	strbuf_release(&text);
	CU_ASSERT_TRUE(strvec_contains(&list, "b"));
	CU_ASSERT_FALSE(strvec_contains(&list, "a"));
	struct strvec copy = STRVEC_INIT;
	CU_ASSERT_FALSE(strvec_equal(&copy, &list));
	strvec_push_all(&copy, &list);
	CU_ASSERT_TRUE(strvec_equal(&copy, &list));
	strvec_replace(&copy, 1, "other");
	CU_ASSERT_FALSE(strvec_equal(&copy, &list));
	strvec_replace(&copy, 1, list.items[1]);
	CU_ASSERT_EQUAL(copy.count, 4);
	ASSERT_TEXT(copy.items[3], "7");
	strvec_release(&copy);
	strvec_release(&list);
}

static void
test_intern(void)
{
	struct intern pool = INTERN_INIT;
	char name[] = "n1";
	const char *first = intern_text(&pool, name);

	for (int i = 0; i < 100; i++) {
		char other[16];
		snprintf(other, sizeof other, "x%d", i);
		intern_text(&pool, other);
	}
	CU_ASSERT_PTR_EQUAL(intern_text(&pool, name), first);
	CU_ASSERT_EQUAL(pool.count, 101);
	intern_release(&pool);
}

SUITE(units, {"numbers are read whole or not at all", test_parse_number},
	{"numbers are right to the last bit", test_parse_exact},
	{"integers keep their bounds", test_parse_integer},
	{"times and sizes", test_parse_units},
	{"numbers for machines and people", test_format});

SUITE(texts, {"an error is a sentence", test_error},
	{"strbuf grows and hands over", test_strbuf}, {"strvec edits in place", test_strvec},
	{"equal texts are one", test_intern});
