/*
 * junit_suite - the suites that are open around a case, and the times they settle.
 *
 * For junit.c: which suite a case stands in (parents and children), and which "1,078" waits
 * for a suite's own time to be told from 1078. The caller owns the struct.
 */
#ifndef IO_JUNIT_SUITE_H
#define IO_JUNIT_SUITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/test_table.h"
#include "io/junit_time.h"

/* A time "1,078" that counted as 1.078 so far. */
struct junit_pending {
	size_t test;
	double seconds;
};

struct junit_suite {
	size_t depth; /* of its element; 0 when damage hid where it ends */
	uint32_t number;
	struct junit_time time;
	double clear_s; /* of the cases in it whose times are clear */
	size_t first_pending;
};

struct junit_suites {
	struct junit_suite *items;
	size_t count;
	size_t capacity;
	uint32_t numbers; /* suites so far */
	unsigned styles; /* of all the file's times */
	struct junit_pending *pending;
	size_t pending_count;
	size_t pending_capacity;
};

#define JUNIT_SUITES_INIT                                                                      \
	{                                                                                      \
		0                                                                              \
	}

void junit_suites_open(struct junit_suites *suites, size_t depth, const char *time);
void junit_suites_close(struct junit_suites *suites, struct test_table *table);

/* The number of the suite that is open, 0 for none. */
uint32_t junit_suites_number(const struct junit_suites *suites);

/* Notes a time of this test, which the table already has. */
void junit_suites_note(struct junit_suites *suites, size_t test, struct junit_time time);

/* Closes what is open and settles the rest by the style of the file. */
void junit_suites_end(struct junit_suites *suites, struct test_table *table);
void junit_suites_release(struct junit_suites *suites);

#endif
