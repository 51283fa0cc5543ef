/*
 * hostview - `ptbench host`: what `auto` is here, and why.
 */
#ifndef VIEW_HOSTVIEW_H
#define VIEW_HOSTVIEW_H

#include "base/strbuf.h"
#include "core/host.h"
#include "view/style.h"

void host_view(const struct host *host, const struct style *style, struct strbuf *text);

#endif
