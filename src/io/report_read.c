#include "config.h"

#include "io/report_json.h"

#include <limits.h>
#include <stdlib.h>

#include "base/memory.h"
#include "io/file.h"
#include "io/json_reader.h"
#include "io/report_fit.h"
#include "io/report_host.h"
#include "io/report_tests.h"

static const char *
mode_choice(int value)
{
	return mode_name((enum mode)value);
}

static const char *
method_choice(int value)
{
	return peak_method_name((enum peak_method)value);
}

static const char *
kind_choice(int value)
{
	return prediction_kind_name((enum prediction_kind)value);
}

static const char *
reason_choice(int value)
{
	return stop_reason_name((enum stop_reason)value);
}

static const struct json_choice modes = {mode_choice, MODE_PAR + 1, MODE_SEQ};
static const struct json_choice methods = {method_choice, PEAK_SIMULATED + 1, PEAK_UNKNOWN};
static const struct json_choice kinds = {
	kind_choice, PREDICTION_REFUSED + 1, PREDICTION_REFUSED};
static const struct json_choice reasons = {reason_choice, STOP_RECORDED + 1, STOP_RECORDED};

static void
read_command(struct json_reader *reader, const json_t *object, struct command_summary *command)
{
	const json_t *value = reader_object(reader, object, "command");

	command->runner = reader_text(reader, value, "runner");
	reader_texts(reader, value, "argv", &command->argv);
	reader_texts(reader, value, "sequential", &command->sequential);
	reader_texts(reader, value, "parallel", &command->parallel);
}

/* Ends that are not there, or that do not enclose the peak, leave the one figure that is. */
static void
read_peak_interval(struct json_reader *reader, const json_t *value, struct point *point)
{
	bool there = json_object_get(value, "peak_low_bytes") != NULL &&
		json_object_get(value, "peak_high_bytes") != NULL;

	point->peak_low_bytes = reader_figure(reader, value, "peak_low_bytes");
	point->peak_high_bytes = reader_figure(reader, value, "peak_high_bytes");
	if (!there || point->peak_low_bytes > point->peak_bytes ||
		point->peak_high_bytes < point->peak_bytes)
		point->peak_low_bytes = point->peak_high_bytes = point->peak_bytes;
}

static void
read_point(struct json_reader *reader, const json_t *value, struct point *point)
{
	reader_needs(reader, value, "mode", JSON_STRING);
	reader_needs(reader, value, "workers", JSON_INTEGER);
	*point = (struct point){
		.mode = (enum mode)reader_choice(reader, value, "mode", &modes),
		.workers = reader_count(reader, value, "workers", 0),
		.runs = reader_count(reader, value, "runs", 0),
		.flagged = reader_count(reader, value, "flagged", 0),
		.failed = reader_count(reader, value, "failed", 0),
		.safe = reader_flag(reader, value, "safe"),
		.wall_s = reader_interval(reader, value, "wall_s"),
		.speedup = reader_interval(reader, value, "speedup"),
		.efficiency = reader_interval(reader, value, "efficiency"),
		.reduction = reader_interval(reader, value, "reduction"),
		.karp_flatt = reader_figure(reader, value, "karp_flatt"),
		.user_s = reader_figure(reader, value, "user_s"),
		.sys_s = reader_figure(reader, value, "sys_s"),
		.cpu_utilisation = reader_figure(reader, value, "cpu_utilisation"),
		.work_scalability = reader_figure(reader, value, "work_scalability"),
		.peak_bytes = reader_figure(reader, value, "peak_bytes"),
		.peak_method =
			(enum peak_method)reader_choice(reader, value, "peak_method", &methods),
		.predicted_s = reader_figure(reader, value, "predicted_s"),
		.makespan_s = reader_figure(reader, value, "makespan_s"),
	};
	read_peak_interval(reader, value, point);
	reader_texts(reader, value, "labels", &point->labels);
}

static void
read_points(struct json_reader *reader, const json_t *object, struct analysis *analysis)
{
	const json_t *array = reader_array(reader, object, "points");

	analysis->point_count = json_array_size(array);
	analysis->points = xcalloc(analysis->point_count, sizeof *analysis->points);
	for (size_t i = 0; i < analysis->point_count; i++)
		read_point(reader, json_array_get(array, i), &analysis->points[i]);
}

static void
read_predictions(struct json_reader *reader, const json_t *object, struct analysis *analysis)
{
	const json_t *array = reader_array(reader, object, "predictions");

	analysis->prediction_count = json_array_size(array);
	analysis->predictions = xcalloc(analysis->prediction_count, sizeof(struct prediction));
	for (size_t i = 0; i < analysis->prediction_count; i++) {
		const json_t *item = json_array_get(array, i);
		analysis->predictions[i] = (struct prediction){
			.workers = reader_count(reader, item, "workers", 0),
			.cpus = reader_figure(reader, item, "cpus"),
			.wall_s = reader_interval(reader, item, "wall_s"),
			.kind = (enum prediction_kind)reader_choice(
				reader, item, "kind", &kinds),
			.note = reader_text(reader, item, "note"),
		};
	}
}

static struct advice
read_advice(struct json_reader *reader, const json_t *object, const char *name)
{
	const json_t *value = reader_object(reader, object, name);

	return (struct advice){
		.mode = (enum mode)reader_choice(reader, value, "mode", &modes),
		.workers = reader_count(reader, value, "workers", 0),
		.wall_s = reader_figure(reader, value, "wall_s"),
		.probability = reader_figure(reader, value, "probability"),
		.rule = reader_text(reader, value, "rule"),
	};
}

static struct recommendation
read_recommendation(struct json_reader *reader, const json_t *object)
{
	const json_t *value = reader_object(reader, object, "recommendation");

	return (struct recommendation){
		.local = read_advice(reader, value, "local"),
		.ci = read_advice(reader, value, "ci"),
		.fastest = read_advice(reader, value, "fastest"),
		.ci_cpus = reader_count(reader, value, "ci_cpus", 0),
		.memory_cap = reader_count(reader, value, "memory_cap", 0),
		.sentence = reader_text(reader, value, "sentence"),
	};
}

static struct memory_model
read_memory(struct json_reader *reader, const json_t *object)
{
	const json_t *value = reader_object(reader, object, "memory");
	struct memory_model memory = {
		.base_bytes = reader_figure(reader, value, "base_bytes"),
		.per_worker_bytes = reader_figure(reader, value, "per_worker_bytes"),
		.method = (enum peak_method)reader_choice(reader, value, "method", &methods),
		.limit_bytes = reader_figure(reader, value, "limit_bytes"),
	};

	memory.known = !isnan(memory.base_bytes) && !isnan(memory.per_worker_bytes);
	return memory;
}

static void
read_breakdowns(struct json_reader *reader, const json_t *object, struct analysis *analysis)
{
	const json_t *array = reader_array(reader, object, "breakdowns");

	analysis->breakdown_count = json_array_size(array);
	analysis->breakdowns = xcalloc(analysis->breakdown_count, sizeof(struct breakdown));
	for (size_t i = 0; i < analysis->breakdown_count; i++) {
		const json_t *item = json_array_get(array, i);
		analysis->breakdowns[i] = (struct breakdown){
			.workers = reader_count(reader, item, "workers", 0),
			.lost_s = reader_figure(reader, item, "lost_s"),
			.startup_s = reader_figure(reader, item, "startup_s"),
			.per_worker_s = reader_figure(reader, item, "per_worker_s"),
			.imbalance_s = reader_figure(reader, item, "imbalance_s"),
			.contention_s = reader_figure(reader, item, "contention_s"),
			.inflation_s = reader_figure(reader, item, "inflation_s"),
			.other_s = reader_figure(reader, item, "other_s"),
		};
	}
}

static void
read_costs(struct json_reader *reader, const json_t *object, struct analysis *analysis)
{
	const json_t *array = reader_array(reader, object, "costs");

	analysis->cost_count = json_array_size(array);
	analysis->costs = xcalloc(analysis->cost_count, sizeof *analysis->costs);
	for (size_t i = 0; i < analysis->cost_count; i++) {
		const json_t *item = json_array_get(array, i);
		analysis->costs[i] = (struct cost){
			.provider = reader_text(reader, item, "provider"),
			.label = reader_text(reader, item, "label"),
			.cpus = reader_figure(reader, item, "cpus"),
			.memory_bytes = reader_figure(reader, item, "memory_bytes"),
			.mode = (enum mode)reader_choice(reader, item, "mode", &modes),
			.workers = reader_count(reader, item, "workers", 0),
			.wall_s = reader_figure(reader, item, "wall_s"),
			.usd_per_run = reader_figure(reader, item, "usd_per_run"),
			.fits = reader_flag(reader, item, "fits"),
			.pareto = reader_flag(reader, item, "pareto"),
		};
	}
}

static void
read_analysis(struct json_reader *reader, const json_t *object, struct analysis *analysis)
{
	const json_t *reference = reader_object(reader, object, "reference");
	const json_t *stopping = reader_object(reader, object, "stopping");

	reader_needs(reader, object, "points", JSON_ARRAY);
	reader_needs(reader, object, "fit", JSON_OBJECT);
	reader_needs(reader, object, "recommendation", JSON_OBJECT);
	analysis->reference_mode = (enum mode)reader_choice(reader, reference, "mode", &modes);
	analysis->reference_workers = reader_count(reader, reference, "workers", 0);
	analysis->noise = reader_figure(reader, object, "noise");
	read_points(reader, object, analysis);
	report_fit_read(reader, reader_object(reader, object, "fit"), &analysis->fit);
	read_predictions(reader, object, analysis);
	analysis->recommendation = read_recommendation(reader, object);
	analysis->memory = read_memory(reader, object);
	report_tests_read(reader, reader_object(reader, object, "tests"), &analysis->tests);
	read_breakdowns(reader, object, analysis);
	read_costs(reader, object, analysis);
	analysis->stopping = (struct stopping){
		.reason = (enum stop_reason)reader_choice(reader, stopping, "reason", &reasons),
		.runs = reader_count(reader, stopping, "runs", 0),
		.probability = reader_figure(reader, stopping, "probability"),
	};
	reader_texts(reader, object, "warnings", &analysis->warnings);
}

static void
read_suites(struct json_reader *reader, const json_t *root, struct result *result)
{
	const json_t *array = reader_array(reader, root, "suites");

	result->suite_count = json_array_size(array);
	result->suites = xcalloc(result->suite_count, sizeof *result->suites);
	for (size_t i = 0; i < result->suite_count; i++) {
		const json_t *item = json_array_get(array, i);
		struct suite *suite = &result->suites[i];

		analysis_init(&suite->analysis);
		reader_needs(reader, item, "name", JSON_STRING);
		suite->analysis.name = reader_text(reader, item, "name");
		read_command(reader, item, &suite->command);
		read_analysis(reader, item, &suite->analysis);
	}
}

static void
read_result(struct json_reader *reader, const json_t *root, struct result *result)
{
	reader_needs(reader, root, "command", JSON_OBJECT);
	reader_needs(reader, root, "host", JSON_OBJECT);
	result->version = reader_text(reader, root, "ptbench");
	result->title = reader_text(reader, root, "title");
	result->start_utc = reader_text(reader, root, "start_utc");
	result->seed = (uint64_t)json_integer_value(json_object_get(root, "seed"));
	result->simulated = reader_flag(reader, root, "simulated");
	result->tolerance = reader_figure(reader, root, "tolerance");
	result->confidence = reader_figure(reader, root, "confidence");
	read_command(reader, root, &result->command);
	report_host_read(reader, reader_object(reader, root, "host"), &result->host);
	result->total.name = xstrdup("");
	read_analysis(reader, root, &result->total);
	read_suites(reader, root, result);
}

/* Whether this is a report at all, and one that this ptbench understands. */
static bool
is_report(struct json_reader *reader, const json_t *root)
{
	const json_t *version = json_object_get(root, "schema_version");

	if (!json_is_string(json_object_get(root, "ptbench")) || !json_is_integer(version)) {
		reader_refuse(
			reader, "is no report of ptbench: give a report.json or its folder");
	} else if (json_integer_value(version) != REPORT_SCHEMA_VERSION) {
		char *sentence = xasprintf(
			"has schema version %lld, and this ptbench reads version %d: make the "
			"report again with this ptbench",
			(long long)json_integer_value(version), REPORT_SCHEMA_VERSION);
		reader_refuse(reader, sentence);
		free(sentence);
	}
	return !reader->failed;
}

static char *
report_path(const char *path)
{
	return file_is_directory(path) ? xasprintf("%s/report.json", path) : xstrdup(path);
}

int
report_json_read(const char *path, struct result *result, struct error *error)
{
	char *file = report_path(path);
	struct json_reader reader = {.error = error};
	json_t *root = reader_document(&reader, file);

	if (root != NULL && is_report(&reader, root))
		read_result(&reader, root, result);
	json_decref(root);
	if (reader.failed) {
		/* Half of a report is none. */
		result_release(result);
	} else {
		result->directory = file_is_directory(path) ? xstrdup(path) : xstrdup("");
	}
	free(file);
	return reader.failed ? -1 : 0;
}
