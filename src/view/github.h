/*
 * github - annotations for GitHub Actions, as workflow commands.
 *
 * The job summary is report.md's text (view/markdown.h), appended to $GITHUB_STEP_SUMMARY.
 */
#ifndef VIEW_GITHUB_H
#define VIEW_GITHUB_H

#include "base/strbuf.h"
#include "core/result.h"

/* GitHub refuses a step's summary that is larger (bytes). */
#define GITHUB_SUMMARY_LIMIT (1024 * 1024)

/* A notice with the advice, a warning for each count that fails and for each warning; no more
 * than GitHub shows. One line each. */
void github_view(const struct result *result, struct strbuf *text);

#endif
