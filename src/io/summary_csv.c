#include "config.h"

#include "io/summary_csv.h"

#include "io/csv.h"

/* What one row is made of. */
struct summary_row {
	const char *suite;
	const struct point *point;
	struct strbuf *text;
};

static void
cell(const struct summary_row *row, double number)
{
	strbuf_addch(row->text, ',');
	csv_add_number(row->text, number);
}

static void
interval(const struct summary_row *row, const struct interval *interval)
{
	cell(row, interval->estimate);
	cell(row, interval->low);
	cell(row, interval->high);
}

static void
labels(const struct summary_row *row)
{
	struct strbuf list = STRBUF_INIT;

	strvec_join(&row->point->labels, " ", &list);
	csv_add_text(row->text, strbuf_text(&list));
	strbuf_release(&list);
}

static void
add_row(const struct summary_row *row)
{
	const struct point *point = row->point;
	struct strbuf *text = row->text;

	csv_add_text(text, row->suite != NULL ? row->suite : "");
	strbuf_addf(text, ",%s,%d,", mode_name(point->mode), point->workers);
	labels(row);
	strbuf_addf(
		text, ",%d,%d,%d,%d", point->runs, point->flagged, point->failed, point->safe);
	interval(row, &point->wall_s);
	interval(row, &point->speedup);
	interval(row, &point->efficiency);
	interval(row, &point->reduction);
	cell(row, point->karp_flatt);
	cell(row, point->user_s);
	cell(row, point->sys_s);
	cell(row, point->cpu_utilisation);
	cell(row, point->work_scalability);
	cell(row, point->peak_bytes);
	strbuf_addf(text, ",%s", peak_method_name(point->peak_method));
	cell(row, point->predicted_s);
	cell(row, point->makespan_s);
	strbuf_addch(text, '\n');
}

static void
add_rows(const struct analysis *analysis, const char *suite, struct strbuf *text)
{
	for (size_t i = 0; i < analysis->point_count; i++)
		add_row(&(struct summary_row){suite, &analysis->points[i], text});
}

void
summary_csv_write(const struct result *result, struct strbuf *text)
{
	strbuf_addstr(text,
		"suite,mode,workers,labels,runs,flagged,failed,safe,"
		"wall_s,wall_low_s,wall_high_s,speedup,speedup_low,speedup_high,"
		"efficiency,efficiency_low,efficiency_high,"
		"reduction,reduction_low,reduction_high,karp_flatt,user_s,sys_s,"
		"cpu_utilisation,work_scalability,peak_bytes,peak_method,predicted_s,makespan_"
		"s\n");
	for (size_t i = 0; i < result->suite_count; i++)
		add_rows(&result->suites[i].analysis, result->suites[i].analysis.name, text);
	add_rows(&result->total, "", text);
}
