#include "config.h"

#include "cli/progress_line.h"

#include <stdio.h>
#include <unistd.h>

#include "cli/output.h"
#include "view/progress.h"

#define ERASE_LINE "\r\033[K"

/* Of the terminal as it is now: people resize it while they wait. */
static struct style
current_style(const struct progress_line *line)
{
	struct style style = output_style(line->measurement->options, stderr);

	/* The cursor must not reach the last column: some terminals would wrap. */
	if (style.width > 1)
		style.width--;
	return style;
}

static void
draw(void *context)
{
	struct progress_line *line = context;
	const struct measurement *measurement = line->measurement;
	struct style style = current_style(line);
	struct strbuf text = STRBUF_INIT;
	struct progress progress = {
		.trial = &line->trial,
		.planner = planner_progress(measurement->planner),
		.elapsed_s = measurement->measurer->elapsed_s(measurement->measurer),
	};

	progress_view(&progress, &style, &text);
	fprintf(stderr, ERASE_LINE "%s", strbuf_text(&text));
	fflush(stderr);
	line->shown = true;
	strbuf_release(&text);
}

static void
tell(void *context, const char *sentence)
{
	progress_line_clear(context);
	output_warning(sentence);
}

void
progress_line_init(struct progress_line *line, struct measurement *measurement)
{
	bool active = !measurement->options->quiet && isatty(STDERR_FILENO) == 1 &&
		output_obeys_escapes();

	*line = (struct progress_line){
		.active = active,
		.measurement = measurement,
	};
	measurement->measurer->listener = (struct listener){
		.tick = active ? draw : NULL,
		.tell = measurement->options->quiet ? NULL : tell,
		.context = line,
	};
}

void
progress_line_show(struct progress_line *line, const struct trial *trial)
{
	line->trial = *trial;
	if (line->active)
		draw(line);
}

void
progress_line_clear(struct progress_line *line)
{
	if (!line->shown)
		return;
	fputs(ERASE_LINE, stderr);
	fflush(stderr);
	line->shown = false;
}
