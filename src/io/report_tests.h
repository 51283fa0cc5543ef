/*
 * report_tests - the member `tests` of report.json (ptbench(5)), written and read.
 */
#ifndef IO_REPORT_TESTS_H
#define IO_REPORT_TESTS_H

#include "core/result.h"
#include "io/json_reader.h"

/* A new reference; null where nothing is known of the tests. */
json_t *report_tests_value(const struct tests_summary *tests);

/* Fills a summary without contents from the member, NULL where it is null. */
void report_tests_read(
	struct json_reader *reader, const json_t *value, struct tests_summary *tests);

#endif
