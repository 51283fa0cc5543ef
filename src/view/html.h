/*
 * html - report.html: one self-contained page.
 */
#ifndef VIEW_HTML_H
#define VIEW_HTML_H

#include "base/strbuf.h"
#include "core/result.h"
#include "view/plots.h"

/* `pictures` has the SVG text of each plot, or NULL where there is none. */
void html_view(const struct result *result, const struct plots *plots, char *const *pictures,
	struct strbuf *text);

#endif
