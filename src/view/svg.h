/*
 * svg - gnuplot's SVG made fit to stand inside a page.
 *
 * Without XML prolog, with ids of its own, in the page's colours (light and dark), with title,
 * description and texts to point at; what gnuplot repeats for each mark is left out.
 */
#ifndef VIEW_SVG_H
#define VIEW_SVG_H

#include "base/strbuf.h"
#include "view/plots.h"

/* `number` tells the page's pictures apart. Nothing is added where `svg` has no <svg>. */
void svg_add_inline(struct strbuf *out, const char *svg, const struct plot *plot, size_t number);

#endif
