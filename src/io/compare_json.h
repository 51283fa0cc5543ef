/*
 * compare_json - `ptbench compare --json`; ptbench(5) has the format.
 */
#ifndef IO_COMPARE_JSON_H
#define IO_COMPARE_JSON_H

#include "base/strbuf.h"
#include "core/compare.h"

void compare_json_write(const struct comparison *comparison, struct strbuf *text);

#endif
