/*
 * The tables behind the advice: laws and terms, predictions, costs, tests, host.
 */
#include "config.h"

#include "view/tables.h"

#include <math.h>

#include "base/units.h"
#include "view/figures.h"

static void
add_seconds(struct table *table, double seconds)
{
	char text[NUMBER_SIZE];

	table_cell(table, seconds, isfinite(seconds) ? format_time(seconds, text) : "");
}

static void
add_number(struct table *table, double number, int decimals)
{
	if (isfinite(number))
		table_cellf(table, number, "%.*f", decimals, number);
	else
		table_cell(table, number, "");
}

static const struct column term_columns[] = {
	{"term", NULL, ALIGN_LEFT, 0, false},
	{"estimate", NULL, ALIGN_RIGHT, 0, false},
	{"low", "95 % interval", ALIGN_RIGHT, 1, false},
	{"high", "95 % interval", ALIGN_RIGHT, 1, false},
	{"std. error", NULL, ALIGN_RIGHT, 2, false},
	{"note", NULL, ALIGN_LEFT, 3, false},
};

struct table
terms_table(const struct fit *fit)
{
	struct table table = TABLE_INIT(term_columns);

	for (size_t i = 0; i < TERM_COUNT && fit->done; i++) {
		const struct term_estimate *term = &fit->terms[i];

		if (!term->present)
			continue;
		table_row(&table, ROW_PLAIN);
		table_cell(&table, UNKNOWN, term_title((enum term)i));
		add_seconds(&table, term->identifiable ? term->value.estimate : UNKNOWN);
		add_seconds(&table, term->identifiable ? term->value.low : UNKNOWN);
		add_seconds(&table, term->identifiable ? term->value.high : UNKNOWN);
		add_seconds(&table, term->identifiable ? term->se : UNKNOWN);
		table_cell(&table, UNKNOWN,
			!term->identifiable	 ? "not identifiable"
				: term->at_bound ? "at its bound"
						 : "");
	}
	return table;
}

static const struct column law_columns[] = {
	{"law", NULL, ALIGN_LEFT, 0, false},
	{"weight", "of Akaike's criterion (AICc) among the laws", ALIGN_RIGHT, 0, false},
	{"AICc", NULL, ALIGN_RIGHT, 3, false},
	{"RSS", "residual sum of squares", ALIGN_RIGHT, 4, false},
	{"leave-one-out", "error at a count that the fit did not see", ALIGN_RIGHT, 2, false},
	{"serial", NULL, ALIGN_RIGHT, 1, false},
	{"parallel", NULL, ALIGN_RIGHT, 5, false},
	{"fixed", NULL, ALIGN_RIGHT, 6, false},
	{"per worker", NULL, ALIGN_RIGHT, 6, false},
	{"per doubling", NULL, ALIGN_RIGHT, 7, false},
};

struct table
laws_table(const struct fit *fit)
{
	struct table table = TABLE_INIT(law_columns);

	for (size_t i = 0; i < fit->law_count; i++) {
		const struct law_fit *law = &fit->laws[i];
		struct strbuf text = STRBUF_INIT;

		table_row(&table,
			law->law == fit->law && law->capacity == fit->capacity_applied
				? ROW_ADVISED
				: ROW_PLAIN);
		table_cellf(&table, UNKNOWN, "%s%s", law->law->title,
			law->capacity ? " with capacity" : "");
		if (!law->feasible) {
			table_cell(&table, UNKNOWN, "not identifiable");
			continue;
		}
		add_number(&table, law->weight, 2);
		add_number(&table, law->aicc, 1);
		table_cellf(&table, law->rss, "%.4g", law->rss);
		if (isfinite(law->loo_error))
			figure_percent(&text, law->loo_error);
		table_cell_taken(&table, law->loo_error, &text);
		for (size_t j = 0; j < TERM_COUNT; j++)
			add_seconds(
				&table, law->law->terms & 1u << j ? law->terms[j] : UNKNOWN);
	}
	return table;
}

static const struct column prediction_columns[] = {
	{"workers", NULL, ALIGN_LEFT, 0, false},
	{"CPUs", NULL, ALIGN_RIGHT, 1, false},
	{"time", NULL, ALIGN_RIGHT, 0, false},
	{"95 %", NULL, ALIGN_RIGHT, 2, false},
	{"kind", NULL, ALIGN_LEFT, 0, false},
	{"note", NULL, ALIGN_LEFT, 3, false},
};

struct table
predictions_table(const struct analysis *analysis, bool utf8)
{
	struct table table = TABLE_INIT(prediction_columns);
	struct time_scale scale = time_scale_of(analysis);

	for (size_t i = 0; i < analysis->prediction_count; i++) {
		const struct prediction *prediction = &analysis->predictions[i];
		struct strbuf text = STRBUF_INIT;

		table_row(&table,
			prediction->kind == PREDICTION_REFUSED ? ROW_UNMEASURED : ROW_PLAIN);
		table_cellf(&table, prediction->workers, "%d", prediction->workers);
		if (isfinite(prediction->cpus))
			table_cellf(&table, prediction->cpus, "%g", prediction->cpus);
		else
			table_cell(&table, UNKNOWN, "as here");
		figure_time(&text, &scale, prediction->wall_s.estimate);
		table_cell_taken(&table, prediction->wall_s.estimate, &text);
		figure_range(&text, &scale, &prediction->wall_s, utf8);
		table_cell_taken(&table, prediction->wall_s.low, &text);
		table_cell(&table, UNKNOWN, prediction_kind_name(prediction->kind));
		table_cell(&table, UNKNOWN, prediction->note != NULL ? prediction->note : "");
	}
	return table;
}

static const struct column cost_columns[] = {
	{"machine", NULL, ALIGN_LEFT, 0, true},
	{"CPUs", NULL, ALIGN_RIGHT, 0, false},
	{"use", NULL, ALIGN_LEFT, 1, false},
	{"time", "predicted, with the cost of starting the job", ALIGN_RIGHT, 0, false},
	{"USD a run", "whole minutes", ALIGN_RIGHT, 0, false},
	{"note", NULL, ALIGN_LEFT, 2, false},
};

struct table
costs_table(const struct analysis *analysis)
{
	struct table table = TABLE_INIT(cost_columns);

	for (size_t i = 0; i < analysis->cost_count; i++) {
		const struct cost *cost = &analysis->costs[i];
		struct strbuf text = STRBUF_INIT;

		table_row(&table, !cost->fits ? ROW_UNMEASURED : ROW_PLAIN);
		strbuf_addf(&text, "%s %s", cost->provider, cost->label);
		table_cell_taken(&table, UNKNOWN, &text);
		table_cellf(&table, cost->cpus, "%g", cost->cpus);
		if (cost->workers > 0)
			figure_advice(&text, cost->mode, cost->workers);
		table_cell_taken(&table, cost->workers, &text);
		add_seconds(&table, cost->wall_s);
		if (cost->usd_per_run <= 0.0)
			strbuf_addstr(&text, "free");
		else
			figure_dollars(&text, cost->usd_per_run);
		table_cell_taken(&table, cost->usd_per_run, &text);
		table_cell(&table, UNKNOWN,
			!cost->fits	       ? "too little memory"
				: cost->pareto ? "none is faster and cheaper"
					       : "");
	}
	return table;
}

static const struct column schedule_columns[] = {
	{"scheduler", NULL, ALIGN_LEFT, 0, false},
	{"workers", NULL, ALIGN_RIGHT, 0, false},
	{"makespan", "of the tests alone, from their durations", ALIGN_RIGHT, 0, false},
	{"lower bound", "no scheduler can do better", ALIGN_RIGHT, 1, false},
	{"workers used", NULL, ALIGN_RIGHT, 2, false},
};

struct table
schedules_table(const struct tests_summary *tests)
{
	struct table table = TABLE_INIT(schedule_columns);

	for (size_t i = 0; i < tests->schedule_count && tests->known; i++) {
		const struct schedule *schedule = &tests->schedules[i];

		table_row(&table, ROW_PLAIN);
		table_cell(&table, UNKNOWN, schedule->scheduler);
		table_cellf(&table, schedule->workers, "%d", schedule->workers);
		add_seconds(&table, schedule->makespan_s);
		add_seconds(&table, schedule->lower_bound_s);
		table_cellf(&table, schedule->workers_used, "%d", schedule->workers_used);
	}
	return table;
}

static const struct column finding_columns[] = {
	{"test", NULL, ALIGN_LEFT, 0, true},
	{"finding", NULL, ALIGN_LEFT, 0, false},
	{"workers", NULL, ALIGN_LEFT, 1, false},
	{"sequential", NULL, ALIGN_RIGHT, 2, false},
	{"parallel", NULL, ALIGN_RIGHT, 2, false},
};

static void
add_findings(struct table *table, const char *word, const struct test_finding *findings,
	size_t count, bool times)
{
	for (size_t i = 0; i < count; i++) {
		struct strbuf workers = STRBUF_INIT;

		table_row(table, ROW_PLAIN);
		table_cell(table, UNKNOWN, findings[i].name);
		table_cell(table, UNKNOWN, word);
		for (size_t j = 0; j < findings[i].worker_count; j++)
			strbuf_addf(
				&workers, "%s%d", j > 0 ? ", " : "", findings[i].workers[j]);
		table_cell_taken(table, findings[i].smallest_workers, &workers);
		add_seconds(table, times ? findings[i].sequential_s : UNKNOWN);
		add_seconds(table, times ? findings[i].parallel_s : UNKNOWN);
	}
}

struct table
findings_table(const struct tests_summary *tests)
{
	struct table table = TABLE_INIT(finding_columns);

	if (!tests->known)
		return table;
	add_findings(
		&table, "fails in parallel only", tests->unsafe, tests->unsafe_count, false);
	add_findings(&table, "flaky", tests->flaky, tests->flaky_count, false);
	add_findings(&table, "slower in parallel", tests->slower, tests->slower_count, true);
	return table;
}

static const struct column breakdown_columns[] = {
	{"workers", NULL, ALIGN_LEFT, 0, false},
	{"lost", "worker-seconds beyond the baseline's time", ALIGN_RIGHT, 0, false},
	{"start-up", "workers wait for serial work", ALIGN_RIGHT, 1, false},
	{"per worker", "what each worker costs", ALIGN_RIGHT, 1, false},
	{"imbalance", "idle at the end", ALIGN_RIGHT, 1, false},
	{"contention", "waiting for a CPU", ALIGN_RIGHT, 1, false},
	{"inflation", "tests take longer than sequentially", ALIGN_RIGHT, 1, false},
	{"other", NULL, ALIGN_RIGHT, 1, false},
};

struct table
breakdown_table(const struct analysis *analysis)
{
	struct table table = TABLE_INIT(breakdown_columns);

	for (size_t i = 0; i < analysis->breakdown_count; i++) {
		const struct breakdown *part = &analysis->breakdowns[i];

		table_row(&table, ROW_PLAIN);
		table_cellf(&table, part->workers, "%d", part->workers);
		add_seconds(&table, part->lost_s);
		add_seconds(&table, part->startup_s);
		add_seconds(&table, part->per_worker_s);
		add_seconds(&table, part->imbalance_s);
		add_seconds(&table, part->contention_s);
		add_seconds(&table, part->inflation_s);
		add_seconds(&table, part->other_s);
	}
	return table;
}

static const struct column host_columns[] = {
	{"machine", NULL, ALIGN_LEFT, 0, false},
	{"value", NULL, ALIGN_LEFT, 0, false},
};

static void
add_host_text(struct table *table, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	table_row(table, ROW_PLAIN);
	table_cell(table, UNKNOWN, name);
	table_cell(table, UNKNOWN, value);
}

static void
add_host_count(struct table *table, const char *name, int count)
{
	if (count <= 0)
		return;
	table_row(table, ROW_PLAIN);
	table_cell(table, UNKNOWN, name);
	table_cellf(table, UNKNOWN, "%d", count);
}

struct table
host_table(const struct host *host)
{
	struct table table = TABLE_INIT(host_columns);
	char text[NUMBER_SIZE];

	add_host_text(&table, "name", host->name);
	add_host_text(&table, "processor", host->cpu_model);
	add_host_text(&table, "kernel", host->kernel);
	add_host_count(&table, "logical CPUs", host->logical_cpus);
	add_host_count(&table, "physical cores", host->physical_cores);
	add_host_count(&table, "CPUs by affinity", host->affinity_cpus);
	if (isfinite(host->quota_cpus) && host->quota_cpus > 0.0)
		add_host_text(&table, "CPU quota", format_number(host->quota_cpus, text));
	add_host_count(&table, "auto", host->automatic);
	if (isfinite(host->memory_bytes) && host->memory_bytes > 0.0)
		add_host_text(&table, "memory", format_size(host->memory_bytes, text));
	return table;
}
