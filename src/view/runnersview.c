#include "config.h"

#include "view/runnersview.h"

#include <stdlib.h>

#include "core/template.h"
#include "view/table.h"
#include "view/text.h"

#define LABEL_WIDTH  23
#define MOST_COLUMNS 42 /* of one cell in the list */
#define LEAST_WIDTH  40 /* wraps no narrower */

static const struct column columns[] = {
	{"runner", NULL, ALIGN_LEFT, 0, true},
	{"with {n} workers", NULL, ALIGN_LEFT, 0, true},
	{"sequentially", NULL, ALIGN_LEFT, 1, true},
	{"in the environment", NULL, ALIGN_LEFT, 2, true},
};

static void
add_cell(struct table *table, const char *cell, const struct style *style)
{
	struct strbuf text = STRBUF_INIT;

	text_add_clean(&text, cell, MOST_COLUMNS, style->utf8);
	table_cell_taken(table, 0, &text);
}

static void
add_hidden(const struct runners *table, const struct style *style, struct strbuf *text)
{
	struct strbuf names = STRBUF_INIT;

	for (size_t i = 0; i < table->count; i++) {
		if (runner_takes_count(&table->rows[i]))
			continue;
		strbuf_addstr(&names, names.length > 0 ? ", " : "");
		text_add_terminal(&names, table->rows[i].name, style);
	}
	if (names.length > 0) {
		strbuf_addstr(text, "\nKnown to have no workers or to hide the runner:\n  ");
		text_add_wrapped(text, strbuf_text(&names),
			style->width > LEAST_WIDTH ? (size_t)style->width - 2 : 78, 2);
		strbuf_addch(text, '\n');
	}
	strbuf_release(&names);
}

void
runners_view(const struct runners *table, const struct style *style, struct strbuf *text)
{
	struct table list = TABLE_INIT(columns);

	for (size_t i = 0; i < table->count; i++) {
		const struct runner *row = &table->rows[i];

		if (!runner_takes_count(row))
			continue;
		table_row(&list, ROW_PLAIN);
		add_cell(&list, row->name, style);
		add_cell(&list, row->workers, style);
		add_cell(&list, row->sequential, style);
		add_cell(&list, row->environment, style);
	}
	table_terminal(&list, style, text);
	table_release(&list);
	add_hidden(table, style, text);
	strbuf_addstr(text,
		"\nptbench runners NAME tells all about one. Anything else: write {n} where the count "
		"goes.\n");
}

static void
add_fact(const char *label, const char *value, const struct style *style, struct strbuf *text)
{
	struct strbuf clean = STRBUF_INIT;
	struct strbuf wrapped = STRBUF_INIT;
	size_t width = style->width > LEAST_WIDTH + LABEL_WIDTH ? (size_t)style->width : 80;

	if (*value == '\0')
		return;
	text_add_terminal(&clean, value, style);
	text_add_wrapped(&wrapped, strbuf_text(&clean), width - LABEL_WIDTH - 2, 0);
	strbuf_addf(text, "  %-*s", LABEL_WIDTH, label);
	for (const char *c = strbuf_text(&wrapped); *c != '\0'; c++) {
		strbuf_addch(text, *c);
		if (*c == '\n')
			strbuf_addn(text, ' ', LABEL_WIDTH + 2);
	}
	strbuf_addch(text, '\n');
	strbuf_release(&wrapped);
	strbuf_release(&clean);
}

/* Alternatives of the table for people: "a|b" is "a, b". */
static void
add_alternatives(
	const char *label, const char *list, const struct style *style, struct strbuf *text)
{
	struct strbuf spaced = STRBUF_INIT;

	for (; *list != '\0'; list++) {
		if (*list == '|')
			strbuf_addstr(&spaced, ", ");
		else
			strbuf_addch(&spaced, *list);
	}
	add_fact(label, strbuf_text(&spaced), style, text);
	strbuf_release(&spaced);
}

/* What the runner's absence of a sequential form means, in words. */
static const char *
sequential_words(const struct runner *row)
{
	if (*row->sequential != '\0')
		return row->sequential;
	return runner_takes_count(row) ? "(none of these)" : "";
}

/* A report that only some commands write has its condition; most of the others say nothing. */
static void
add_times(const struct runner *row, const struct style *style, struct strbuf *text)
{
	bool any = *row->report != '\0' || *row->report_files != '\0';

	add_fact("test times by", row->report, style, text);
	add_alternatives("test times in", row->report_files, style, text);
	add_fact("written as", row->report_kind, style, text);
	add_fact("test times", row->untimed, style, text);
	if (!any && *row->untimed == '\0' && runner_takes_count(row))
		add_fact("test times",
			"none that ptbench knows of: name the JUnit XML reports that the tests "
			"write with --junit GLOB",
			style, text);
}

void
runner_view(const struct runner *row, const struct style *style, struct strbuf *text)
{
	strbuf_addstr(text, style->color ? "\033[1m" : "");
	text_add_terminal(text, row->name, style);
	strbuf_addstr(text, style->color ? "\033[0m" : "");
	if (*row->family != '\0') {
		strbuf_addstr(text, " (");
		text_add_terminal(text, row->family, style);
		strbuf_addch(text, ')');
	}
	strbuf_addstr(text, "\n");
	add_alternatives("recognised as", row->match, style, text);
	if (*row->match == '\0')
		add_fact("recognised as", "(nothing: name it with --runner)", style, text);
	if (runner_takes_count(row))
		add_fact("with {n} workers", row->workers, style, text);
	add_fact("sequentially", sequential_words(row), style, text);
	add_fact("or in the environment", row->environment, style, text);
	add_alternatives("replaces", row->replaces, style, text);
	add_fact("workers by default", row->default_count, style, text);
	add_fact("what its auto means", row->auto_means, style, text);
	add_fact("a worker gets", row->unit, style, text);
	add_fact("in the order", row->order, style, text);
	add_fact("simulated as", row->scheduler, style, text);
	add_times(row, style, text);
	add_fact("before each run", row->prepare, style, text);
	add_alternatives("needless with", row->fresh, style, text);
	add_alternatives("its input comes from", row->input, style, text);
	add_fact("note", row->caution, style, text);
	add_fact("note", row->pitfall, style, text);

	char *instead = text_replace(row->instead, "{command}", "...");
	add_fact("instead", instead, style, text);
	free(instead);
}
