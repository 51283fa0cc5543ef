#include "config.h"

#include "view/summary.h"

#include <math.h>
#include <string.h>

#include "view/charplot.h"
#include "view/figures.h"
#include "view/sentences.h"
#include "view/tables.h"
#include "view/text.h"

#define PLOT_WIDTH     64 /* columns of the picture when there is room */
#define PLOT_LEAST     40 /* it is not drawn smaller beside the table */
#define SENTENCE_WIDTH 100 /* longer lines are hard to read */
#define WARNINGS_SHOWN 4
#define FINDINGS_SHOWN 2
#define BESIDE_GAP     4

/* What is given up, step by step, so that the summary is one screen. */
static const struct space {
	size_t rows; /* of the table; 0: all */
	int plot_height; /* lines of the picture below the table */
} spaces[] = {
	{0, 10},
	{14, 10},
	{12, 7},
	{8, 6},
	{6, 5},
};

static void
add_bold(struct strbuf *out, const char *text, const struct style *style)
{
	strbuf_addf(out, style->color ? "\x1b[1m%s\x1b[0m" : "%s", text);
}

/* A pipe's reader has said with COLUMNS what it wants. */
static size_t
sentence_width(const struct style *style)
{
	size_t width = (size_t)style->width;

	return !style->piped && width > SENTENCE_WIDTH ? SENTENCE_WIDTH : width;
}

/* Title, machine, and where it comes from. */
static void
add_head(struct strbuf *out, const struct result *result, const struct style *style)
{
	struct strbuf title = STRBUF_INIT;
	size_t columns = style->width > 0 ? (size_t)style->width : TEXT_NAME_COLUMNS;

	text_add_clean(
		&title, result->title != NULL ? result->title : "", columns, style->utf8);
	add_bold(out, strbuf_text(&title), style);
	strbuf_addch(out, '\n');
	strbuf_release(&title);
}

/* The lines of `left` with those of `right` beside them. */
static void
add_beside(struct strbuf *out, const char *left, const char *right, size_t left_width)
{
	while (*left != '\0' || *right != '\0') {
		size_t length = strcspn(left, "\n");
		size_t right_length = strcspn(right, "\n");
		struct strbuf line = STRBUF_INIT;

		strbuf_add(&line, left, length);
		size_t width = text_width(strbuf_text(&line));
		if (right_length > 0)
			strbuf_addn(&line, ' ', left_width + BESIDE_GAP - width);
		strbuf_add(&line, right, right_length);
		strbuf_addf(out, "%s\n", strbuf_text(&line));
		strbuf_release(&line);
		left += length + (left[length] == '\n');
		right += right_length + (right[right_length] == '\n');
	}
}

static size_t
widest_line(const char *text, size_t *lines)
{
	size_t widest = 0;

	*lines = 0;
	while (*text != '\0') {
		size_t length = strcspn(text, "\n");
		struct strbuf line = STRBUF_INIT;

		strbuf_add(&line, text, length);
		size_t width = text_width(strbuf_text(&line));
		widest = width > widest ? width : widest;
		strbuf_release(&line);
		*lines += 1;
		text += length + (text[length] == '\n');
	}
	return widest;
}

/* The table, and the picture beside it where the terminal is wide enough, else below. */
static void
add_table_and_plot(struct strbuf *out, const struct analysis *analysis,
	const struct style *style, const struct space *space)
{
	struct table table = points_table(analysis, style->utf8);
	struct strbuf left = STRBUF_INIT;
	struct strbuf right = STRBUF_INIT;
	struct style narrow = *style;
	bool shared = !style->piped && style->width >= 130;
	size_t lines;
	size_t dropped = space->rows > 0 ? table_thin(&table, space->rows) : 0;

	/* A wide screen is shared: the columns dropped first make room for the picture. */
	if (shared)
		narrow.width = style->width - PLOT_LEAST - BESIDE_GAP;
	table_terminal(&table, &narrow, &left);
	if (dropped > 0)
		strbuf_addf(&left, "  %zu more count%s not shown here\n", dropped,
			dropped == 1 ? " is" : "s are");
	size_t width = widest_line(strbuf_text(&left), &lines);
	size_t room = style->width > 0 ? (size_t)style->width : 80;
	bool beside = shared && room >= width + BESIDE_GAP + PLOT_LEAST;
	size_t plot_room = beside ? room - width - BESIDE_GAP : room;
	int height =
		beside && (int)lines > space->plot_height ? (int)lines : space->plot_height;

	height = height > 16 ? 16 : height;
	charplot_view(analysis, style, (int)(plot_room > PLOT_WIDTH ? PLOT_WIDTH : plot_room),
		height, &right);
	if (beside) {
		add_beside(out, strbuf_text(&left), strbuf_text(&right), width);
	} else {
		strbuf_addstr(out, strbuf_text(&left));
		if (right.length > 0)
			strbuf_addf(out, "\n%s", strbuf_text(&right));
	}
	strbuf_release(&left);
	strbuf_release(&right);
	table_release(&table);
}

static void
add_line(
	struct strbuf *out, const char *sentence, const char *prefix, const struct style *style)
{
	struct strbuf clean = STRBUF_INIT;

	strbuf_addstr(&clean, prefix);
	text_add_terminal(&clean, sentence, style);
	text_add_wrapped(out, strbuf_text(&clean), sentence_width(style), 2);
	strbuf_addch(out, '\n');
	strbuf_release(&clean);
}

static void
add_lines(struct strbuf *out, const struct strvec *list, size_t most, const char *prefix,
	const struct style *style)
{
	for (size_t i = 0; i < list->count && i < most; i++)
		add_line(out, list->items[i], prefix, style);
}

static void
add_findings(struct strbuf *out, const struct result *result, const struct style *style)
{
	const struct analysis *analysis = &result->total;
	struct strvec list = STRVEC_INIT;

	suite_sentences(result, &list);
	fit_short_sentences(analysis, &list);
	failure_sentences(analysis, &list);
	test_sentences(analysis, FINDINGS_SHOWN, &list);
	memory_sentences(analysis, &list);
	prediction_sentences(analysis, &list);
	cost_sentences(analysis, &list);
	stopping_sentence(result, &list);
	strbuf_addch(out, '\n');
	add_lines(out, &list, list.count, "", style);
	strvec_release(&list);
}

static void
add_warnings(struct strbuf *out, const struct result *result, const struct style *style)
{
	const struct strvec *warnings = &result->total.warnings;

	add_lines(out, warnings, WARNINGS_SHOWN, "Warning: ", style);
	if (warnings->count > WARNINGS_SHOWN)
		strbuf_addf(out, "%zu more warning%s in the report.\n",
			warnings->count - WARNINGS_SHOWN,
			warnings->count - WARNINGS_SHOWN == 1 ? " is" : "s are");
}

static void
add_suites(struct strbuf *out, const struct result *result, const struct style *style)
{
	struct table table = suites_table(result);

	if (table.count > 0) {
		table_terminal(&table, style, out);
		strbuf_addch(out, '\n');
	}
	table_release(&table);
}

static void
add_directory(struct strbuf *out, const struct result *result, const struct style *style)
{
	if (result->directory == NULL || *result->directory == '\0')
		return;
	strbuf_addstr(out, "Report: ");
	text_add_terminal(out, result->directory, style);
	strbuf_addstr(out, "\n");
	if (result->total.stopping.reason == STOP_INTERRUPTED) {
		strbuf_addstr(out, "To go on where it stopped: ptbench --resume ");
		text_add_terminal(out, result->directory, style);
		strbuf_addstr(out, "\n");
	}
}

/* The last paragraph is the recommendation, word for word: scripts rely on it. */
static void
add_recommendation(struct strbuf *out, const struct result *result, const struct style *style)
{
	const char *sentence = result->total.recommendation.sentence;
	struct strbuf clean = STRBUF_INIT;
	struct strbuf wrapped = STRBUF_INIT;

	if (sentence == NULL || *sentence == '\0')
		return;
	text_add_terminal(&clean, sentence, style);
	text_add_wrapped(
		&wrapped, strbuf_text(&clean), style->piped ? 0 : sentence_width(style), 0);
	strbuf_addch(out, '\n');
	add_bold(out, strbuf_text(&wrapped), style);
	strbuf_addch(out, '\n');
	strbuf_release(&clean);
	strbuf_release(&wrapped);
}

static void
add_summary(struct strbuf *text, const struct result *result, const struct style *style,
	const struct space *space)
{
	add_head(text, result, style);
	strbuf_addch(text, '\n');
	add_suites(text, result, style);
	if (result->total.point_count > 0)
		add_table_and_plot(text, &result->total, style, space);
	add_findings(text, result, style);
	add_warnings(text, result, style);
	add_directory(text, result, style);
	add_recommendation(text, result, style);
}

/* Smaller screens than this scroll: less than that of the table and the picture says nothing. */
#define LEAST_SCREEN 30

void
summary_view(const struct result *result, const struct style *style, struct strbuf *text)
{
	size_t screen = style->height > LEAST_SCREEN ? (size_t)style->height : LEAST_SCREEN;
	size_t most = sizeof spaces / sizeof *spaces;
	size_t start = text->length;

	for (size_t i = 0; i < most; i++) {
		size_t lines;

		strbuf_truncate(text, start);
		add_summary(text, result, style, &spaces[i]);
		widest_line(strbuf_text(text) + start, &lines);
		/* The shell's next prompt takes a line, too. */
		if (style->height == 0 || lines < screen)
			return;
	}
}
