/*
 * What the workers' time was used for: each count's N*T(N) seconds as one bar of 100 %, useful
 * work at the bottom and the losses on top of it.
 */
#include "config.h"

#include "view/plotscript.h"

#include <math.h>

#include "view/figures.h"

#define PART_COUNT 7

struct parts {
	double share[PART_COUNT]; /* of N*T(N); the first is the efficiency */
};

struct part_look {
	const char *title;
	const char *color;
};

static const struct part_look test_looks[PART_COUNT] = {
	{"useful", "blue"},
	{"start-up", "orange"},
	{"each worker's cost", "vermillion"},
	{"imbalance", "purple"},
	{"waiting for CPUs", "yellow"},
	{"slower tests", "sky"},
	{"other", "light"},
};

static const struct part_look law_looks[PART_COUNT] = {
	{"useful", "blue"},
	{"serial work", "orange"},
	{"having workers", "yellow"},
	{"each worker's cost", "vermillion"},
	{"each doubling", "purple"},
	{"waiting for CPUs and other", "light"},
	{"", ""},
};

static double
present(double seconds)
{
	return isfinite(seconds) && seconds > 0.0 ? seconds : 0.0;
}

static void
parts_of_tests(const struct breakdown *lost, struct parts *parts)
{
	const double seconds[PART_COUNT] = {0.0, lost->startup_s, lost->per_worker_s,
		lost->imbalance_s, lost->contention_s, lost->inflation_s, lost->other_s};

	for (size_t i = 1; i < PART_COUNT; i++)
		parts->share[i] = present(seconds[i]);
}

/* What the fitted terms cost the N workers together; the rest is what the law has no term for. */
static void
parts_of_law(const struct fit *fit, const struct point *point, struct parts *parts)
{
	double workers = point->workers;

	for (enum term term = TERM_SERIAL; term < TERM_COUNT; term++) {
		const struct term_estimate *estimate = &fit->terms[term];
		double seconds = estimate->present ? present(estimate->value.estimate) : 0.0;
		double column = term_column(term, MODE_PAR, point->workers);

		if (term == TERM_SERIAL)
			parts->share[1] = seconds * (workers - 1.0);
		else if (term != TERM_PARALLEL)
			parts->share[term] = seconds * column * workers;
	}
}

/* The losses as shares that fill what is left of the bar. */
static void
scale_parts(const struct point *point, bool rest_is_other, size_t other, struct parts *parts)
{
	double whole = point->workers * point->wall_s.estimate;
	double left = 1.0 - point->efficiency.estimate;
	double sum = 0.0;

	parts->share[0] = point->efficiency.estimate;
	for (size_t i = 1; i < PART_COUNT; i++) {
		parts->share[i] /= whole;
		sum += parts->share[i];
	}
	if (left <= 0.0 || (sum <= left && rest_is_other)) {
		parts->share[other] += fmax(0.0, left - sum);
		return;
	}
	/* The law says more than was lost: noise. Its parts keep their proportions. */
	for (size_t i = 1; i < PART_COUNT && sum > 0.0; i++)
		parts->share[i] *= left / sum;
}

static bool
find_parts(const struct analysis *analysis, const struct point *point, struct parts *parts)
{
	const struct breakdown *lost = analysis_breakdown(analysis, point->workers);

	*parts = (struct parts){0};
	if (!point_measured(point) || point->failed > 0 ||
		!isfinite(point->efficiency.estimate))
		return false;
	/* One process is what the others are measured by: nothing of its time is lost. */
	if (point->mode == MODE_SEQ) {
		parts->share[0] = point->efficiency.estimate;
		return true;
	}
	if (lost != NULL) {
		parts_of_tests(lost, parts);
		scale_parts(point, true, PART_COUNT - 1, parts);
	} else {
		parts_of_law(&analysis->fit, point, parts);
		scale_parts(point, true, 5, parts);
	}
	return true;
}

/* Rows of cumulated shares: boxes drawn from the highest to the lowest look stacked. */
static void
add_rows(struct strbuf *out, const struct analysis *analysis, bool used[PART_COUNT])
{
	strbuf_addstr(
		out, "# category, cumulated shares of the workers' time\n$parts << EOD\n");
	for (size_t i = 0; i < analysis->point_count; i++) {
		struct parts parts;
		double sum = 0.0;

		if (!find_parts(analysis, &analysis->points[i], &parts))
			continue;
		strbuf_addf(out, "%zu ", i + 1);
		for (size_t j = 0; j < PART_COUNT; j++) {
			sum += parts.share[j];
			used[j] = used[j] || parts.share[j] > 0.0005;
			script_number(out, 100.0 * sum);
		}
		strbuf_addch(out, '\n');
	}
	strbuf_addstr(out, "EOD\n");
}

static void
add_hovers(struct plot *plot, int group, const struct analysis *analysis, size_t part,
	const char *title)
{
	struct strvec *texts = plot_hover(plot, group, "polygon");

	for (size_t i = 0; i < analysis->point_count; i++) {
		struct parts parts;
		struct strbuf text = STRBUF_INIT;

		if (!find_parts(analysis, &analysis->points[i], &parts))
			continue;
		add_category(&text, &analysis->points[i]);
		strbuf_addf(&text, ": %s ", title);
		figure_percent(&text, parts.share[part]);
		strvec_push_owned(texts, strbuf_detach(&text));
	}
}

static void
add_boxes(struct strbuf *out, struct plot *plot, const struct analysis *analysis,
	const bool used[PART_COUNT])
{
	const struct part_look *looks = analysis->breakdown_count > 0 ? test_looks : law_looks;
	const char *separator = "\nplot ";
	int group = 0;

	for (size_t j = PART_COUNT; j-- > 0;) {
		if (!used[j])
			continue;
		strbuf_addf(out, "%s$parts using 1:%zu with boxes fc rgb %s title \"%s\"",
			separator, j + 2, looks[j].color, looks[j].title);
		separator = ", \\\n     ";
		add_hovers(plot, ++group, analysis, j, looks[j].title);
	}
}

static void
describe(struct strbuf *out, const struct analysis *analysis)
{
	const char *separator =
		"Efficiency, the useful share of the workers' time by their count: ";

	for (size_t i = 0; i < analysis->point_count; i++) {
		struct parts parts;

		if (!find_parts(analysis, &analysis->points[i], &parts))
			continue;
		strbuf_addstr(out, separator);
		add_category(out, &analysis->points[i]);
		strbuf_addstr(out, ": ");
		figure_percent(out, parts.share[0]);
		separator = ", ";
	}
	strbuf_addch(out, '.');
	describe_advice(out, analysis);
}

static bool
any_parts(const struct analysis *analysis)
{
	struct parts parts;

	for (size_t i = 0; i < analysis->point_count; i++)
		if (analysis->points[i].mode == MODE_PAR &&
			find_parts(analysis, &analysis->points[i], &parts))
			return true;
	return false;
}

bool
plot_efficiency(const struct plot_arg *arg, struct plot *plot)
{
	const struct analysis *analysis = arg->analysis;
	struct strbuf script = STRBUF_INIT;
	struct strbuf description = STRBUF_INIT;
	struct strbuf failing = STRBUF_INIT;
	bool used[PART_COUNT] = {false};
	const struct plot_frame frame = {"efficiency", "What the workers' time was used for",
		analysis->breakdown_count > 0
			? "Each bar is the time of all workers together; losses from the tests' durations and the law"
			: "Each bar is the time of all workers together; losses by the fitted law",
		"workers", "share of the workers' time (%)", PLOT_HEIGHT};

	if (!any_parts(analysis))
		return false;
	script_begin(&script, arg, &frame);
	script_categories(&script, analysis);
	script_advised_category(&script, analysis);
	strbuf_addstr(&script, "set yrange [0:*<100]\nset boxwidth 0.8\n\n");
	script_failing(&script, &failing, analysis);
	add_rows(&script, analysis, used);
	add_boxes(&script, plot, analysis, used);
	strbuf_addf(&script, "%s\n", strbuf_text(&failing));
	describe(&description, analysis);
	plot_finish(plot, arg, &frame, &description, &script);
	strbuf_release(&failing);
	return true;
}
