#include "config.h"

#include "io/report_json.h"

#include "core/suites.h"
#include "io/json_value.h"
#include "io/report_fit.h"
#include "io/report_host.h"
#include "io/report_tests.h"

static json_t *
command_value(const struct command_summary *command)
{
	return json_pack("{s:o,s:o,s:o,s:o}", "argv", value_texts(&command->argv), "runner",
		value_text(command->runner), "sequential", value_texts(&command->sequential),
		"parallel", value_texts(&command->parallel));
}

static json_t *
point_value(const void *item)
{
	const struct point *point = item;
	const struct {
		const char *name;
		json_t *value;
	} members[] = {
		{"mode", value_text(mode_name(point->mode))},
		{"workers", value_count(point->workers)},
		{"labels", value_texts(&point->labels)},
		{"runs", value_count(point->runs)},
		{"flagged", value_count(point->flagged)},
		{"failed", value_count(point->failed)},
		{"safe", json_boolean(point->safe)},
		{"wall_s", value_interval(&point->wall_s)},
		{"speedup", value_interval(&point->speedup)},
		{"efficiency", value_interval(&point->efficiency)},
		{"reduction", value_interval(&point->reduction)},
		{"karp_flatt", value_figure(point->karp_flatt)},
		{"user_s", value_figure(point->user_s)},
		{"sys_s", value_figure(point->sys_s)},
		{"cpu_utilisation", value_figure(point->cpu_utilisation)},
		{"work_scalability", value_figure(point->work_scalability)},
		{"peak_bytes", value_figure(point->peak_bytes)},
		{"peak_low_bytes", value_figure(point->peak_low_bytes)},
		{"peak_high_bytes", value_figure(point->peak_high_bytes)},
		{"peak_method", value_text(peak_method_name(point->peak_method))},
		{"predicted_s", value_figure(point->predicted_s)},
		{"makespan_s", value_figure(point->makespan_s)},
	};
	json_t *value = json_object();

	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		json_object_set_new(value, members[i].name, members[i].value);
	return value;
}

static json_t *
prediction_value(const void *item)
{
	const struct prediction *prediction = item;

	return json_pack("{s:o,s:o,s:o,s:o,s:o}", "workers", value_count(prediction->workers),
		"cpus", value_figure(prediction->cpus), "wall_s",
		value_interval(&prediction->wall_s), "kind",
		value_text(prediction_kind_name(prediction->kind)), "note",
		value_text(prediction->note));
}

static json_t *
advice_value(const struct advice *advice)
{
	bool known = advice->workers > 0;

	return json_pack("{s:o,s:o,s:o,s:o,s:o}", "mode",
		known ? value_text(mode_name(advice->mode)) : json_null(), "workers",
		value_some(advice->workers), "wall_s", value_figure(advice->wall_s),
		"probability", value_figure(advice->probability), "rule",
		value_text(advice->rule));
}

static json_t *
recommendation_value(const struct recommendation *recommendation)
{
	return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o}", "local",
		advice_value(&recommendation->local), "ci", advice_value(&recommendation->ci),
		"fastest", advice_value(&recommendation->fastest), "ci_cpus",
		value_some(recommendation->ci_cpus), "memory_cap",
		value_some(recommendation->memory_cap), "sentence",
		value_text(recommendation->sentence));
}

static json_t *
memory_value(const struct memory_model *memory)
{
	return json_pack("{s:o,s:o,s:o,s:o}", "base_bytes",
		value_figure(memory->known ? memory->base_bytes : UNKNOWN), "per_worker_bytes",
		value_figure(memory->known ? memory->per_worker_bytes : UNKNOWN), "method",
		value_text(peak_method_name(memory->method)), "limit_bytes",
		value_figure(memory->limit_bytes));
}

static json_t *
breakdown_value(const void *item)
{
	const struct breakdown *breakdown = item;

	return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "workers",
		value_count(breakdown->workers), "lost_s", value_figure(breakdown->lost_s),
		"startup_s", value_figure(breakdown->startup_s), "per_worker_s",
		value_figure(breakdown->per_worker_s), "imbalance_s",
		value_figure(breakdown->imbalance_s), "contention_s",
		value_figure(breakdown->contention_s), "inflation_s",
		value_figure(breakdown->inflation_s), "other_s",
		value_figure(breakdown->other_s));
}

static json_t *
cost_value(const void *item)
{
	const struct cost *cost = item;

	return json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:b,s:b}", "provider",
		value_text(cost->provider), "label", value_text(cost->label), "cpus",
		value_figure(cost->cpus), "memory_bytes", value_figure(cost->memory_bytes),
		"mode", value_text(mode_name(cost->mode)), "workers", value_some(cost->workers),
		"wall_s", value_figure(cost->wall_s), "usd_per_run",
		value_figure(cost->usd_per_run), "fits", cost->fits, "pareto", cost->pareto);
}

static json_t *
stopping_value(const struct stopping *stopping)
{
	return json_pack("{s:o,s:o,s:o}", "reason",
		value_text(stop_reason_name(stopping->reason)), "runs",
		value_count(stopping->runs), "probability",
		value_figure(stopping->probability));
}

static json_t *
reference_value(const struct analysis *analysis)
{
	return json_pack("{s:o,s:o}", "mode", value_text(mode_name(analysis->reference_mode)),
		"workers", value_some(analysis->reference_workers));
}

/* Adds what an analysis says to the object: a suite's, or the report itself. */
static void
add_analysis(json_t *object, const struct analysis *analysis)
{
	const struct {
		const char *name;
		json_t *value;
	} members[] = {
		{"reference", reference_value(analysis)},
		{"noise", value_figure(analysis->noise)},
		{"points", VALUE_ARRAY(analysis->points, analysis->point_count, point_value)},
		{"fit", report_fit_value(&analysis->fit)},
		{"predictions",
			VALUE_ARRAY(analysis->predictions, analysis->prediction_count,
				prediction_value)},
		{"recommendation", recommendation_value(&analysis->recommendation)},
		{"memory", memory_value(&analysis->memory)},
		{"tests", report_tests_value(&analysis->tests)},
		{"breakdowns",
			VALUE_ARRAY(analysis->breakdowns, analysis->breakdown_count,
				breakdown_value)},
		{"costs", VALUE_ARRAY(analysis->costs, analysis->cost_count, cost_value)},
		{"stopping", stopping_value(&analysis->stopping)},
		{"warnings", value_texts(&analysis->warnings)},
	};

	for (size_t i = 0; i < sizeof members / sizeof *members; i++)
		json_object_set_new(object, members[i].name, members[i].value);
}

static json_t *
suite_value(const void *item)
{
	const struct suite *suite = item;
	int fails_at;
	enum suite_safety safety = suite_safety(&suite->analysis, &fails_at);
	json_t *value = json_pack("{s:o,s:o,s:o}", "name", value_text(suite->analysis.name),
		"command", command_value(&suite->command), "safe",
		safety == SUITE_UNKNOWN ? json_null() : json_boolean(safety == SUITE_SAFE));

	add_analysis(value, &suite->analysis);
	return value;
}

void
report_json_write(const struct result *result, struct strbuf *text)
{
	value_begin();
	json_t *root = json_pack("{s:i,s:o,s:o,s:o,s:I,s:b,s:o,s:o,s:o,s:o}", "schema_version",
		REPORT_SCHEMA_VERSION, "ptbench", value_text(result->version), "title",
		value_text(result->title), "start_utc", value_text(result->start_utc), "seed",
		(json_int_t)result->seed, "simulated", result->simulated, "tolerance",
		value_figure(result->tolerance), "confidence", value_figure(result->confidence),
		"command", command_value(&result->command), "host",
		report_host_value(&result->host));

	add_analysis(root, &result->total);
	if (result->suite_count > 0)
		json_object_set_new(root, "suites",
			VALUE_ARRAY(result->suites, result->suite_count, suite_value));
	value_document(root, text);
}
