/*
 * scheduleview - `ptbench schedule` on one screen: makespans, who works on what, what to do.
 */
#ifndef VIEW_SCHEDULEVIEW_H
#define VIEW_SCHEDULEVIEW_H

#include "base/strbuf.h"
#include "core/result.h"
#include "view/style.h"

/* `best` is shown worker by worker; NULL: none is. */
void schedule_view(const struct tests_summary *tests, const struct schedule *best,
	const struct style *style, struct strbuf *text);

#endif
