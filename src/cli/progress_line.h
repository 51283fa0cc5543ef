/*
 * progress_line - the line on stderr while a measurement runs; nothing where stderr is no
 * terminal, and nothing with --quiet. What the measurer tells meanwhile stands above it.
 */
#ifndef CLI_PROGRESS_LINE_H
#define CLI_PROGRESS_LINE_H

#include <stdbool.h>

#include "cli/measurement.h"

struct progress_line {
	bool active;
	bool shown;
	struct measurement *measurement;
	struct trial trial; /* the one that was started last */
};

/* From now on the line listens to the measurer; both are borrowed. */
void progress_line_init(struct progress_line *line, struct measurement *measurement);

/* A trial starts. */
void progress_line_show(struct progress_line *line, const struct trial *trial);

/* Takes the line away, so that a message can stand there. */
void progress_line_clear(struct progress_line *line);

#endif
