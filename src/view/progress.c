#include "config.h"

#include "view/progress.h"

#include <math.h>

#include "base/units.h"
#include "view/figures.h"
#include "view/text.h"

/* Adds a part if the line stays short enough; the first parts are the important ones. */
static void
add_part(struct strbuf *line, struct strbuf *part, const struct style *style)
{
	const char *separator = line->length > 0 ? "  " : "";
	size_t width = text_width(strbuf_text(line)) + text_width(strbuf_text(part)) +
		text_width(separator);

	if (part->length > 0 && (style->width == 0 || width <= (size_t)style->width))
		strbuf_addf(line, "%s%s", separator, strbuf_text(part));
	strbuf_release(part);
}

static void
add_trial(struct strbuf *line, const struct trial *trial, const struct style *style)
{
	struct strbuf part = STRBUF_INIT;

	if (trial == NULL)
		return;
	if (trial->suite != NULL && *trial->suite != '\0') {
		text_add_clean(&part, trial->suite, 20, style->utf8);
		strbuf_addstr(&part, ": ");
	}
	strbuf_addstr(&part, trial->warmup ? "warm-up, " : "");
	figure_advice(&part, trial->mode, trial->workers);
	add_part(line, &part, style);
}

static void
add_count(struct strbuf *line, const struct progress *progress, const struct style *style)
{
	const struct planner_progress *planner = &progress->planner;
	struct strbuf part = STRBUF_INIT;
	bool warmup = progress->trial != NULL && progress->trial->warmup;

	if (warmup || planner->expected <= 0)
		return;
	strbuf_addf(&part, "run %d of %s%d", planner->done + 1, planner->exact ? "" : "about ",
		planner->expected > planner->done ? planner->expected : planner->done + 1);
	add_part(line, &part, style);
}

static void
add_times(struct strbuf *line, const struct progress *progress, const struct style *style)
{
	struct strbuf part = STRBUF_INIT;
	char text[NUMBER_SIZE];

	if (isfinite(progress->elapsed_s)) {
		strbuf_addf(&part, "%s so far", format_time(floor(progress->elapsed_s), text));
		add_part(line, &part, style);
	}
	if (isfinite(progress->planner.remaining_s) && progress->planner.remaining_s > 0.0) {
		strbuf_addf(&part, "about %s left",
			format_time(ceil(progress->planner.remaining_s), text));
		add_part(line, &part, style);
	}
}

static void
add_guess(
	struct strbuf *line, const struct planner_progress *planner, const struct style *style)
{
	struct strbuf part = STRBUF_INIT;

	if (planner->best_workers <= 0)
		return;
	strbuf_addstr(&part, "best ");
	figure_advice(&part, planner->best_mode, planner->best_workers);
	if (isfinite(planner->probability))
		strbuf_addf(&part, " p %.2f", planner->probability);
	if (isfinite(planner->probability) && isfinite(planner->wanted))
		strbuf_addf(&part, " of %.2f", planner->wanted);
	add_part(line, &part, style);
}

void
progress_view(const struct progress *progress, const struct style *style, struct strbuf *text)
{
	struct strbuf line = STRBUF_INIT;

	add_trial(&line, progress->trial, style);
	add_count(&line, progress, style);
	add_times(&line, progress, style);
	add_guess(&line, &progress->planner, style);
	strbuf_addstr(text, strbuf_text(&line));
	strbuf_release(&line);
}
