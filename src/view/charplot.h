/*
 * charplot - the speedup as a small picture in characters.
 */
#ifndef VIEW_CHARPLOT_H
#define VIEW_CHARPLOT_H

#include "base/strbuf.h"
#include "core/result.h"
#include "view/style.h"

/* `width` columns and `height` lines with axes and legend (at least 30 and 6), each with a
 * newline. Nothing with fewer than two counts. */
void charplot_view(const struct analysis *analysis, const struct style *style, int width,
	int height, struct strbuf *out);

#endif
