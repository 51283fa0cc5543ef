#include "config.h"

#include "view/markdown.h"

#include "view/figures.h"
#include "view/sentences.h"
#include "view/tables.h"
#include "view/text.h"

/* The main table has the columns that settle the question; the page has them all. */
#define MAIN_RANKS 9

/* A job summary has a limit, so that lists are bounded. */
#define MOST_ITEMS   50
#define ITEM_COLUMNS 1500

static void
add_paragraph(struct strbuf *out, const char *text, const char *around)
{
	if (text == NULL || *text == '\0')
		return;
	strbuf_addstr(out, around);
	text_add_markdown_line(out, text);
	strbuf_addf(out, "%s\n\n", around);
}

static void
add_list(struct strbuf *out, const struct strvec *list)
{
	for (size_t i = 0; i < list->count && i < MOST_ITEMS; i++) {
		struct strbuf clipped = STRBUF_INIT;

		text_add_clean(&clipped, list->items[i], ITEM_COLUMNS, true);
		strbuf_addstr(out, "- ");
		text_add_markdown_line(out, strbuf_text(&clipped));
		strbuf_addch(out, '\n');
		strbuf_release(&clipped);
	}
	if (list->count > MOST_ITEMS)
		strbuf_addf(out, "- %zu more are left out.\n", list->count - MOST_ITEMS);
	if (list->count > 0)
		strbuf_addch(out, '\n');
}

/* A table folded away below its title; nothing for an empty one. Takes the table over. */
static void
add_details(struct strbuf *out, const char *title, struct table table)
{
	if (table.count > 0) {
		strbuf_addf(out, "<details><summary>%s</summary>\n\n", title);
		table_markdown(&table, out);
		strbuf_addstr(out, "\n</details>\n\n");
	}
	table_release(&table);
}

/* Takes the table over. */
static void
add_table(struct strbuf *out, struct table table)
{
	if (table.count > 0) {
		table_markdown_ranks(&table, MAIN_RANKS, out);
		strbuf_addch(out, '\n');
	}
	table_release(&table);
}

static void
add_head(struct strbuf *out, const struct result *result)
{
	struct strbuf title = STRBUF_INIT;

	text_add_clean(
		&title, result->title != NULL ? result->title : "", TEXT_NAME_COLUMNS, true);
	strbuf_addstr(out, "### Worker counts for ");
	text_add_markdown_code(out, strbuf_text(&title));
	strbuf_addstr(out, "\n\n");
	strbuf_release(&title);
}

static void
add_findings(struct strbuf *out, const struct result *result)
{
	struct strvec list = STRVEC_INIT;

	suite_sentences(result, &list);
	fit_sentences(&result->total, &list);
	failure_sentences(&result->total, &list);
	test_sentences(&result->total, 5, &list);
	breakdown_sentence(&result->total, &list);
	memory_sentences(&result->total, &list);
	cost_sentences(&result->total, &list);
	stopping_sentence(result, &list);
	add_list(out, &list);
	strvec_release(&list);
}

static void
add_warnings(struct strbuf *out, const struct result *result)
{
	if (result->total.warnings.count == 0)
		return;
	strbuf_addstr(out, "**Warnings**\n\n");
	add_list(out, &result->total.warnings);
}

static void
add_details_list(struct strbuf *out, const char *title, const struct strvec *list)
{
	strbuf_addf(out, "<details><summary>%s</summary>\n\n", title);
	add_list(out, list);
	strbuf_addstr(out, "</details>\n\n");
}

/* The first few notes stand among the findings. */
static void
add_notes(struct strbuf *out, const struct result *result)
{
	if (result->total.fit.notes.count > NOTES_SHOWN)
		add_details_list(out, "Notes on the fit", &result->total.fit.notes);
}

static void
add_costs(struct strbuf *out, const struct result *result)
{
	struct strvec list = STRVEC_INIT;

	add_details(out, "Machines and prices", costs_table(&result->total));
	cost_method_sentences(result, &list);
	if (list.count > 0)
		add_details_list(out, "What the prices rest on", &list);
	strvec_release(&list);
}

/* A section of its own: the advice first, its evidence folded away. */
static void
add_suite(struct strbuf *out, const struct analysis *suite)
{
	struct strvec list = STRVEC_INIT;
	struct strbuf name = STRBUF_INIT;

	text_add_clean(&name, suite->name, TEXT_NAME_COLUMNS, true);
	strbuf_addstr(out, "#### Suite ");
	text_add_markdown_code(out, strbuf_text(&name));
	strbuf_addstr(out, "\n\n");
	add_paragraph(out, suite->recommendation.sentence, "**");
	fit_short_sentences(suite, &list);
	failure_sentences(suite, &list);
	test_sentences(suite, 5, &list);
	breakdown_sentence(suite, &list);
	add_list(out, &list);
	add_details(out, "Every worker count", points_table(suite, true));
	add_details(out, "Tests", findings_table(&suite->tests));
	strbuf_release(&name);
	strvec_release(&list);
}

static void
add_suites(struct strbuf *out, const struct result *result)
{
	for (size_t i = 0; i < result->suite_count; i++)
		add_suite(out, &result->suites[i].analysis);
}

static void
add_foot(struct strbuf *out, const struct result *result)
{
	strbuf_addstr(out, "<sub>ptbench ");
	text_add_html(out, result->version != NULL ? result->version : "");
	if (result->start_utc != NULL && *result->start_utc != '\0') {
		strbuf_addstr(out, ", ");
		text_add_html(out, result->start_utc);
	}
	strbuf_addf(out, ", seed %llu</sub>\n", (unsigned long long)result->seed);
}

void
markdown_view(const struct result *result, struct strbuf *text)
{
	const struct analysis *total = &result->total;

	add_head(text, result);
	add_paragraph(text, total->recommendation.sentence, "**");
	add_table(text, suites_table(result));
	add_table(text, points_table(total, true));
	add_findings(text, result);
	add_warnings(text, result);
	add_details(text, "Advice and its rules", advice_table(total));
	add_details(text, "Tests", findings_table(&total->tests));
	add_details(text, "Schedulers", schedules_table(&total->tests));
	add_details(text, "Lost worker time", breakdown_table(total));
	add_details(text, "Predictions", predictions_table(total, true));
	add_costs(text, result);
	add_details(text, "Fitted terms", terms_table(&total->fit));
	add_details(text, "Laws tried", laws_table(&total->fit));
	add_notes(text, result);
	add_suites(text, result);
	add_details(text, "Machine", host_table(&result->host));
	add_foot(text, result);
}
