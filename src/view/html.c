#include "config.h"

#include "view/html.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "view/figures.h"
#include "view/html_parts.h"
#include "view/page.h"
#include "view/sentences.h"
#include "view/svg.h"
#include "view/tables.h"
#include "view/text.h"

struct page {
	struct strbuf *out;
	const struct result *result;
	const struct plots *plots;
	char *const *pictures;
};

static void
add_figure(const struct page *page, size_t index)
{
	if (page->pictures == NULL || page->pictures[index] == NULL)
		return;
	strbuf_addstr(page->out, "<figure>\n");
	svg_add_inline(page->out, page->pictures[index], &page->plots->items[index], index + 1);
	strbuf_addstr(page->out, "<figcaption>");
	text_add_html(page->out, page->plots->items[index].description);
	strbuf_addstr(page->out, "</figcaption>\n</figure>\n");
}

static bool
any_picture(const struct page *page)
{
	for (size_t i = 0; i < page->plots->count && page->pictures != NULL; i++)
		if (page->pictures[i] != NULL)
			return true;
	return false;
}

static void
add_named_figure(const struct page *page, const char *name)
{
	for (size_t i = 0; i < page->plots->count; i++)
		if (strcmp(page->plots->items[i].name, name) == 0)
			add_figure(page, i);
}

/* The page's size is bounded: charts of the advised counts only, the others are files. */
static void
add_gantt_figures(const struct page *page)
{
	const struct recommendation *advice = &page->result->total.recommendation;
	const int wanted[] = {
		advice->local.workers, advice->ci.workers, advice->fastest.workers};
	size_t count = sizeof wanted / sizeof *wanted;
	bool any = false;

	for (size_t i = 0; i < count; i++) {
		char name[32];
		bool again = false;

		for (size_t j = 0; j < i; j++)
			again = again || wanted[j] == wanted[i];
		if (again || wanted[i] == 0)
			continue;
		snprintf(name, sizeof name, "gantt-%d", wanted[i]);
		add_named_figure(page, name);
		any = true;
	}
	if (any && any_picture(page) && page->result->total.tests.schedule_count > count)
		html_add_paragraph(
			page->out, "Charts of the other counts are in the folder plots.");
}

static void
add_head(const struct page *page)
{
	struct strbuf *out = page->out;
	const struct result *result = page->result;
	const char *title = result->title != NULL ? result->title : "";

	strbuf_addstr(out,
		"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n"
		"<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
		"style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\"/>\n"
		"<link rel=\"icon\" href=\"data:,\"/>\n<title>Worker counts: ");
	struct strbuf clipped = STRBUF_INIT;
	text_add_clean(&clipped, title, 80, true);
	text_add_html(out, strbuf_text(&clipped));
	strbuf_release(&clipped);
	strbuf_addf(out,
		"</title>\n<style>\n%s</style>\n</head>\n<body>\n<header>\n<h1>How many "
		"workers for ",
		page_style);
	strbuf_addstr(out, "<code>");
	text_add_clean(&clipped, title, TEXT_NAME_COLUMNS, true);
	text_add_html(out, strbuf_text(&clipped));
	strbuf_release(&clipped);
	strbuf_addstr(out, "</code>?</h1>\n<p class=\"meta\">");
	text_add_html(out, result->start_utc != NULL ? result->start_utc : "");
	strbuf_addstr(
		out, result->host.name != NULL && *result->host.name != '\0' ? " on " : "");
	text_add_html(out, result->host.name != NULL ? result->host.name : "");
	strbuf_addstr(out, result->simulated ? ", simulated" : "");
	strbuf_addstr(out, "</p>\n</header>\n<main>\n");
}

static void
add_advice(const struct page *page)
{
	struct strbuf *out = page->out;
	const struct recommendation *recommendation = &page->result->total.recommendation;
	const char *sentence = recommendation->sentence;

	html_open_section(out, "advice", "Advice");
	strbuf_addf(out, "<p class=\"advice%s\">",
		recommendation->local.workers > 0 ? "" : " none");
	text_add_html(out,
		sentence != NULL && *sentence != '\0' ? sentence : "Nothing can be advised.");
	strbuf_addstr(out, "</p>\n");
	html_add_table(out, "What to use where, and why", advice_table(&page->result->total));
	if (page->result->total.warnings.count > 0)
		strbuf_addf(out,
			"<p><a href=\"#warnings\">%zu warning%s</a> to read before relying on "
			"it.</p>\n",
			page->result->total.warnings.count,
			page->result->total.warnings.count == 1 ? "" : "s");
	html_close_section(out);
}

static void
add_suite_figures(const struct page *page, size_t index)
{
	static const char *const names[] = {"speedup", "time"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char name[48];

		snprintf(name, sizeof name, "suite-%zu-%s", index + 1, names[i]);
		add_named_figure(page, name);
	}
}

/* One section for each suite: its advice, what it rests on, and its pictures. */
static void
add_suite(const struct page *page, size_t index)
{
	const struct analysis *suite = &page->result->suites[index].analysis;
	struct strbuf *out = page->out;
	struct strvec list = STRVEC_INIT;

	strbuf_addstr(out, "<h3>");
	text_add_html(out, suite->name);
	strbuf_addstr(out, "</h3>\n");
	if (suite->recommendation.sentence != NULL)
		html_add_paragraph(out, suite->recommendation.sentence);
	fit_short_sentences(suite, &list);
	failure_sentences(suite, &list);
	test_sentences(suite, 5, &list);
	breakdown_sentence(suite, &list);
	html_add_list(out, &list, "");
	strvec_release(&list);
	html_add_table(out, "Every worker count", points_table(suite, true));
	html_add_table(
		out, "Tests that behave otherwise in parallel", findings_table(&suite->tests));
	add_suite_figures(page, index);
}

static void
add_suites(const struct page *page)
{
	if (page->result->suite_count == 0)
		return;
	html_open_section(page->out, "suites", "Suites");
	for (size_t i = 0; i < page->result->suite_count; i++)
		add_suite(page, i);
	html_close_section(page->out);
}

static void
add_evidence(const struct page *page)
{
	const struct analysis *total = &page->result->total;
	struct strbuf *out = page->out;
	struct strvec list = STRVEC_INIT;

	html_open_section(out, "evidence", "Evidence");
	suite_sentences(page->result, &list);
	fit_sentences(total, &list);
	failure_sentences(total, &list);
	memory_sentences(total, &list);
	breakdown_sentence(total, &list);
	stopping_sentence(page->result, &list);
	html_add_list(out, &list, "");
	strvec_release(&list);
	html_add_table(out, "All suites", suites_table(page->result));
	html_add_table(out,
		page->result->suite_count > 0 ? "Total of all suites, per worker count"
					      : "Every worker count; the advised one is marked",
		points_table(total, true));
	if (!any_picture(page))
		html_add_paragraph(out,
			"There are no pictures, since gnuplot was not found: install gnuplot-nox to "
			"get them; everything else is there.");
	add_named_figure(page, "speedup");
	add_named_figure(page, "time");
	add_named_figure(page, "efficiency");
	html_add_table(out, "Lost worker time at each count", breakdown_table(total));
	add_named_figure(page, "memory");
	add_named_figure(page, "order");
	html_add_table(out, "Predictions", predictions_table(total, true));
	html_close_section(out);
}

static void
add_tests(const struct page *page)
{
	const struct analysis *total = &page->result->total;
	struct strvec list = STRVEC_INIT;

	if (!total->tests.known)
		return;
	html_open_section(page->out, "tests", "Tests");
	test_sentences(total, 5, &list);
	html_add_list(page->out, &list, "");
	strvec_release(&list);
	html_add_table(page->out, "Tests that behave otherwise in parallel",
		findings_table(&total->tests));
	html_add_table(page->out, "Makespans by scheduler", schedules_table(&total->tests));
	add_gantt_figures(page);
	html_close_section(page->out);
}

static void
add_costs(const struct page *page)
{
	const struct analysis *total = &page->result->total;
	struct strvec list = STRVEC_INIT;

	if (total->cost_count == 0)
		return;
	html_open_section(page->out, "costs", "Cost");
	cost_sentences(total, &list);
	cost_method_sentences(page->result, &list);
	html_add_list(page->out, &list, "");
	strvec_release(&list);
	add_named_figure(page, "cost");
	html_add_table(page->out, "Machines and prices", costs_table(total));
	html_close_section(page->out);
}

/* How good the fit is; a figure that does not exist has no line. */
static void
add_fit_quality(struct strbuf *out, const struct fit *fit)
{
	if (!fit->done)
		return;
	if (isfinite(fit->rse))
		strbuf_addf(out,
			"<dt>Residual standard error</dt><dd>%.3g on %d degrees of freedom</dd>\n",
			fit->rse, fit->df);
	if (isfinite(fit->lack_of_fit.f) && isfinite(fit->lack_of_fit.p))
		strbuf_addf(out, "<dt>Lack of fit</dt><dd>F = %.2f, p = %.3g</dd>\n",
			fit->lack_of_fit.f, fit->lack_of_fit.p);
	if (isfinite(fit->gamma.estimate))
		strbuf_addf(out, "<dt>Runs a second, one worker</dt><dd>%.3g</dd>\n",
			fit->gamma.estimate);
}

static void
add_method(const struct page *page)
{
	static const char *const sentences[] = {
		"Times are wall times. The location of a count's runs is estimated with slow "
		"runs "
		"left out; a run is slow when it lies more than four pooled scales above its "
		"count's median.",
		"Speedup is the baseline's time over a count's; efficiency is speedup per "
		"worker; "
		"reduction is the share of the baseline's time that is saved. Karp-Flatt is "
		"the "
		"serial fraction that one count alone would imply; below zero, the parallel "
		"form "
		"is faster than any sharing of the sequential work explains.",
		"Intervals hold the true value in 95 of 100 measurements like this one. At a "
		"bound "
		"they are one-sided: at most, at least.",
		"Laws are weighed by Akaike's criterion for small samples (AICc).",
	};
	struct strbuf *out = page->out;
	const struct result *result = page->result;

	html_open_section(out, "method", "Method");
	for (size_t i = 0; i < sizeof sentences / sizeof *sentences; i++)
		html_add_paragraph(out, sentences[i]);
	if (result->total.fit.notes.count > NOTES_SHOWN)
		html_add_list(out, &result->total.fit.notes, "");
	html_add_table(out, "Terms of the law", terms_table(&result->total.fit));
	html_add_table(out, "All laws that were tried", laws_table(&result->total.fit));
	strbuf_addstr(out, "<dl>\n");
	add_fit_quality(out, &result->total.fit);
	html_add_command(out, "Command", &result->command.argv);
	html_add_command(out, "Sequential form", &result->command.sequential);
	html_add_command(out, "Parallel form", &result->command.parallel);
	strbuf_addf(
		out, "<dt>Seed</dt><dd>%llu</dd>\n</dl>\n", (unsigned long long)result->seed);
	html_add_table(out, "The machine", host_table(&result->host));
	html_close_section(out);
}

static void
add_warnings(const struct page *page)
{
	html_open_section(page->out, "warnings", "Warnings");
	if (page->result->total.warnings.count == 0)
		html_add_paragraph(page->out, "None.");
	html_add_list(page->out, &page->result->total.warnings, "warnings");
	html_close_section(page->out);
}

void
html_view(const struct result *result, const struct plots *plots, char *const *pictures,
	struct strbuf *text)
{
	const struct page page = {text, result, plots, pictures};

	add_head(&page);
	add_advice(&page);
	add_evidence(&page);
	add_suites(&page);
	add_tests(&page);
	add_costs(&page);
	add_method(&page);
	add_warnings(&page);
	strbuf_addstr(text, "</main>\n<footer><p>ptbench ");
	text_add_html(text, result->version != NULL ? result->version : "");
	strbuf_addf(
		text, "</p></footer>\n<script>\n%s</script>\n</body>\n</html>\n", page_script);
}
