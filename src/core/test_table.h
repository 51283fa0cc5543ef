/*
 * test_table - the tests inside a command: names, times and results from its reports.
 *
 * Readers in src/io add one case after the other and close each report; the table keeps
 * tests in the order of their first appearance and knows what one test is: cases of one
 * report with the same file, class name and name are attempts of one test, whose seconds
 * are summed and whose result is the last one's; a parent `P` next to `P/child` in one
 * suite is no test, unless it failed and none of its children did: then it is kept, with no
 * time of its own. The caller owns the struct, the struct its texts.
 */
#ifndef CORE_TEST_TABLE_H
#define CORE_TEST_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum test_result {
	TEST_PASSED,
	TEST_FAILED,
	TEST_SKIPPED,
};

struct test {
	const char *name; /* "class::name", or the name alone */
	const char *class_name; /* "" for none */
	const char *file; /* derived from the class where the report names none */
	double seconds; /* of all attempts */
	uint32_t bare; /* where the bare name begins in `name` */
	uint32_t suite; /* the element that it stands in */
	uint32_t group; /* of its class and file, see the .c */
	unsigned char result; /* enum test_result */
	bool unknown; /* an attempt's time could not be read */
	bool parent; /* stands for its children: dropped with its report, unless it failed */
	bool child_failed; /* of a parent: that is why it failed */
};

/* One case as a report has it. Texts are borrowed for the call. */
struct test_case {
	const char *file; /* "" where the report names none */
	const char *class_name;
	const char *name;
	double seconds; /* finite, not negative */
	bool unknown; /* the time could not be read */
	enum test_result result;
	uint32_t suite; /* a number of the reader's own, for parents and children */
};

struct test_slot;
struct test_group;

struct test_table {
	struct test *tests;
	size_t count;
	size_t capacity;
	size_t report_start; /* the first test of the report being read */
	struct arena names;
	struct arena texts; /* classes and files */
	struct test_group *groups; /* classes with their files */
	size_t group_count;
	size_t group_capacity;
	struct test_slot *group_slots;
	size_t group_slot_count;
};

#define TEST_TABLE_INIT {0}

/* Adds a case; the index of its test, valid until the report ends. */
size_t test_table_add(struct test_table *table, const struct test_case *one);

/* Closes a report: drops its parents; equal cases that follow are other tests. */
void test_table_end_report(struct test_table *table);

/* Forgets what was added since the last report ended. */
void test_table_drop_report(struct test_table *table);

void test_table_release(struct test_table *table);

/* Figures of the whole table. */
double test_table_total_s(const struct test_table *table);
size_t test_table_unknown(const struct test_table *table);
size_t test_table_failed(const struct test_table *table);

/* The first of the longest tests; table->count when there is none. */
size_t test_table_longest(const struct test_table *table);

/* ceil(total / longest), at least 1: with more workers the longest test decides. */
int test_table_useful_workers(const struct test_table *table);

#endif
