#include "config.h"

#include "io/report_tests.h"

#include "base/memory.h"
#include "io/json_value.h"

static json_t *
test_time_value(const struct test_time *test)
{
	return json_pack("{s:o,s:o}", "name", value_text(test->name), "seconds",
		value_figure(test->seconds));
}

static json_t *
schedules_value(const struct tests_summary *tests)
{
	json_t *array = json_array();

	for (size_t i = 0; i < tests->schedule_count; i++) {
		const struct schedule *schedule = &tests->schedules[i];
		json_array_append_new(array,
			json_pack("{s:o,s:o,s:o,s:o,s:o}", "scheduler",
				value_text(schedule->scheduler), "workers",
				value_count(schedule->workers), "makespan_s",
				value_figure(schedule->makespan_s), "lower_bound_s",
				value_figure(schedule->lower_bound_s), "workers_used",
				value_count(schedule->workers_used)));
	}
	return array;
}

static json_t *
unsafe_value(const struct tests_summary *tests)
{
	json_t *array = json_array();

	for (size_t i = 0; i < tests->unsafe_count; i++) {
		const struct test_finding *finding = &tests->unsafe[i];
		json_t *workers = json_array();

		for (size_t j = 0; j < finding->worker_count; j++)
			json_array_append_new(workers, value_count(finding->workers[j]));
		json_array_append_new(array,
			json_pack("{s:o,s:o,s:o}", "name", value_text(finding->name),
				"smallest_workers", value_some(finding->smallest_workers),
				"workers", workers));
	}
	return array;
}

static json_t *
flaky_value(const struct tests_summary *tests)
{
	json_t *array = json_array();

	for (size_t i = 0; i < tests->flaky_count; i++)
		json_array_append_new(
			array, json_pack("{s:o}", "name", value_text(tests->flaky[i].name)));
	return array;
}

static json_t *
slower_value(const struct tests_summary *tests)
{
	json_t *array = json_array();

	for (size_t i = 0; i < tests->slower_count; i++) {
		const struct test_finding *finding = &tests->slower[i];
		json_array_append_new(array,
			json_pack("{s:o,s:o,s:o,s:o}", "name", value_text(finding->name),
				"workers", value_some(finding->smallest_workers),
				"sequential_s", value_figure(finding->sequential_s),
				"parallel_s", value_figure(finding->parallel_s)));
	}
	return array;
}

static json_t *
counts_value(const struct tests_summary *tests)
{
	json_t *array = json_array();

	for (size_t i = 0; i < tests->count_count; i++)
		json_array_append_new(array,
			json_pack("{s:o,s:o}", "workers", value_count(tests->counts[i].workers),
				"tests", value_count(tests->counts[i].tests)));
	return array;
}

json_t *
report_tests_value(const struct tests_summary *tests)
{
	if (!tests->known)
		return json_null();
	return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "tests",
		value_count(tests->tests), "unknown", value_count(tests->unknown), "total_s",
		value_figure(tests->total_s), "longest", test_time_value(&tests->longest),
		"useful_workers", value_some(tests->useful_workers), "schedules",
		schedules_value(tests), "unsafe", unsafe_value(tests), "flaky",
		flaky_value(tests), "slower", slower_value(tests), "counts",
		counts_value(tests));
}
