/*
 * Any bytes where a test report is expected: a table of tests with times that can be scheduled,
 * or a sentence.
 */
#include "config.h"

#include "fuzz.h"

#include <assert.h>
#include <math.h>

#include "core/schedule.h"
#include "io/test_report.h"

static void
schedule_all(const struct test_table *table)
{
	struct schedule_arg arg = {
		.tests = table, .workers = 3, .max_chunk = SIZE_MAX, .first = SCHEDULE_NONE};

	for (size_t i = 0; (arg.scheduler = scheduler_at(i)) != NULL; i++) {
		struct schedule schedule;

		schedule_run(&arg, &schedule);
		assert(schedule.makespan_s >= schedule.lower_bound_s * (1 - 1e-9));
		schedule_release(&schedule);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct test_table table = TEST_TABLE_INIT;
	struct strvec warnings = STRVEC_INIT;
	struct error error = {.text = ""};

	if (test_report_read(fuzz_file(data, size), &table, &warnings, &error) != 0)
		assert(error.status == STATUS_USAGE && error.text[0] != '\0');
	else
		assert(table.count > 0);
	for (size_t i = 0; i < table.count; i++)
		assert(isfinite(table.tests[i].seconds) && table.tests[i].seconds >= 0);
	schedule_all(&table);
	strvec_release(&warnings);
	test_table_release(&table);
	return 0;
}
