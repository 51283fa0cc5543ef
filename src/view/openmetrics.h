/*
 * openmetrics - a metrics report for GitLab, as OpenMetrics text (openmetrics.io, version 1.0).
 */
#ifndef VIEW_OPENMETRICS_H
#define VIEW_OPENMETRICS_H

#include "base/strbuf.h"
#include "core/result.h"

/* Times, speedups, efficiencies, memory, failures, serial fraction and advice, ended by # EOF.
 * A figure that does not exist has no line. */
void openmetrics_view(const struct result *result, struct strbuf *text);

#endif
