/*
 * runnersview - `ptbench runners`: what is known, and how each takes its worker count.
 */
#ifndef VIEW_RUNNERSVIEW_H
#define VIEW_RUNNERSVIEW_H

#include "base/strbuf.h"
#include "core/runner.h"
#include "view/style.h"

/* All of them: a table, and the programs that are known to have no worker count. */
void runners_view(const struct runners *table, const struct style *style, struct strbuf *text);

/* Everything about one. */
void runner_view(const struct runner *row, const struct style *style, struct strbuf *text);

#endif
