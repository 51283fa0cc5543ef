/*
 * report_json - report.json, written and read (jansson). ptbench(5) has the format.
 */
#ifndef IO_REPORT_JSON_H
#define IO_REPORT_JSON_H

#include "base/error.h"
#include "base/strbuf.h"
#include "core/result.h"

void report_json_write(const struct result *result, struct strbuf *text);

/* `path` is a report.json or the folder that holds one; fills an initialised result. -1 with
 * STATUS_USAGE: cannot be read, is no report, or has another schema version. */
int report_json_read(const char *path, struct result *result, struct error *error);

#endif
