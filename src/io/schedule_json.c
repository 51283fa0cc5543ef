#include "config.h"

#include "io/schedule_json.h"

#include "io/json_value.h"

static json_t *
assignment_value(const struct schedule *schedule, const struct tests_summary *tests)
{
	json_t *workers = json_array();

	for (int i = 0; i < schedule->workers; i++) {
		const struct assignment *one = &schedule->assignments[i];
		json_t *names = json_array();

		for (size_t j = 0; j < one->count; j++)
			json_array_append_new(
				names, value_text(tests->durations[one->tests[j]].name));
		json_array_append_new(workers, names);
	}
	return workers;
}

static json_t *
schedule_value(const struct schedule *schedule, const struct tests_summary *tests)
{
	json_t *value = json_pack("{s:o,s:o,s:o,s:o,s:o}", "scheduler",
		value_text(schedule->scheduler), "workers", value_count(schedule->workers),
		"makespan_s", value_figure(schedule->makespan_s), "lower_bound_s",
		value_figure(schedule->lower_bound_s), "workers_used",
		value_count(schedule->workers_used));

	if (schedule->assignments != NULL && tests->durations != NULL)
		json_object_set_new(value, "assignment", assignment_value(schedule, tests));
	return value;
}

static json_t *
schedules_value(const struct tests_summary *tests)
{
	json_t *array = json_array();

	for (size_t i = 0; i < tests->schedule_count; i++)
		json_array_append_new(array, schedule_value(&tests->schedules[i], tests));
	return array;
}

static json_t *
starts_value(const struct tests_summary *tests)
{
	json_t *array = json_array();

	for (size_t i = 0; i < tests->start_count; i++)
		json_array_append_new(array,
			json_pack("{s:o,s:o,s:o,s:o}", "name",
				value_text(tests->starts[i].name), "scheduler",
				value_text(tests->starts[i].scheduler), "workers",
				value_count(tests->starts[i].workers), "saves_s",
				value_figure(tests->starts[i].saves_s)));
	return array;
}

void
schedule_json_write(
	const struct tests_summary *tests, const struct strvec *warnings, struct strbuf *text)
{
	value_begin();

	json_t *longest = json_pack("{s:o,s:o}", "name", value_text(tests->longest.name),
		"seconds", value_figure(tests->longest.seconds));

	value_document(
		json_pack("{s:i,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "schema_version",
			REPORT_SCHEMA_VERSION, "tests", value_count(tests->tests), "unknown",
			value_count(tests->unknown), "total_s", value_figure(tests->total_s),
			"longest", longest, "useful_workers",
			value_count(tests->useful_workers), "schedules", schedules_value(tests),
			"start_first", starts_value(tests), "warnings", value_texts(warnings)),
		text);
}
