#include "config.h"

#include "view/scheduleview.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"
#include "view/figures.h"
#include "view/table.h"
#include "view/text.h"

#define COUNTS_SHOWN  10 /* columns of makespans */
#define WORKERS_SHOWN 12 /* bars */
#define STARTS_SHOWN  3
#define NAME_COLUMNS  48
#define BAR_COLUMNS   40

static void
add_seconds(struct strbuf *out, double seconds)
{
	char text[NUMBER_SIZE];

	strbuf_addstr(out, format_time(seconds, text));
}

static void
add_name(struct strbuf *out, const char *name, const struct style *style)
{
	text_add_clean(out, name, NAME_COLUMNS, style->utf8);
}

static void
add_facts(struct strbuf *out, const struct tests_summary *tests, const struct style *style)
{
	strbuf_addf(out, "%d test%s ", tests->tests, tests->tests == 1 ? " takes" : "s take");
	add_seconds(out, tests->total_s);
	strbuf_addstr(out, "; the longest, ");
	add_name(out, tests->longest.name, style);
	strbuf_addstr(out, ", ");
	add_seconds(out, tests->longest.seconds);
	strbuf_addf(out, ".\nUseful workers: %d. With more, that test alone decides.\n\n",
		tests->useful_workers);
}

/* The schedules are sorted by scheduler; those of one have the same counts in a row. */
static size_t
count_columns(const struct tests_summary *tests)
{
	size_t count = 1;

	while (count < tests->schedule_count &&
		strcmp(tests->schedules[count].scheduler, tests->schedules[0].scheduler) == 0)
		count++;
	return count;
}

static struct time_scale
scale_of(const struct tests_summary *tests)
{
	double smallest = tests->total_s, largest = 0;

	for (size_t i = 0; i < tests->schedule_count; i++) {
		double makespan = tests->schedules[i].makespan_s;

		smallest = makespan < smallest ? makespan : smallest;
		largest = makespan > largest ? makespan : largest;
	}
	return time_scale_between(smallest, largest);
}

static void
add_time_cell(struct table *table, const struct time_scale *scale, double seconds)
{
	struct strbuf text = STRBUF_INIT;

	figure_time(&text, scale, seconds);
	table_cell_taken(table, seconds, &text);
}

/* One row per scheduler, one column per count, the bound of each count below. */
static void
add_makespans(struct strbuf *out, const struct tests_summary *tests, const struct style *style)
{
	struct column columns[1 + COUNTS_SHOWN] = {{"scheduler", NULL, ALIGN_LEFT, 0, false}};
	char titles[COUNTS_SHOWN][32];
	size_t all = count_columns(tests);
	size_t shown = all < COUNTS_SHOWN ? all : COUNTS_SHOWN;
	struct time_scale scale = scale_of(tests);
	struct table table = {.columns = columns, .column_count = 1 + shown};

	for (size_t j = 0; j < shown; j++) {
		int workers = tests->schedules[j].workers;

		snprintf(titles[j], sizeof titles[j], "%d worker%s", workers,
			workers == 1 ? "" : "s");
		columns[1 + j] = (struct column){titles[j], NULL, ALIGN_RIGHT, (int)j, false};
	}
	for (size_t i = 0; i < tests->schedule_count; i += all) {
		table_row(&table, ROW_PLAIN);
		table_cell(&table, UNKNOWN, tests->schedules[i].scheduler);
		for (size_t j = 0; j < shown; j++)
			add_time_cell(&table, &scale, tests->schedules[i + j].makespan_s);
	}
	table_row(&table, ROW_UNMEASURED);
	table_cell(&table, UNKNOWN, "lower bound");
	for (size_t j = 0; j < shown; j++)
		add_time_cell(&table, &scale, tests->schedules[j].lower_bound_s);
	table_terminal(&table, style, out);
	table_release(&table);
}

/* Alternating characters show where one test ends and the next begins. */
static void
add_bar(struct strbuf *out, const struct tests_summary *tests, const struct assignment *one,
	double makespan_s)
{
	double now_s = 0;
	size_t used = 0;

	for (size_t i = 0; i < one->count && makespan_s > 0; i++) {
		now_s += tests->durations[one->tests[i]].seconds;
		size_t end = (size_t)(now_s / makespan_s * BAR_COLUMNS + 0.5);

		if (end > BAR_COLUMNS)
			end = BAR_COLUMNS;
		if (end > used)
			strbuf_addn(out, i % 2 == 0 ? '#' : '=', end - used);
		used = end > used ? end : used;
	}
	strbuf_addn(out, '.', BAR_COLUMNS - used);
}

static void
add_worker(struct strbuf *out, const struct tests_summary *tests,
	const struct schedule *schedule, int worker, const struct style *style)
{
	const struct assignment *one = &schedule->assignments[worker];
	const struct test_time *longest = NULL;
	double sum_s = 0;

	for (size_t i = 0; i < one->count; i++) {
		const struct test_time *test = &tests->durations[one->tests[i]];

		sum_s += test->seconds;
		if (longest == NULL || test->seconds > longest->seconds)
			longest = test;
	}
	strbuf_addf(out, "%7d ", worker + 1);
	add_bar(out, tests, one, schedule->makespan_s);
	strbuf_addch(out, ' ');
	add_seconds(out, sum_s);
	strbuf_addf(out, ", %zu test%s", one->count, one->count == 1 ? "" : "s");
	if (longest != NULL) {
		strbuf_addstr(out, ": ");
		add_name(out, longest->name, style);
	}
	if (one->count > 1)
		strbuf_addstr(out, ", ..");
	strbuf_addch(out, '\n');
}

static void
add_bars(struct strbuf *out, const struct tests_summary *tests, const struct schedule *best,
	const struct style *style)
{
	if (best == NULL || best->assignments == NULL || tests->duration_count == 0)
		return;
	strbuf_addf(out, "\nWho works on what: %s, %d worker%s, ", best->scheduler,
		best->workers, best->workers == 1 ? "" : "s");
	add_seconds(out, best->makespan_s);
	strbuf_addstr(out, "\n");
	for (int i = 0; i < best->workers && i < WORKERS_SHOWN; i++)
		add_worker(out, tests, best, i, style);
	if (best->workers > WORKERS_SHOWN)
		strbuf_addf(out, "     .. and %d more\n", best->workers - WORKERS_SHOWN);
}

/* From which count on the longest test is the critical path, and what splitting it would do. */
static void
add_critical_path(
	struct strbuf *out, const struct tests_summary *tests, const struct style *style)
{
	size_t shown = count_columns(tests);

	for (size_t j = 0; j < shown; j++) {
		const struct schedule *one = &tests->schedules[j];
		double share_s = tests->total_s / one->workers;

		if (share_s >= tests->longest.seconds)
			continue;
		strbuf_addstr(out, "\nCritical path: ");
		add_name(out, tests->longest.name, style);
		strbuf_addstr(out, ", ");
		add_seconds(out, tests->longest.seconds);
		strbuf_addf(out,
			", decides from %d workers on. Splitting it would lower the "
			"bound at %d workers to ",
			tests->useful_workers, one->workers);
		add_seconds(
			out, share_s > tests->next_longest_s ? share_s : tests->next_longest_s);
		strbuf_addstr(out, ".\n");
		return;
	}
}

static void
add_starts(struct strbuf *out, const struct tests_summary *tests, const struct style *style)
{
	if (tests->start_count > 0)
		strbuf_addstr(out, "\nStart first:\n");
	for (size_t i = 0; i < tests->start_count && i < STARTS_SHOWN; i++) {
		const struct test_start *start = &tests->starts[i];

		strbuf_addstr(out, "  ");
		add_name(out, start->name, style);
		strbuf_addstr(out, " saves ");
		add_seconds(out, start->saves_s);
		strbuf_addf(out, " with %s and %d worker%s\n", start->scheduler, start->workers,
			start->workers == 1 ? "" : "s");
	}
}

void
schedule_view(const struct tests_summary *tests, const struct schedule *best,
	const struct style *style, struct strbuf *text)
{
	add_facts(text, tests, style);
	if (tests->schedule_count > 0)
		add_makespans(text, tests, style);
	add_bars(text, tests, best, style);
	add_critical_path(text, tests, style);
	add_starts(text, tests, style);
}
