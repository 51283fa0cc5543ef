/*
 * test_report_kind - what the readers of each kind of test report share. For test_report*.c.
 */
#ifndef IO_TEST_REPORT_KIND_H
#define IO_TEST_REPORT_KIND_H

#include <stdbool.h>
#include <stdio.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/test_table.h"

/* A report that is open: its first block is there, the rest is still in the file. */
struct report {
	const char *path;
	FILE *file;
	char *block; /* ended by a zero */
	size_t length;
	size_t position; /* what report_line() used of the block */
	struct test_table *table;
	struct strvec *warnings;
};

/* Reads the next block of the file over the last one; false at the end. */
bool report_block(struct report *report);

/* The next line without its end, at most a megabyte of it; false at the end. */
bool report_line(struct report *report, struct strbuf *line);

/* Adds the case; its time is unknown where `seconds` is no time (negative, infinite, NaN). */
void report_add(struct report *report, struct test_case one, double seconds);

/* Closes the report in the table; -1 when it had no test. */
int report_end(struct report *report, size_t tests, struct error *error);

/* Each kind: whether the first block looks like it, and its reader (0, or -1). */
bool recognise_jest(const char *text);
int read_jest(struct report *report, struct error *error);
bool recognise_mocha(const char *text);
int read_mocha(struct report *report, struct error *error);
bool recognise_rspec(const char *text);
int read_rspec(struct report *report, struct error *error);
bool recognise_go(const char *text);
int read_go(struct report *report, struct error *error);
bool recognise_dart(const char *text);
int read_dart(struct report *report, struct error *error);
bool recognise_tap(const char *text);
int read_tap(struct report *report, struct error *error);
bool recognise_joblog(const char *text);
int read_joblog(struct report *report, struct error *error);
bool recognise_ninja(const char *text);
int read_ninja(struct report *report, struct error *error);
bool recognise_prove(const char *text);
int read_prove(struct report *report, struct error *error);
bool recognise_stestr(const char *text);
int read_stestr(struct report *report, struct error *error);
bool recognise_minitest(const char *text);
int read_minitest(struct report *report, struct error *error);
bool recognise_gtest(const char *text);
int read_gtest(struct report *report, struct error *error);
bool recognise_unittest(const char *text);
int read_unittest(struct report *report, struct error *error);
bool recognise_runtimes(const char *text);
int read_runtimes(struct report *report, struct error *error);
bool recognise_automake(const char *text);
int read_automake(struct report *report, struct error *error);
bool recognise_trx(const char *text);
int read_trx(struct report *report, struct error *error);
bool recognise_cargo(const char *text);
int read_cargo(struct report *report, struct error *error);

#endif
