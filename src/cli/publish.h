/*
 * publish - a result, to every place that the options name.
 */
#ifndef CLI_PUBLISH_H
#define CLI_PUBLISH_H

#include "base/error.h"
#include "cli/options.h"
#include "core/result.h"

/*
 * Writes what the options ask for: the files in result->directory (unless it is ""), --json,
 * --markdown, --csv, --github, --gitlab, and the summary on stdout, or on stderr when a document
 * has stdout. Each is tried whatever became of the others; the first failure is told.
 */
int publish(const struct options *options, const struct result *result, struct error *error);

#endif
