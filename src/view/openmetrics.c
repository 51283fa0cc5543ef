#include "config.h"

#include "view/openmetrics.h"

#include <math.h>

#include "view/text.h"

struct metric {
	const char *name; /* ends in the unit, as the format wants it */
	const char *unit; /* "" for a pure count */
	const char *help;
	double (*figure)(const struct point *point);
};

static double
wall(const struct point *point)
{
	return point->wall_s.estimate;
}

static double
speedup(const struct point *point)
{
	return point->speedup.estimate;
}

static double
efficiency(const struct point *point)
{
	return point->efficiency.estimate;
}

static double
peak(const struct point *point)
{
	return point->peak_bytes;
}

static double
failed(const struct point *point)
{
	return point->failed;
}

static const struct metric metrics[] = {
	{"ptbench_wall_seconds", "seconds", "Wall time at this worker count.", wall},
	{"ptbench_speedup_ratio", "ratio", "Time of the baseline over the time at this count.",
		speedup},
	{"ptbench_efficiency_ratio", "ratio", "Speedup per worker.", efficiency},
	{"ptbench_peak_bytes", "bytes", "Peak memory of all processes together.", peak},
	{"ptbench_failed_runs", "", "Runs that failed at this worker count.", failed},
};

static void
begin_metric(struct strbuf *out, const char *name, const char *unit, const char *help)
{
	strbuf_addf(out, "# TYPE %s gauge\n", name);
	if (*unit != '\0')
		strbuf_addf(out, "# UNIT %s %s\n", name, unit);
	strbuf_addf(out, "# HELP %s %s\n", name, help);
}

/* The value of a label: clean text has no line ends; a backslash and a quote are escaped. */
static void
add_label(struct strbuf *out, const char *name, const char *value)
{
	struct strbuf clean = STRBUF_INIT;

	text_add_clean(&clean, value, TEXT_NAME_COLUMNS, true);
	strbuf_addf(out, "%s=\"", name);
	for (const char *c = strbuf_text(&clean); *c != '\0'; c++) {
		if (*c == '"' || *c == '\\')
			strbuf_addch(out, '\\');
		strbuf_addch(out, *c);
	}
	strbuf_addch(out, '"');
	strbuf_release(&clean);
}

static void
open_labels(struct strbuf *out, const char *name, const char *suite)
{
	strbuf_addf(out, "%s{", name);
	if (suite != NULL && *suite != '\0') {
		add_label(out, "suite", suite);
		strbuf_addch(out, ',');
	}
}

static void
add_points(struct strbuf *out, const struct metric *metric, const struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		double figure = point->runs > 0 ? metric->figure(point) : UNKNOWN;

		if (!isfinite(figure))
			continue;
		open_labels(out, metric->name, analysis->name);
		strbuf_addf(out, "mode=\"%s\",workers=\"%d\"} %.9g\n", mode_name(point->mode),
			point->workers, figure);
	}
}

static void
add_serial(struct strbuf *out, const struct analysis *analysis)
{
	double serial = analysis->fit.serial.value.estimate;

	if (!analysis->fit.done || !isfinite(serial))
		return;
	strbuf_addstr(out, "ptbench_serial_ratio");
	if (analysis->name != NULL && *analysis->name != '\0') {
		strbuf_addch(out, '{');
		add_label(out, "suite", analysis->name);
		strbuf_addch(out, '}');
	}
	strbuf_addf(out, " %.6g\n", serial);
}

static void
add_one_advice(
	struct strbuf *out, const char *suite, const char *purpose, const struct advice *advice)
{
	if (advice->workers == 0)
		return;
	open_labels(out, "ptbench_advised_workers", suite);
	strbuf_addf(out, "for=\"%s\",mode=\"%s\"} %d\n", purpose, mode_name(advice->mode),
		advice->workers);
}

static void
add_advice(struct strbuf *out, const struct analysis *analysis)
{
	const struct recommendation *recommendation = &analysis->recommendation;

	add_one_advice(out, analysis->name, "here", &recommendation->local);
	add_one_advice(out, analysis->name, "ci", &recommendation->ci);
	add_one_advice(out, analysis->name, "fastest", &recommendation->fastest);
}

typedef void (*metric_writer)(struct strbuf *out, const struct analysis *analysis);

/* All samples of a metric stand together: the total's, then each suite's. */
static void
add_all(struct strbuf *out, const struct result *result, metric_writer write)
{
	write(out, &result->total);
	for (size_t i = 0; i < result->suite_count; i++)
		write(out, &result->suites[i].analysis);
}

void
openmetrics_view(const struct result *result, struct strbuf *text)
{
	for (size_t i = 0; i < sizeof metrics / sizeof *metrics; i++) {
		begin_metric(text, metrics[i].name, metrics[i].unit, metrics[i].help);
		add_points(text, &metrics[i], &result->total);
		for (size_t j = 0; j < result->suite_count; j++)
			add_points(text, &metrics[i], &result->suites[j].analysis);
	}
	begin_metric(text, "ptbench_serial_ratio", "ratio", "Serial fraction of the work.");
	add_all(text, result, add_serial);
	begin_metric(text, "ptbench_advised_workers", "", "Worker count that ptbench advises.");
	add_all(text, result, add_advice);
	strbuf_addstr(text, "# EOF\n");
}
