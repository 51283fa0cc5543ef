/*
 * progress - the one line that says what runs, how far it is and what it waits for.
 */
#ifndef VIEW_PROGRESS_H
#define VIEW_PROGRESS_H

#include "base/strbuf.h"
#include "core/planner.h"
#include "view/style.h"

struct progress {
	const struct trial *trial; /* what runs now */
	struct planner_progress planner;
	double elapsed_s;
};

/* The line without carriage return or newline, no longer than style->width. */
void progress_view(const struct progress *progress, const struct style *style,
	struct strbuf *text);

#endif
