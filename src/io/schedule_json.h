/*
 * schedule_json - what `ptbench schedule --json` writes; ptbench(5) has the format.
 */
#ifndef IO_SCHEDULE_JSON_H
#define IO_SCHEDULE_JSON_H

#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/result.h"

void schedule_json_write(
	const struct tests_summary *tests, const struct strvec *warnings, struct strbuf *text);

#endif
