#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "core/whatif.h"
#include "golden.h"
#include "sample_result.h"
#include "view/figures.h"
#include "view/github.h"
#include "view/junitview.h"
#include "view/markdown.h"
#include "view/openmetrics.h"
#include "view/predictview.h"
#include "view/progress.h"
#include "view/summary.h"
#include "view/text.h"

#define HOSTILE                                                                                \
	"@torvalds |`rm -rf`<script>\"'\n\x1b[2J\xe2\x80\xae{/Symbol a}\xff "                  \
	"https://evil.example"

/* Ten kilobytes in one name. */
static char *
long_name(void)
{
	struct strbuf name = STRBUF_INIT;

	strbuf_addn(&name, 'x', 10000);
	return strbuf_detach(&name);
}

static char *
summary(const struct sample_arg *arg, const struct style *style)
{
	struct result result;
	struct observations observations = OBSERVATIONS_INIT;
	struct strbuf text = STRBUF_INIT;

	sample_result(arg, &result, &observations);
	summary_view(&result, style, &text);
	result_release(&result);
	observations_release(&observations);
	return strbuf_detach(&text);
}

static size_t
widest(const char *text)
{
	size_t most = 0;

	for (const char *line = text; *line != '\0';) {
		size_t length = strcspn(line, "\n");
		char *one = xstrndup(line, length);
		size_t width = text_width(one);
		most = width > most ? width : most;
		free(one);
		line += length + (line[length] == '\n');
	}
	return most;
}

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80 ||
			((unsigned char)*text < ' ' && *text != '\n'))
			return false;
	return true;
}

static void
test_summary_golden(void)
{
	static const struct {
		const char *name;
		const struct sample_arg *arg;
		struct style style;
	} rows[] = {
		{"summary-60.txt", &sample_rich, {false, true, 60, 0, false}},
		{"summary-100.txt", &sample_rich, {false, true, 100, 0, false}},
		{"summary-160-color.txt", &sample_rich, {true, true, 160, 0, false}},
		{"summary-80-ascii.txt", &sample_rich, {false, false, 80, 0, false}},
		{"summary-pipe.txt", &sample_rich, {false, true, 80, 0, true}},
		{"summary-two-counts.txt", &sample_small, {false, true, 80, 0, false}},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *text = summary(rows[i].arg, &rows[i].style);
		CU_ASSERT_TRUE(golden_same(rows[i].name, text));
		free(text);
	}
}

/* No line is wider than the terminal, whatever the names, the counts and the width. */
static void
test_summary_width(void)
{
	static const int counts[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24,
		26, 28, 30, 32, 36, 40, 44, 48, 52, 56, 60, 62, 64};
	struct sample_arg many = {.counts = counts, .count = 30, .runs = 2, .tests = true};
	struct sample_arg hostile = sample_rich;

	hostile.hostile = HOSTILE;
	for (int width = 60; width <= 200; width += 10) {
		const struct style style = {false, width % 20 == 0, width, 0, false};
		const struct sample_arg *args[] = {
			&sample_rich, &sample_small, &many, &hostile};
		for (size_t i = 0; i < sizeof args / sizeof *args; i++) {
			char *text = summary(args[i], &style);
			CU_ASSERT_TRUE(widest(text) <= (size_t)width);
			CU_ASSERT_TRUE(style.utf8 || is_ascii(text));
			CU_ASSERT_PTR_NULL(strchr(text, '\r'));
			CU_ASSERT_PTR_NULL(strchr(text, '\x1b'));
			free(text);
		}
	}
}

/* Scripts take the last paragraph for the recommendation. */
static void
test_last_paragraph(void)
{
	static const char sentence[] = "\n\nUse 8 workers here: 27.4 s instead of 110.0 s "
				       "(probability 0.97); in CI use "
				       "4.\n";
	const struct style pipe = {false, true, 80, 0, true};
	const struct style terminal = {true, true, 100, 0, false};
	char *text = summary(&sample_rich, &pipe);

	CU_ASSERT_TRUE(strlen(text) > sizeof sentence);
	ASSERT_TEXT(text + strlen(text) - strlen(sentence), sentence);
	free(text);
	text = summary(&sample_rich, &terminal);
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n\n\x1b[1mUse 8 workers"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "use 4.\x1b[0m\n"));
	free(text);
}

/* A result without anything in it is shown without anything invented. */
static void
test_empty_result(void)
{
	const struct style style = {false, true, 80, 0, false};
	struct result result;
	struct strbuf text = STRBUF_INIT;

	result_init(&result);
	summary_view(&result, &style, &text);
	CU_ASSERT_PTR_NULL(strstr(strbuf_text(&text), "nan"));
	strbuf_truncate(&text, 0);
	markdown_view(&result, &text);
	CU_ASSERT_PTR_NULL(strstr(strbuf_text(&text), "nan"));
	strbuf_release(&text);
	result_release(&result);
}

static char *
markdown(const struct sample_arg *arg)
{
	struct result result;
	struct observations observations = OBSERVATIONS_INIT;
	struct strbuf text = STRBUF_INIT;

	sample_result(arg, &result, &observations);
	markdown_view(&result, &text);
	result_release(&result);
	observations_release(&observations);
	return strbuf_detach(&text);
}

static void
test_markdown_golden(void)
{
	struct sample_arg hostile = sample_rich;

	hostile.hostile = HOSTILE;
	char *text = markdown(&sample_rich);
	CU_ASSERT_TRUE(golden_same("report.md", text));
	free(text);
	text = markdown(&sample_small);
	CU_ASSERT_TRUE(golden_same("report-two-counts.md", text));
	free(text);
	text = markdown(&hostile);
	CU_ASSERT_TRUE(golden_same("report-hostile.md", text));
	free(text);
}

/* GitHub takes at most 1 MiB of summary. */
static void
test_markdown_size(void)
{
	char *name = long_name();
	struct sample_arg arg = sample_rich;

	arg.hostile = name;
	char *text = markdown(&arg);
	CU_ASSERT_TRUE(strlen(text) < 100000);
	free(text);
	free(name);
}

static void
test_progress(void)
{
	const struct trial trial = {.suite = "", .mode = MODE_PAR, .workers = 4};
	const struct trial warmup = {
		.suite = "api", .mode = MODE_SEQ, .workers = 1, .warmup = true};
	const struct progress busy = {
		&trial, {12, 30, false, 1234.5, MODE_PAR, 8, .91, .98}, 812.3};
	const struct progress first = {
		&warmup, {0, 0, false, UNKNOWN, MODE_SEQ, 0, UNKNOWN, UNKNOWN}, 0.4};
	static const struct {
		int width;
		const char *wanted;
	} rows[] = {
		{0,
			"4 workers  run 13 of about 30  13 min 32 s so far  about 20 min 35 s "
			"left  "
			"best 8 workers p 0.91 of 0.98"},
		{80,
			"4 workers  run 13 of about 30  13 min 32 s so far  about 20 min 35 s "
			"left"},
		{40, "4 workers  run 13 of about 30"},
		{5, ""},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct style style = {false, false, rows[i].width, 0, false};
		struct strbuf text = STRBUF_INIT;
		progress_view(&busy, &style, &text);
		ASSERT_TEXT(strbuf_text(&text), rows[i].wanted);
		strbuf_release(&text);
	}
	const struct style wide = {false, false, 0, 0, false};
	struct strbuf text = STRBUF_INIT;
	progress_view(&first, &wide, &text);
	ASSERT_TEXT(strbuf_text(&text), "api: warm-up, sequential  0 s so far");
	strbuf_release(&text);
}

/* The table that issue 2 gives as an example. */
static void
test_predict(void)
{
	const struct style style = {false, true, 0, 0, false};
	struct counts counts = COUNTS_INIT;
	struct whatif whatif;
	struct error error;
	struct strbuf text = STRBUF_INIT;

	CU_ASSERT_EQUAL_FATAL(
		counts_parse("1,2,4,8", &(struct count_words){0}, &counts, &error), 0);
	const struct whatif_arg arg = {110.0, 0.1, 3.5, 1.5, &counts};
	whatif_fill(&arg, &whatif);
	predict_view(&whatif, &style, &text);
	CU_ASSERT_TRUE(golden_same("predict.txt", strbuf_text(&text)));
	whatif_release(&whatif);
	counts_release(&counts);
	strbuf_release(&text);
}

static void
test_ci_golden(void)
{
	static const struct {
		const char *name;
		void (*view)(const struct result *result, struct strbuf *text);
	} rows[] = {
		{"github.txt", github_view},
		{"metrics.txt", openmetrics_view},
		{"junit.xml", junit_view},
	};
	struct sample_arg hostile = sample_rich;

	hostile.hostile = HOSTILE "% \\";
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct result result;
		struct observations observations = OBSERVATIONS_INIT;
		struct strbuf text = STRBUF_INIT;

		sample_result(&hostile, &result, &observations);
		rows[i].view(&result, &text);
		CU_ASSERT_TRUE(golden_same(rows[i].name, strbuf_text(&text)));
		CU_ASSERT_PTR_NULL(strchr(strbuf_text(&text), '\x1b'));
		strbuf_release(&text);
		result_release(&result);
		observations_release(&observations);
	}
}

/* GitHub shows ten annotations of a kind; the last one says that there are more. */
static void
test_github_bounds(void)
{
	struct result result;
	struct strbuf text = STRBUF_INIT;
	size_t lines = 0;

	result_init(&result);
	for (int i = 0; i < 30; i++)
		strvec_pushf(&result.total.warnings, "Warning %d.", i);
	github_view(&result, &text);
	for (const char *c = strbuf_text(&text); *c != '\0'; c++)
		lines += *c == '\n';
	CU_ASSERT_EQUAL(lines, 10);
	CU_ASSERT_PTR_NOT_NULL(strstr(strbuf_text(&text), "There are more warnings"));
	strbuf_release(&text);
	result_release(&result);
}

/* Thousands of findings and warnings stay below GitHub's limit. */
static void
test_markdown_many(void)
{
	struct result result;
	struct strbuf text = STRBUF_INIT;
	struct tests_summary *tests = &result.total.tests;

	result_init(&result);
	tests->known = true;
	tests->unsafe = xcalloc(20000, sizeof *tests->unsafe);
	for (int i = 0; i < 20000; i++)
		tests->unsafe[tests->unsafe_count++].name = xasprintf("test_%0300d", i);
	for (int i = 0; i < 5000; i++)
		strvec_pushf(&result.total.warnings, "Warning %d: %01000d.", i, i);
	markdown_view(&result, &text);
	CU_ASSERT_TRUE(text.length < GITHUB_SUMMARY_LIMIT);
	CU_ASSERT_PTR_NOT_NULL(strstr(strbuf_text(&text), "19800 more rows"));
	strbuf_release(&text);
	result_release(&result);
}

/* All times of a table in one unit that shows the smallest with three digits. */
static void
test_time_scale(void)
{
	static const struct {
		double smallest_s;
		double largest_s;
		double seconds;
		const char *wanted;
	} rows[] = {
		{23.4, 110.0, 23.4, "23.4 s"},
		{27.0, 110.0, 110.0, "110.0 s"},
		{0.5, 5.0, 0.5, "0.500 s"},
		{0.015, 0.04, 0.015, "15.0 ms"},
		{1e-9, 2e-9, 1e-9, "1.00 ns"},
		{2e-6, 9e-6, 2e-6, "2.00 us"},
		{700.0, 5000.0, 700.0, "700 s"},
		{700.0, 7000.0, 7000.0, "116.7 min"},
		{1e5, 1e6, 1e6, "277.8 h"},
		{1e-3, 100.0, 1e-3, "0.001 s"},
		{1.0, 2.0, UNKNOWN, "-"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct time_scale scale =
			time_scale_between(rows[i].smallest_s, rows[i].largest_s);
		struct strbuf text = STRBUF_INIT;

		figure_time(&text, &scale, rows[i].seconds);
		ASSERT_TEXT(strbuf_text(&text), rows[i].wanted);
		strbuf_release(&text);
	}
}

/* At a bound there is only one end. */
static void
test_fractions(void)
{
	static const struct {
		struct fraction fraction;
		const char *wanted;
	} rows[] = {
		{{{0.089, 0.071, 0.103}, false}, "8.9 % (7.1 to 10.3 %)"},
		{{{0.0, 0.0, 0.008}, true}, "at most 0.8 %"},
		{{{1.0, 0.97, 1.0}, true}, "at least 97 %"},
		{{{1.0, 0.0, 1.0}, true}, "100 % (0 to 100 %)"},
		{{{0.0, 0.0, 1.0}, true}, "0 % (0 to 100 %)"},
		{{{1.0, 1.0, 1.0}, true}, "100 %"},
		{{{0.0, 0.0, 0.0}, true}, "0 %"},
		{{{0.2, 0.2, 0.2}, false}, "20 %"},
		{{{0.5, UNKNOWN, UNKNOWN}, false}, "50 %"},
		{{{UNKNOWN, UNKNOWN, UNKNOWN}, false}, "unknown"},
		{{{0.0004, 0.0001, 0.0007}, false}, "0.04 % (0.01 to 0.07 %)"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct strbuf text = STRBUF_INIT;

		figure_fraction(&text, &rows[i].fraction);
		ASSERT_TEXT(strbuf_text(&text), rows[i].wanted);
		strbuf_release(&text);
	}
}

SUITE(views, {"one unit for a table's times", test_time_scale},
	{"fractions with their intervals", test_fractions},
	{"the summary at all widths", test_summary_golden},
	{"no line is wider than the terminal", test_summary_width},
	{"the recommendation is the last paragraph", test_last_paragraph},
	{"an empty result", test_empty_result}, {"Markdown", test_markdown_golden},
	{"Markdown is bounded", test_markdown_size}, {"the progress line", test_progress},
	{"Markdown of thousands of findings", test_markdown_many},
	{"annotations, metrics and JUnit", test_ci_golden},
	{"GitHub's annotations are few", test_github_bounds}, {"predict", test_predict});
