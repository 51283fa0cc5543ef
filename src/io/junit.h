/*
 * junit - JUnit XML of every dialect into a table of tests.
 *
 * expat reads it, behind xml_encoding and xml_filter; tag by tag, so that after an error a
 * fresh parser goes on with the next tag and every complete case counts. Elements are known by
 * their local names, cases count at any depth. Feed a file block by block; memory stays
 * constant beyond the table. The struct is junit_new()'s; junit_end() frees it.
 */
#ifndef IO_JUNIT_H
#define IO_JUNIT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strvec.h"
#include "core/test_table.h"

struct junit;

enum junit_outcome {
	JUNIT_OK, /* at least one case */
	JUNIT_NO_XML, /* no tag in it */
	JUNIT_NO_CASE,
};

struct junit *junit_new(struct test_table *table);

/* Whether there was a tag so far. */
bool junit_feed(struct junit *junit, const char *bytes, size_t length);

/* Closes the report in the table; appends sentences about damage, each beginning with `path`. */
enum junit_outcome junit_end(struct junit *junit, const char *path, struct strvec *warnings);

#endif
