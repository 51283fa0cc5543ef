#include "config.h"

#include "unit.h"

#include <stdio.h>

#include "core/test_table.h"

static void
add(struct test_table *table, const char *class_name, const char *name, double seconds,
	enum test_result result)
{
	struct test_case one = {"", class_name, name, seconds, false, result, 1};

	test_table_add(table, &one);
}

static void
test_names(void)
{
	struct test_table table = TEST_TABLE_INIT;

	add(&table, "a", "one", 1, TEST_PASSED);
	add(&table, "", "two", 1, TEST_PASSED);
	add(&table, "same", "same", 1, TEST_PASSED);
	ASSERT_TEXT(table.tests[0].name, "a::one");
	ASSERT_TEXT(table.tests[1].name, "two");
	ASSERT_TEXT(table.tests[2].name, "same");
	test_table_release(&table);
}

static void
test_files(void)
{
	static const char *const rows[][2] = {
		{"pkg.test_x.TestA", "pkg.test_x"},
		{"pkg.x_test.A.B", "pkg.x_test"},
		{"test_a.test_b.C", "test_a.test_b"},
		{"pkg.latest.A", "pkg.latest.A"},
		{"com.example.ATest", "com.example.ATest"},
		{"", ""},
		{"test_", "test_"},
		{"..", ".."},
	};
	struct test_table table = TEST_TABLE_INIT;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		add(&table, rows[i][0], "n", 0, TEST_PASSED);
		ASSERT_TEXT(table.tests[i].file, rows[i][1]);
	}
	struct test_case one = {"src/a.js", "outer", "n", 0, false, TEST_PASSED, 1};
	test_table_add(&table, &one);
	ASSERT_TEXT(table.tests[table.count - 1].file, "src/a.js");
	test_table_release(&table);
}

static void
test_attempts(void)
{
	struct test_table table = TEST_TABLE_INIT;

	add(&table, "t", "x", 0.5, TEST_FAILED);
	add(&table, "t", "y", 1, TEST_PASSED);
	add(&table, "t", "x", 0.25, TEST_PASSED);
	CU_ASSERT_EQUAL(table.count, 2);
	ASSERT_NEAR(table.tests[0].seconds, 0.75, 1e-15);
	CU_ASSERT_EQUAL(table.tests[0].result, TEST_PASSED);
	CU_ASSERT_EQUAL(test_table_failed(&table), 0);

	/* In the next report it is another test. */
	test_table_end_report(&table);
	add(&table, "t", "x", 1, TEST_FAILED);
	CU_ASSERT_EQUAL(table.count, 3);
	CU_ASSERT_EQUAL(test_table_failed(&table), 1);
	test_table_release(&table);
}

/* Equal texts at other borders are other tests. */
static void
test_identity(void)
{
	struct test_table table = TEST_TABLE_INIT;

	add(&table, "a::b", "c", 1, TEST_PASSED);
	add(&table, "a", "b::c", 1, TEST_PASSED);
	CU_ASSERT_EQUAL(table.count, 2);
	for (int i = 0; i < 5000; i++) {
		char name[16];
		snprintf(name, sizeof name, "n%d", i % 2500);
		add(&table, "many", name, 1, TEST_PASSED);
	}
	CU_ASSERT_EQUAL(table.count, 2502);
	test_table_release(&table);
}

static void
test_parents(void)
{
	struct test_table table = TEST_TABLE_INIT;
	struct test_case elsewhere = {"", "p", "TestA", 9, false, TEST_PASSED, 2};

	add(&table, "p", "TestSub/a/b", 0.05, TEST_PASSED);
	add(&table, "p", "TestSub/a", 0.06, TEST_PASSED);
	add(&table, "p", "TestSub", 0.10, TEST_PASSED);
	add(&table, "p", "TestSubway", 0.15, TEST_PASSED);
	add(&table, "p", "TestA/x", 1, TEST_PASSED);
	add(&table, "p", "a//b", 1, TEST_PASSED);
	add(&table, "p", "/", 1, TEST_PASSED);
	test_table_add(&table, &elsewhere);
	test_table_end_report(&table);
	CU_ASSERT_EQUAL(table.count, 6);
	ASSERT_TEXT(table.tests[0].name, "p::TestSub/a/b");
	ASSERT_TEXT(table.tests[1].name, "p::TestSubway");
	ASSERT_TEXT(table.tests[5].name, "p::TestA");
	test_table_release(&table);
}

/* A fails by itself, B because of its child, and so does C, whose D fails by itself. */
static void
test_failed_parents(void)
{
	struct test_table table = TEST_TABLE_INIT;

	add(&table, "p", "A/x", 1, TEST_PASSED);
	add(&table, "p", "A", 1.5, TEST_FAILED);
	add(&table, "p", "B/x", 1, TEST_FAILED);
	add(&table, "p", "B/y", 1, TEST_PASSED);
	add(&table, "p", "B", 2, TEST_FAILED);
	add(&table, "p", "C/D/x", 1, TEST_PASSED);
	add(&table, "p", "C/D", 1, TEST_FAILED);
	add(&table, "p", "C", 1, TEST_FAILED);
	test_table_end_report(&table);
	CU_ASSERT_EQUAL(table.count, 6);
	CU_ASSERT_EQUAL(test_table_failed(&table), 3);
	ASSERT_TEXT(table.tests[1].name, "p::A");
	ASSERT_TEXT(table.tests[2].name, "p::B/x");
	ASSERT_TEXT(table.tests[5].name, "p::C/D");
	ASSERT_NEAR(test_table_total_s(&table), 4, 1e-12);
	test_table_release(&table);
}

static void
test_figures(void)
{
	struct test_table table = TEST_TABLE_INIT;

	CU_ASSERT_EQUAL(test_table_useful_workers(&table), 1);
	add(&table, "t", "zero", 0, TEST_PASSED);
	CU_ASSERT_EQUAL(test_table_useful_workers(&table), 1);
	for (int i = 0; i < 3; i++) {
		char name[8];
		snprintf(name, sizeof name, "%d", i);
		add(&table, "t", name, 0.1, TEST_PASSED);
	}
	/* 0.1 + 0.1 + 0.1 is a little more than 0.3 in binary. */
	CU_ASSERT_EQUAL(test_table_useful_workers(&table), 3);
	CU_ASSERT_EQUAL(test_table_longest(&table), 1);

	struct test_case odd[] = {
		{"", "t", "skipped", 0, true, TEST_SKIPPED, 0},
		{"", "t", "nan", 0, true, TEST_PASSED, 0},
	};
	test_table_add(&table, &odd[0]);
	test_table_add(&table, &odd[1]);
	CU_ASSERT_EQUAL(test_table_unknown(&table), 1);
	test_table_release(&table);
}

SUITE(test_table, {"a test is class::name", test_names}, {"files from classes", test_files},
	{"attempts are one test", test_attempts}, {"identity keeps its borders", test_identity},
	{"parents are no tests", test_parents},
	{"a parent that fails by itself is named", test_failed_parents},
	{"figures of the whole", test_figures});
