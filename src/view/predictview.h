/*
 * predictview - `ptbench predict` as a table, the adjusted times beside the theory.
 */
#ifndef VIEW_PREDICTVIEW_H
#define VIEW_PREDICTVIEW_H

#include "base/strbuf.h"
#include "core/whatif.h"
#include "view/style.h"

void predict_view(const struct whatif *whatif, const struct style *style, struct strbuf *text);

#endif
