/*
 * report_host - the member `host` of report.json and session.json, written and read.
 */
#ifndef IO_REPORT_HOST_H
#define IO_REPORT_HOST_H

#include "core/host.h"
#include "io/json_reader.h"

/* A new reference. */
json_t *report_host_value(const struct host *host);

/* Fills a host without contents; the caller releases it. */
void report_host_read(struct json_reader *reader, const json_t *value, struct host *host);

#endif
