/*
 * markdown - report.md: for pull requests and job summaries.
 */
#ifndef VIEW_MARKDOWN_H
#define VIEW_MARKDOWN_H

#include "base/strbuf.h"
#include "core/result.h"

void markdown_view(const struct result *result, struct strbuf *text);

#endif
