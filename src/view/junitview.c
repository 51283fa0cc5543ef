#include "config.h"

#include "view/junitview.h"

#include <math.h>

#include "view/figures.h"
#include "view/text.h"

#define MOST_TESTS 100 /* named in one failure */

static bool
fails_at(const struct test_finding *finding, int workers)
{
	for (size_t i = 0; i < finding->worker_count; i++)
		if (finding->workers[i] == workers)
			return true;
	return false;
}

static void
add_failing_tests(struct strbuf *out, const struct tests_summary *tests, int workers)
{
	size_t named = 0;

	for (size_t i = 0; i < tests->unsafe_count && tests->known; i++) {
		struct strbuf name = STRBUF_INIT;

		if (!fails_at(&tests->unsafe[i], workers) || named++ >= MOST_TESTS)
			continue;
		text_add_clean(&name, tests->unsafe[i].name, TEXT_NAME_COLUMNS, true);
		text_add_html(out, strbuf_text(&name));
		strbuf_addstr(out, " passes sequentially and fails here\n");
		strbuf_release(&name);
	}
	if (named > MOST_TESTS)
		strbuf_addf(out, "and %zu more tests\n", named - MOST_TESTS);
}

static void
add_case(struct strbuf *out, const struct result *result, const struct analysis *analysis,
	const struct point *point)
{
	struct strbuf name = STRBUF_INIT;

	strbuf_addstr(out, "  <testcase classname=\"ptbench");
	if (analysis->name != NULL && *analysis->name != '\0') {
		strbuf_addch(out, '.');
		text_add_html(out, analysis->name);
	}
	strbuf_addstr(out, "\" name=\"");
	text_add_clean(
		&name, result->title != NULL ? result->title : "", TEXT_NAME_COLUMNS, true);
	strbuf_addstr(&name, ", ");
	figure_advice(&name, point->mode, point->workers);
	text_add_html(out, strbuf_text(&name));
	strbuf_addch(out, '"');
	if (isfinite(point->wall_s.estimate))
		strbuf_addf(out, " time=\"%.3f\"", point->wall_s.estimate);
	if (point->failed > 0) {
		strbuf_addf(out, ">\n    <failure message=\"failed in %d of %d runs\">",
			point->failed, point->runs);
		add_failing_tests(out, &analysis->tests, point->workers);
		strbuf_addstr(out, "</failure>\n  </testcase>\n");
	} else if (point->runs == 0) {
		strbuf_addstr(
			out, ">\n    <skipped message=\"not measured\"/>\n  </testcase>\n");
	} else {
		strbuf_addstr(out, "/>\n");
	}
	strbuf_release(&name);
}

static void
add_suite(struct strbuf *out, const struct result *result, const struct analysis *analysis)
{
	int failures = 0;
	int skipped = 0;

	for (size_t i = 0; i < analysis->point_count; i++) {
		failures += analysis->points[i].failed > 0;
		skipped += analysis->points[i].runs == 0;
	}
	strbuf_addf(out,
		"<testsuite name=\"ptbench\" tests=\"%zu\" failures=\"%d\" errors=\"0\" skipped=\"%d\">\n",
		analysis->point_count, failures, skipped);
	for (size_t i = 0; i < analysis->point_count; i++)
		add_case(out, result, analysis, &analysis->points[i]);
	if (analysis->recommendation.sentence != NULL) {
		strbuf_addstr(out, "  <system-out>");
		text_add_html(out, analysis->recommendation.sentence);
		strbuf_addstr(out, "</system-out>\n");
	}
	strbuf_addstr(out, "</testsuite>\n");
}

void
junit_view(const struct result *result, struct strbuf *text)
{
	strbuf_addstr(text, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
	if (result->suite_count == 0)
		add_suite(text, result, &result->total);
	for (size_t i = 0; i < result->suite_count; i++)
		add_suite(text, result, &result->suites[i].analysis);
	strbuf_addstr(text, "</testsuites>\n");
}
