/*
 * summary - the terminal's one screen: table, plot in characters, findings, advice last.
 */
#ifndef VIEW_SUMMARY_H
#define VIEW_SUMMARY_H

#include "base/strbuf.h"
#include "core/result.h"
#include "view/style.h"

void summary_view(const struct result *result, const struct style *style, struct strbuf *text);

#endif
