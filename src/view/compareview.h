/*
 * compareview - `ptbench compare`: stages side by side, what changed, which gates tripped.
 */
#ifndef VIEW_COMPAREVIEW_H
#define VIEW_COMPAREVIEW_H

#include "base/strbuf.h"
#include "core/compare.h"
#include "view/style.h"

void compare_view(const struct comparison *comparison, const struct style *style,
	struct strbuf *text);
void compare_markdown(const struct comparison *comparison, struct strbuf *text);

#endif
