#include "config.h"

#include "io/hyperfine.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "base/units.h"
#include "core/counts.h"
#include "io/json_reader.h"

/* One element of `results` on its way into rows. */
struct source {
	const char *path;
	const char *workers; /* --map workers=NAME, or NULL */
	size_t number; /* of the result, from 1 */
	const json_t *result;
	struct observations *all;
	struct error *error;
};

static int
refuse(const struct source *source, const char *sentence)
{
	return error_set(source->error, STATUS_USAGE, "%s: result %zu: %s", source->path,
		source->number, sentence);
}

/* Version 1 writes {"threads": "4"}, schema 2 {"threads": {"value": "4"}}. */
static int
parameter_count(const json_t *parameter)
{
	const json_t *inner = json_object_get(parameter, "value");
	const json_t *value = inner != NULL ? inner : parameter;
	int64_t count;

	if (json_is_integer(value) && json_integer_value(value) >= 1 &&
		json_integer_value(value) <= COUNTS_MAX_WORKERS)
		return (int)json_integer_value(value);
	if (json_is_string(value) &&
		parse_integer(json_string_value(value), 1, COUNTS_MAX_WORKERS, &count))
		return (int)count;
	return 0;
}

/* The count when one parameter alone can be it, else 0. */
static int
only_count(json_t *parameters)
{
	const char *name;
	json_t *parameter;
	int found = 0;
	int candidates = 0;

	json_object_foreach(parameters, name, parameter)
	{
		int count = parameter_count(parameter);
		if (count > 0) {
			found = count;
			candidates++;
		}
	}
	return candidates == 1 ? found : 0;
}

static int
find_workers(const struct source *source, int *workers)
{
	json_t *parameters = json_object_get(source->result, "parameters");
	const char *wanted = source->workers != NULL ? source->workers : "workers";
	const json_t *named = json_object_get(parameters, wanted);

	if (named != NULL) {
		*workers = parameter_count(named);
		return *workers > 0 ? 0
				    : refuse(source,
					      "its count is no whole number from 1 to 65536: "
					      "name another parameter with --map workers=NAME");
	}
	*workers = source->workers == NULL ? only_count(parameters) : 0;
	return *workers > 0
		? 0
		: refuse(source,
			  "no parameter tells its count: run hyperfine with -L workers "
			  "1,2,4, or name the parameter with --map workers=NAME");
}

static int
add_row(const struct source *source, const struct observation *row, size_t run)
{
	if (row->wall_s >= OBSERVATION_SHORTEST_S && row->wall_s <= OBSERVATION_LONGEST_S) {
		observations_add(source->all, row);
		return 0;
	}
	return error_set(source->error, STATUS_USAGE,
		"%s: result %zu: run %zu has no positive time: export it again", source->path,
		source->number, run);
}

/* Unknown where it is no number or below zero. */
static double
figure(const json_t *value)
{
	return json_is_number(value) && json_number_value(value) >= 0.0
		? json_number_value(value)
		: UNKNOWN;
}

static int
exit_code(const json_t *value)
{
	json_int_t code = json_integer_value(value);

	return json_is_integer(value) && code >= 0 && code <= INT_MAX ? (int)code
								      : UNKNOWN_COUNT;
}

static int
read_times(const struct source *source, struct observation *row)
{
	const json_t *times = json_object_get(source->result, "times");
	const json_t *codes = json_object_get(source->result, "exit_codes");

	row->user_s = figure(json_object_get(source->result, "user"));
	row->sys_s = figure(json_object_get(source->result, "system"));
	for (size_t i = 0; i < json_array_size(times); i++) {
		row->wall_s = json_number_value(json_array_get(times, i));
		row->exit_code = exit_code(json_array_get(codes, i));
		if (add_row(source, row, i + 1) != 0)
			return -1;
	}
	return 0;
}

/* {"value": 1.5, "unit": "second"} */
static double
seconds(const json_t *measurement, const char *name)
{
	const json_t *quantity = json_object_get(measurement, name);
	const char *unit = json_string_value(json_object_get(quantity, "unit"));

	return unit != NULL && strcmp(unit, "second") == 0
		? figure(json_object_get(quantity, "value"))
		: UNKNOWN;
}

static int
read_measurements(const struct source *source, struct observation *row)
{
	const json_t *measurements = json_object_get(source->result, "measurements");

	for (size_t i = 0; i < json_array_size(measurements); i++) {
		const json_t *measurement = json_array_get(measurements, i);
		row->wall_s = seconds(measurement, "time_wall_clock");
		row->user_s = seconds(measurement, "time_user");
		row->sys_s = seconds(measurement, "time_system");
		row->exit_code = exit_code(json_object_get(measurement, "exit_code"));
		if (add_row(source, row, i + 1) != 0)
			return -1;
	}
	return 0;
}

static int
read_result(const struct source *source)
{
	struct observation row = observation_empty();

	if (find_workers(source, &row.workers) != 0)
		return -1;
	row.mode = row.workers == 1 ? MODE_SEQ : MODE_PAR;
	if (json_array_size(json_object_get(source->result, "times")) > 0)
		return read_times(source, &row);
	if (json_array_size(json_object_get(source->result, "measurements")) > 0)
		return read_measurements(source, &row);
	return refuse(source, "it has no times: export it again with hyperfine --export-json");
}

static int
read_results(struct source *source, const json_t *root)
{
	const json_t *results = json_object_get(root, "results");

	if (json_object_get(root, "ptbench") != NULL)
		return error_set(source->error, STATUS_USAGE,
			"%s: is a report: give its folder, or the runs.csv beside it",
			source->path);
	if (json_array_size(results) == 0)
		return error_set(source->error, STATUS_USAGE,
			"%s: holds no results: give runs.csv, another CSV file, or what "
			"hyperfine "
			"--export-json wrote",
			source->path);
	for (size_t i = 0; i < json_array_size(results); i++) {
		source->number = i + 1;
		source->result = json_array_get(results, i);
		if (read_result(source) != 0)
			return -1;
	}
	return 0;
}

int
hyperfine_read(const struct hyperfine_arg *arg, struct observations *all, struct error *error)
{
	struct json_reader reader = {.error = error};
	json_t *root = reader_document_from(&reader, arg->stream, arg->path);
	struct source source = {
		.path = reader.name,
		.workers = arg->workers,
		.all = all,
		.error = error,
	};

	if (root == NULL)
		return -1;
	int result = read_results(&source, root);
	json_decref(root);
	return result;
}
