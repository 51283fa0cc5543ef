#include "config.h"

#include "io/report_json.h"

#include "io/json_value.h"
#include "io/report_tests.h"

/* An array of `count` items, each made by `make`. */
#define ARRAY_OF(items, count, make) array_of((items), (count), sizeof *(items), (make))

static json_t *
array_of(const void *items, size_t count, size_t size, json_t *(*make)(const void *item))
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(array, make((const char *)items + i * size));
	return array;
}

static json_t *
command_value(const struct command_summary *command)
{
	return json_pack("{s:o,s:o,s:o,s:o}", "argv", value_texts(&command->argv), "runner",
		value_text(command->runner), "sequential", value_texts(&command->sequential),
		"parallel", value_texts(&command->parallel));
}

static json_t *
quota_value(const void *item)
{
	const struct cpu_quota *quota = item;

	return json_pack("{s:o,s:i,s:o,s:o,s:o}", "group", value_text(quota->group), "version",
		quota->version, "quota_us", value_figure(quota->quota_us), "period_us",
		value_figure(quota->period_us), "cpus", value_figure(quota->cpus));
}

static json_t *
kind_value(const void *item)
{
	const struct core_kind *kind = item;

	return json_pack("{s:o,s:o,s:o}", "name", value_text(kind->name), "cores",
		value_some(kind->cores), "capacity", value_some(kind->capacity));
}

static json_t *
host_value(const struct host *host)
{
	json_t *value = json_pack("{s:o,s:o,s:o,s:o,s:o,s:o,s:o}", "name",
		value_text(host->name), "cpu_model", value_text(host->cpu_model), "kernel",
		value_text(host->kernel), "logical_cpus", value_some(host->logical_cpus),
		"physical_cores", value_some(host->physical_cores), "affinity_cpus",
		value_some(host->affinity_cpus), "affinity_list",
		value_text(host->affinity_list));

	json_object_set_new(value, "quota_cpus", value_figure(host->quota_cpus));
	json_object_set_new(value, "auto", value_some(host->automatic));
	json_object_set_new(value, "memory_bytes", value_figure(host->memory_bytes));
	json_object_set_new(
		value, "machine_memory_bytes", value_figure(host->machine_memory_bytes));
	json_object_set_new(
		value, "quotas", ARRAY_OF(host->quotas, host->quota_count, quota_value));
	json_object_set_new(
		value, "kinds", ARRAY_OF(host->kinds, host->kind_count, kind_value));
	return value;
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
term_json(const struct term_estimate *term)
{
	if (!term->present)
		return json_null();
	return json_pack("{s:o,s:o,s:o,s:o,s:b,s:b}", "estimate",
		value_figure(term->value.estimate), "se", value_figure(term->se), "low",
		value_figure(term->value.low), "high", value_figure(term->value.high),
		"at_bound", term->at_bound, "identifiable", term->identifiable);
}

static json_t *
fraction_value(const struct fraction *fraction)
{
	json_t *value = value_interval(&fraction->value);

	json_object_set_new(value, "at_bound", json_boolean(fraction->at_bound));
	return value;
}

static json_t *
law_value(const void *item)
{
	const struct law_fit *law = item;
	json_t *terms = json_object();

	for (unsigned term = 0; term < TERM_COUNT; term++)
		if ((law->law->terms & (1u << term)) != 0)
			json_object_set_new(terms, term_name(term),
				law->feasible ? value_figure(law->terms[term]) : json_null());
	return json_pack("{s:o,s:b,s:b,s:o,s:o,s:o,s:o,s:o}", "law", value_text(law->law->name),
		"capacity", law->capacity, "feasible", law->feasible, "aicc",
		value_figure(law->aicc), "weight", value_figure(law->weight), "rss",
		value_figure(law->rss), "loo_error", value_figure(law->loo_error), "terms",
		terms);
}

static json_t *
terms_value(const struct fit *fit)
{
	json_t *terms = json_object();

	for (unsigned term = 0; term < TERM_COUNT; term++)
		json_object_set_new(terms, term_name(term), term_json(&fit->terms[term]));
	return terms;
}

static json_t *
capacity_value(const struct fit *fit)
{
	return json_pack("{s:o,s:b}", "cpus", value_figure(fit->capacity_cpus), "applied",
		fit->capacity_applied);
}

static json_t *
lack_of_fit_value(const struct lack_of_fit *lack)
{
	return json_pack("{s:o,s:o}", "f", value_figure(lack->f), "p", value_figure(lack->p));
}

static json_t *
fit_value(const struct fit *fit)
{
	const struct {
		const char *name;
		json_t *value;
	} members[] = {
		{"done", json_boolean(fit->done)},
		{"law", fit->law != NULL ? value_text(fit->law->name) : json_null()},
		{"averaged", json_boolean(fit->averaged)},
		{"loss", value_text(loss_name(fit->loss))},
		{"capacity", capacity_value(fit)},
		{"terms", terms_value(fit)},
		{"serial_fraction", fraction_value(&fit->serial)},
		{"parallel_fraction", fraction_value(&fit->parallel)},
		{"worker_fraction", fraction_value(&fit->worker)},
		{"ceiling", value_interval(&fit->ceiling)},
		{"optimum_workers", value_interval(&fit->optimum_workers)},
		{"gamma", value_interval(&fit->gamma)},
		{"rss", value_figure(fit->rss)},
		{"df", value_count(fit->df)},
		{"rse", value_figure(fit->rse)},
		{"lack_of_fit", lack_of_fit_value(&fit->lack_of_fit)},
		{"laws", ARRAY_OF(fit->laws, fit->law_count, law_value)},
		{"notes", value_texts(&fit->notes)},
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
	return json_pack("{s:o,s:o,s:o}", "base_bytes",
		value_figure(memory->known ? memory->base_bytes : UNKNOWN), "per_worker_bytes",
		value_figure(memory->known ? memory->per_worker_bytes : UNKNOWN), "method",
		value_text(peak_method_name(memory->method)));
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
		{"points", ARRAY_OF(analysis->points, analysis->point_count, point_value)},
		{"fit", fit_value(&analysis->fit)},
		{"predictions",
			ARRAY_OF(analysis->predictions, analysis->prediction_count,
				prediction_value)},
		{"recommendation", recommendation_value(&analysis->recommendation)},
		{"memory", memory_value(&analysis->memory)},
		{"tests", report_tests_value(&analysis->tests)},
		{"breakdowns",
			ARRAY_OF(analysis->breakdowns, analysis->breakdown_count,
				breakdown_value)},
		{"costs", ARRAY_OF(analysis->costs, analysis->cost_count, cost_value)},
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
	json_t *value = json_pack("{s:o,s:o}", "name", value_text(suite->analysis.name),
		"command", command_value(&suite->command));

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
		"command", command_value(&result->command), "host", host_value(&result->host));

	add_analysis(root, &result->total);
	if (result->suite_count > 0)
		json_object_set_new(root, "suites",
			ARRAY_OF(result->suites, result->suite_count, suite_value));
	value_document(root, text);
}
