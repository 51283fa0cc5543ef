/*
 * The tables of the measured points, the advice and the suites.
 */
#include "config.h"

#include "view/tables.h"

#include <math.h>

#include "core/suites.h"
#include "view/figures.h"

static enum row_kind
point_row_kind(const struct point *point, const struct point *advised)
{
	if (point == advised)
		return ROW_ADVISED;
	if (!point->safe && point->failed > 0)
		return ROW_UNSAFE;
	return point_measured(point) ? ROW_PLAIN : ROW_UNMEASURED;
}

/* An empty cell where the figure does not exist, so that a column without figures goes away. */
static void
add_percent_cell(struct table *table, double fraction)
{
	struct strbuf text = STRBUF_INIT;

	if (isfinite(fraction))
		figure_percent(&text, fraction);
	table_cell_taken(table, fraction, &text);
}

static void
add_time_cell(struct table *table, const struct time_scale *scale, double seconds)
{
	struct strbuf text = STRBUF_INIT;

	if (isfinite(seconds))
		figure_time(&text, scale, seconds);
	table_cell_taken(table, seconds, &text);
}

static void
add_bytes_cell(struct table *table, double bytes)
{
	struct strbuf text = STRBUF_INIT;

	if (isfinite(bytes))
		figure_bytes(&text, bytes);
	table_cell_taken(table, bytes, &text);
}

static void
add_ratio_cell(struct table *table, double ratio)
{
	struct strbuf text = STRBUF_INIT;

	if (isfinite(ratio))
		figure_ratio(&text, ratio);
	table_cell_taken(table, ratio, &text);
}

/* What the row cannot say in figures, in as few words as can be. */
static void
add_note_cell(struct table *table, const struct point *point)
{
	if (point->failed > 0)
		table_cellf(table, UNKNOWN, "fails (%d of %d)", point->failed, point->runs);
	else if (!point_measured(point))
		table_cell(table, UNKNOWN, "not measured");
	else if (point->flagged > 0)
		table_cellf(table, UNKNOWN, "%d slow", point->flagged);
	else
		table_cell(table, UNKNOWN, "");
}

static const struct column point_columns[] = {
	{"workers", "how many workers the command was told to use", ALIGN_LEFT, 0, false},
	{"time", "wall time: the location of its runs", ALIGN_RIGHT, 0, false},
	{"95 %", "the interval of the time at 95 % confidence", ALIGN_RIGHT, 4, false},
	{"speedup", "the baseline's time over this one", ALIGN_RIGHT, 0, false},
	{"95 %", "the interval of the speedup at 95 % confidence", ALIGN_RIGHT, 10, false},
	{"efficiency", "speedup per worker", ALIGN_RIGHT, 2, false},
	{"reduction", "share of the baseline's time that is saved", ALIGN_RIGHT, 5, false},
	{"Karp-Flatt", "the serial fraction that this one count would have by itself",
		ALIGN_RIGHT, 7, false},
	{"predicted", "by the fitted law", ALIGN_RIGHT, 6, false},
	{"by tests", "makespan of the tests' own durations", ALIGN_RIGHT, 8, false},
	{"CPU use", "CPU seconds over workers times time", ALIGN_RIGHT, 11, false},
	{"memory", "peak of all processes together", ALIGN_RIGHT, 9, false},
	{"measured by", "how the peak was found", ALIGN_LEFT, 12, false},
	{"runs", "without warm-ups", ALIGN_RIGHT, 3, false},
	{"note", NULL, ALIGN_LEFT, 1, false},
};

static void
add_point(struct table *table, const struct analysis *analysis, const struct point *point,
	const struct time_scale *scale, bool utf8)
{
	const struct point *baseline =
		analysis_point(analysis, analysis->reference_mode, analysis->reference_workers);
	struct strbuf text = STRBUF_INIT;
	bool measured = point_measured(point);

	figure_workers(&text, point);
	table_cell_taken(table, point->mode == MODE_SEQ ? 0 : point->workers, &text);
	/* Readers of narrow pages may not see the note. */
	if (point->failed > 0 && !isfinite(point->wall_s.estimate))
		strbuf_addstr(&text, "fails");
	else
		figure_time(&text, scale, point->wall_s.estimate);
	table_cell_taken(table, point->wall_s.estimate, &text);
	figure_range(&text, scale, &point->wall_s, utf8);
	table_cell_taken(table, point->wall_s.low, &text);
	add_ratio_cell(table, point->speedup.estimate);
	/* The baseline's speedup is 1 by definition. */
	if (point != baseline)
		figure_ratio_range(&text, &point->speedup, utf8);
	table_cell_taken(table, point->speedup.low, &text);
	add_percent_cell(table, point->efficiency.estimate);
	add_percent_cell(table, point->reduction.estimate);
	add_percent_cell(table, point->karp_flatt);
	add_time_cell(table, scale, point->predicted_s);
	add_time_cell(table, scale, point->makespan_s);
	add_percent_cell(table, measured ? point->cpu_utilisation : UNKNOWN);
	add_bytes_cell(table, point->peak_bytes);
	table_cell(table, UNKNOWN,
		isfinite(point->peak_bytes) ? peak_method_name(point->peak_method) : "");
	table_cellf(table, point->runs, "%d", point->runs);
	add_note_cell(table, point);
}

struct table
points_table(const struct analysis *analysis, bool utf8)
{
	struct table table = TABLE_INIT(point_columns);
	struct time_scale scale = time_scale_of(analysis);
	const struct point *advised = advised_point(analysis);

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		table_row(&table, point_row_kind(point, advised));
		add_point(&table, analysis, point, &scale, utf8);
	}
	return table;
}

static const struct column advice_columns[] = {
	{"for", NULL, ALIGN_LEFT, 0, false},
	{"use", NULL, ALIGN_LEFT, 0, false},
	{"time", "expected", ALIGN_RIGHT, 0, false},
	{"probability",
		"that no other count answers this question better by more than the tolerance",
		ALIGN_RIGHT, 1, false},
	{"why", NULL, ALIGN_LEFT, 2, false},
};

static void
add_advice(struct table *table, const char *purpose, const struct advice *advice,
	const struct time_scale *scale)
{
	struct strbuf text = STRBUF_INIT;

	if (advice->workers == 0)
		return;
	table_row(table, ROW_PLAIN);
	table_cell(table, UNKNOWN, purpose);
	figure_advice(&text, advice->mode, advice->workers);
	table_cell_taken(table, advice->workers, &text);
	add_time_cell(table, scale, advice->wall_s);
	if (isfinite(advice->probability))
		figure_probability(&text, advice->probability);
	table_cell_taken(table, advice->probability, &text);
	table_cell(table, UNKNOWN, advice->rule != NULL ? advice->rule : "");
}

struct table
advice_table(const struct analysis *analysis)
{
	struct table table = TABLE_INIT(advice_columns);
	const struct recommendation *recommendation = &analysis->recommendation;
	struct time_scale scale = time_scale_of(analysis);

	struct strbuf ci = STRBUF_INIT;

	strbuf_addstr(&ci, "CI");
	if (recommendation->ci_cpus > 0)
		strbuf_addf(&ci, ", %d CPU%s", recommendation->ci_cpus,
			recommendation->ci_cpus == 1 ? "" : "s");
	add_advice(&table, "here", &recommendation->local, &scale);
	add_advice(&table, strbuf_text(&ci), &recommendation->ci, &scale);
	add_advice(&table, "fastest", &recommendation->fastest, &scale);
	strbuf_release(&ci);
	return table;
}

static const struct column suite_columns[] = {
	{"suite", NULL, ALIGN_LEFT, 0, true},
	{"in parallel", "safe at every count measured, or the first that fails", ALIGN_LEFT, 1,
		false},
	{"baseline", "time of the sequential form", ALIGN_RIGHT, 2, false},
	{"use", "advised for here", ALIGN_LEFT, 0, false},
	{"time", "at that count", ALIGN_RIGHT, 0, false},
	{"speedup", NULL, ALIGN_RIGHT, 0, false},
	{"CI", "advised for CI", ALIGN_LEFT, 3, false},
	{"serial fraction", NULL, ALIGN_LEFT, 4, false},
	{"runs", NULL, ALIGN_RIGHT, 5, false},
};

static void
add_safety_cell(struct table *table, const struct analysis *analysis)
{
	int fails_at;
	enum suite_safety safety = suite_safety(analysis, &fails_at);

	if (safety == SUITE_UNSAFE)
		table_cellf(table, fails_at, "fails with %d", fails_at);
	else
		table_cell(table, UNKNOWN, safety == SUITE_SAFE ? "safe" : "");
}

static void
add_suite(struct table *table, const char *name, const struct analysis *analysis)
{
	struct strbuf text = STRBUF_INIT;
	struct time_scale scale = time_scale_of(analysis);
	const struct recommendation *recommendation = &analysis->recommendation;
	const struct point *baseline =
		analysis_point(analysis, analysis->reference_mode, analysis->reference_workers);
	const struct point *advised = advised_point(analysis);

	table_row(table, ROW_PLAIN);
	table_cell(table, UNKNOWN, name);
	add_safety_cell(table, analysis);
	add_time_cell(table, &scale, baseline != NULL ? baseline->wall_s.estimate : UNKNOWN);
	if (recommendation->local.workers > 0)
		figure_advice(&text, recommendation->local.mode, recommendation->local.workers);
	table_cell_taken(table, recommendation->local.workers, &text);
	add_time_cell(table, &scale, advised != NULL ? advised->wall_s.estimate : UNKNOWN);
	add_ratio_cell(table, advised != NULL ? advised->speedup.estimate : UNKNOWN);
	if (recommendation->ci.workers > 0)
		figure_advice(&text, recommendation->ci.mode, recommendation->ci.workers);
	table_cell_taken(table, recommendation->ci.workers, &text);
	if (analysis->fit.done)
		figure_fraction(&text, &analysis->fit.serial);
	table_cell_taken(table, analysis->fit.serial.value.estimate, &text);
	table_cellf(table, analysis->stopping.runs, "%d", analysis->stopping.runs);
}

/* What it would be, were each suite given the count that is advised for it. */
static void
add_own_counts(struct table *table, const struct result *result)
{
	const struct analysis *total = &result->total;
	struct time_scale scale = time_scale_of(total);
	const struct point *baseline =
		analysis_point(total, total->reference_mode, total->reference_workers);
	double before_s = baseline != NULL ? baseline->wall_s.estimate : UNKNOWN;
	double own_s = suites_own_s(result);

	if (!isfinite(own_s))
		return;
	table_row(table, ROW_PLAIN);
	table_cell(table, UNKNOWN, "total, at its own count each");
	table_cell(table, UNKNOWN, "");
	add_time_cell(table, &scale, before_s);
	table_cell(table, UNKNOWN, "as above");
	add_time_cell(table, &scale, own_s);
	add_ratio_cell(table, before_s / own_s);
	for (int i = 0; i < 3; i++)
		table_cell(table, UNKNOWN, "");
}

struct table
suites_table(const struct result *result)
{
	struct table table = TABLE_INIT(suite_columns);

	for (size_t i = 0; i < result->suite_count; i++)
		add_suite(&table, result->suites[i].analysis.name, &result->suites[i].analysis);
	if (result->suite_count > 0) {
		add_suite(&table, "total", &result->total);
		add_own_counts(&table, result);
	}
	return table;
}
