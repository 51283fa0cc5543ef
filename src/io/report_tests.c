#include "config.h"

#include "io/report_tests.h"

#include <stdlib.h>

#include "base/memory.h"
#include "core/counts.h"
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

static struct test_time
read_test_time(struct json_reader *reader, const json_t *value)
{
	return (struct test_time){
		.name = reader_text(reader, value, "name"),
		.seconds = reader_figure(reader, value, "seconds"),
	};
}

static const char *
read_scheduler(struct json_reader *reader, const json_t *value)
{
	char *name = reader_text(reader, value, "scheduler");
	const struct scheduler *scheduler = scheduler_find(name);

	if (scheduler == NULL)
		reader_refuse(reader,
			"names a scheduler that is unknown: read it with the ptbench "
			"that wrote it");
	free(name);
	return scheduler != NULL ? scheduler_name(scheduler) : "";
}

static void
read_schedules(struct json_reader *reader, const json_t *value, struct tests_summary *tests)
{
	const json_t *array = reader_array(reader, value, "schedules");

	tests->schedule_count = json_array_size(array);
	tests->schedules = xcalloc(tests->schedule_count, sizeof *tests->schedules);
	for (size_t i = 0; i < tests->schedule_count; i++) {
		const json_t *item = json_array_get(array, i);
		tests->schedules[i] = (struct schedule){
			.scheduler = read_scheduler(reader, item),
			.workers = reader_count(reader, item, "workers", 0),
			.makespan_s = reader_figure(reader, item, "makespan_s"),
			.lower_bound_s = reader_figure(reader, item, "lower_bound_s"),
			.workers_used = reader_count(reader, item, "workers_used", 0),
		};
	}
}

static void
read_workers(struct json_reader *reader, const json_t *value, struct test_finding *finding)
{
	const json_t *array = reader_array(reader, value, "workers");

	finding->worker_count = json_array_size(array);
	finding->workers = xcalloc(finding->worker_count, sizeof *finding->workers);
	for (size_t i = 0; i < finding->worker_count; i++) {
		json_int_t workers = json_integer_value(json_array_get(array, i));
		if (workers < 1 || workers > COUNTS_MAX_WORKERS)
			reader_refuse(reader,
				"has a test with a count that is none: give a file "
				"as it was written");
		else
			finding->workers[i] = (int)workers;
	}
}

enum finding_kind { FINDING_UNSAFE, FINDING_FLAKY, FINDING_SLOWER };

static struct test_finding *
read_findings(struct json_reader *reader, const json_t *array, enum finding_kind kind)
{
	struct test_finding *findings = xcalloc(json_array_size(array), sizeof *findings);

	for (size_t i = 0; i < json_array_size(array); i++) {
		const json_t *item = json_array_get(array, i);
		findings[i] = (struct test_finding){
			.name = reader_text(reader, item, "name"),
			.sequential_s = reader_figure(reader, item, "sequential_s"),
			.parallel_s = reader_figure(reader, item, "parallel_s"),
		};
		if (kind == FINDING_UNSAFE) {
			read_workers(reader, item, &findings[i]);
			findings[i].smallest_workers =
				reader_count(reader, item, "smallest_workers", 0);
		} else if (kind == FINDING_SLOWER) {
			findings[i].smallest_workers = reader_count(reader, item, "workers", 0);
		}
	}
	return findings;
}

static void
read_counts(struct json_reader *reader, const json_t *value, struct tests_summary *tests)
{
	const json_t *array = reader_array(reader, value, "counts");

	tests->count_count = json_array_size(array);
	tests->counts = xcalloc(tests->count_count, sizeof *tests->counts);
	for (size_t i = 0; i < tests->count_count; i++) {
		const json_t *item = json_array_get(array, i);
		tests->counts[i] = (struct test_count){
			.workers = reader_count(reader, item, "workers", 0),
			.tests = reader_count(reader, item, "tests", 0),
		};
	}
}

void
report_tests_read(struct json_reader *reader, const json_t *value, struct tests_summary *tests)
{
	const json_t *unsafe = reader_array(reader, value, "unsafe");
	const json_t *flaky = reader_array(reader, value, "flaky");
	const json_t *slower = reader_array(reader, value, "slower");

	*tests = (struct tests_summary){
		.known = value != NULL,
		.tests = reader_count(reader, value, "tests", 0),
		.unknown = reader_count(reader, value, "unknown", 0),
		.total_s = reader_figure(reader, value, "total_s"),
		.longest = read_test_time(reader, reader_object(reader, value, "longest")),
		.useful_workers = reader_count(reader, value, "useful_workers", 0),
		.unsafe = read_findings(reader, unsafe, FINDING_UNSAFE),
		.unsafe_count = json_array_size(unsafe),
		.flaky = read_findings(reader, flaky, FINDING_FLAKY),
		.flaky_count = json_array_size(flaky),
		.slower = read_findings(reader, slower, FINDING_SLOWER),
		.slower_count = json_array_size(slower),
	};
	read_schedules(reader, value, tests);
	read_counts(reader, value, tests);
}
