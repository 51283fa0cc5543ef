#include "config.h"

#include "view/compareview.h"

#include <math.h>

#include "base/strvec.h"
#include "view/figures.h"
#include "view/table.h"
#include "view/text.h"

static const struct column stage_columns[] = {
	{"stage", NULL, ALIGN_LEFT, 0, true},
	{"sequential", "time of the sequential form", ALIGN_RIGHT, 0, false},
	{"best", "the least time of any count", ALIGN_RIGHT, 0, false},
	{"at", NULL, ALIGN_RIGHT, 1, false},
	{"gain", "sequential time of the first stage over this stage's best", ALIGN_RIGHT, 0,
		false},
	{"95 %", NULL, ALIGN_RIGHT, 2, false},
};

static const struct column point_columns[] = {
	{"stage", NULL, ALIGN_LEFT, 0, true},
	{"workers", NULL, ALIGN_RIGHT, 0, false},
	{"time of the first stage", NULL, ALIGN_RIGHT, 0, false},
	{"95 %", NULL, ALIGN_RIGHT, 1, false},
};

/* "108 %" of the first stage's time, and the ends of its interval. */
static void
add_ratio(struct table *table, const struct interval *ratio)
{
	struct strbuf text = STRBUF_INIT;

	figure_percent(&text, ratio->estimate);
	table_cell_taken(table, ratio->estimate, &text);
	if (isfinite(ratio->low) && isfinite(ratio->high)) {
		figure_percent(&text, ratio->low);
		strbuf_addstr(&text, " to ");
		figure_percent(&text, ratio->high);
	}
	table_cell_taken(table, UNKNOWN, &text);
}

static void
fill_stages(const struct comparison *comparison, struct table *table)
{
	double smallest = (double)INFINITY, largest = 0.0;

	for (size_t i = 0; i < comparison->stage_count; i++) {
		smallest = fmin(smallest, comparison->stages[i].best_s.estimate);
		largest = fmax(largest,
			fmax(comparison->stages[i].sequential_s.estimate,
				comparison->stages[i].best_s.estimate));
	}

	struct time_scale scale = time_scale_between(smallest, largest);
	for (size_t i = 0; i < comparison->stage_count; i++) {
		const struct stage *stage = &comparison->stages[i];
		struct strbuf text = STRBUF_INIT;
		table_row(table, ROW_PLAIN);
		table_cell(table, UNKNOWN, stage->name);
		figure_time(&text, &scale, stage->sequential_s.estimate);
		table_cell_taken(table, stage->sequential_s.estimate, &text);
		figure_time(&text, &scale, stage->best_s.estimate);
		table_cell_taken(table, stage->best_s.estimate, &text);
		if (stage->best_workers > 0)
			figure_advice(&text, stage->best_mode, stage->best_workers);
		table_cell_taken(table, stage->best_workers, &text);
		figure_ratio(&text, stage->gain.estimate);
		strbuf_addch(&text, 'x');
		table_cell_taken(table, stage->gain.estimate, &text);
		figure_ratio_range(&text, &stage->gain, false);
		table_cell_taken(table, UNKNOWN, &text);
	}
}

static void
fill_points(const struct comparison *comparison, struct table *table)
{
	for (size_t i = 0; i < comparison->point_count; i++) {
		const struct compared_point *point = &comparison->points[i];
		table_row(table, ROW_PLAIN);
		table_cell(table, UNKNOWN, comparison->stages[point->stage].name);
		if (point->mode == MODE_SEQ)
			table_cell(table, 0.0, "sequential");
		else
			table_cellf(table, point->workers, "%d", point->workers);
		add_ratio(table, &point->ratio);
	}
}

static void
add_percent_change(struct strbuf *text, double change)
{
	strbuf_addstr(text, change < 0 ? "-" : "+");
	figure_percent(text, fabs(change));
}

/* " (+8 % to +12 %)"; nothing where an end does not exist. */
static void
add_change_range(struct strbuf *text, double low, double high)
{
	if (!isfinite(low) || !isfinite(high))
		return;
	strbuf_addstr(text, " (");
	add_percent_change(text, low);
	strbuf_addstr(text, " to ");
	add_percent_change(text, high);
	strbuf_addch(text, ')');
}

/* "+2.1 pp (+0.3 to +4.0)", percentage points */
static void
add_points_change(struct strbuf *text, const struct interval *change)
{
	strbuf_addf(text, "%+.1f pp", 100.0 * change->estimate);
	if (isfinite(change->low) && isfinite(change->high))
		strbuf_addf(
			text, " (%+.1f to %+.1f)", 100.0 * change->low, 100.0 * change->high);
}

static void
change_sentence(
	const struct comparison *comparison, const struct change *change, struct strvec *list)
{
	const char *name = comparison->stages[change->stage].name;
	struct strbuf text = STRBUF_INIT;

	if (isfinite(change->serial.estimate)) {
		strbuf_addf(&text, "%s: serial fraction ", name);
		add_points_change(&text, &change->serial);
	} else {
		strbuf_addf(&text, "%s: serial fraction not known in both", name);
	}
	if (isfinite(change->memory.estimate)) {
		strbuf_addstr(&text, ", memory ");
		add_percent_change(&text, change->memory.estimate - 1.0);
		add_change_range(&text, change->memory.low - 1.0, change->memory.high - 1.0);
	}
	if (change->advice[0] > 0 && change->advice[0] == change->advice[1])
		strbuf_addf(&text, ", advice still %d", change->advice[0]);
	else if (change->advice[0] > 0 && change->advice[1] > 0)
		strbuf_addf(&text, ", advice %d -> %d", change->advice[0], change->advice[1]);
	strbuf_addch(&text, '.');
	strvec_push_owned(list, strbuf_detach(&text));
}

static void
gate_sentence(const struct comparison *comparison, const struct gate_outcome *outcome,
	struct strvec *list)
{
	struct strbuf text = STRBUF_INIT;

	strbuf_addf(&text, "%s: %s: '%s', the change is ",
		outcome->tripped ? "FAILED" : "passed", comparison->stages[outcome->stage].name,
		outcome->gate->expression);
	if (outcome->gate->kind == GATE_SERIAL) {
		add_points_change(&text, &outcome->value);
	} else {
		add_percent_change(&text, outcome->value.estimate);
		add_change_range(&text, outcome->value.low, outcome->value.high);
	}
	strbuf_addch(&text, '.');
	strvec_push_owned(list, strbuf_detach(&text));
}

static void
sentences_of(const struct comparison *comparison, struct strvec *list)
{
	for (size_t i = 0; i < comparison->change_count; i++)
		change_sentence(comparison, &comparison->changes[i], list);
	for (size_t i = 0; i < comparison->gate_count; i++)
		gate_sentence(comparison, &comparison->gates[i], list);
}

static void
add_paragraph(struct strbuf *text, const char *prefix, const char *sentence,
	const struct style *style)
{
	struct strbuf clean = STRBUF_INIT;

	strbuf_addstr(&clean, prefix);
	text_add_terminal(&clean, sentence, style);
	text_add_wrapped(
		text, strbuf_text(&clean), style->width > 0 ? (size_t)style->width : 0, 2);
	strbuf_release(&clean);
}

/* Loud, since they may say that the figures mean nothing. */
static void
add_warnings(
	struct strbuf *text, const struct comparison *comparison, const struct style *style)
{
	for (size_t i = 0; i < comparison->warnings.count; i++) {
		strbuf_addstr(text, style->color ? "\x1b[1;31m" : "");
		add_paragraph(text, "Warning: ", comparison->warnings.items[i], style);
		strbuf_addstr(text, style->color ? "\x1b[0m\n" : "\n");
	}
}

void
compare_view(
	const struct comparison *comparison, const struct style *style, struct strbuf *text)
{
	struct table stages = TABLE_INIT(stage_columns), points = TABLE_INIT(point_columns);
	struct strvec sentences = STRVEC_INIT;

	fill_stages(comparison, &stages);
	fill_points(comparison, &points);
	sentences_of(comparison, &sentences);
	table_terminal(&stages, style, text);
	if (comparison->point_count > 0) {
		strbuf_addch(text, '\n');
		table_terminal(&points, style, text);
	}
	strbuf_addch(text, '\n');
	add_warnings(text, comparison, style);
	for (size_t i = 0; i < sentences.count; i++) {
		add_paragraph(text, "", sentences.items[i], style);
		strbuf_addch(text, '\n');
	}
	strvec_release(&sentences);
	table_release(&points);
	table_release(&stages);
}

void
compare_markdown(const struct comparison *comparison, struct strbuf *text)
{
	struct table stages = TABLE_INIT(stage_columns), points = TABLE_INIT(point_columns);
	struct strvec sentences = STRVEC_INIT;

	fill_stages(comparison, &stages);
	fill_points(comparison, &points);
	sentences_of(comparison, &sentences);
	strbuf_addstr(text, "## ptbench: stages compared\n\n");
	for (size_t i = 0; i < comparison->warnings.count; i++) {
		strbuf_addstr(text, "**Warning:** ");
		text_add_markdown(text, comparison->warnings.items[i]);
		strbuf_addstr(text, "\n\n");
	}
	table_markdown(&stages, text);
	strbuf_addch(text, '\n');
	if (comparison->point_count > 0) {
		table_markdown(&points, text);
		strbuf_addch(text, '\n');
	}
	for (size_t i = 0; i < sentences.count; i++) {
		strbuf_addstr(text, "- ");
		text_add_markdown(text, sentences.items[i]);
		strbuf_addch(text, '\n');
	}
	strvec_release(&sentences);
	table_release(&points);
	table_release(&stages);
}
