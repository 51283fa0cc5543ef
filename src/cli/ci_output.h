/*
 * ci_output - what --github and --gitlab leave for the CI system.
 */
#ifndef CLI_CI_OUTPUT_H
#define CLI_CI_OUTPUT_H

#include "base/error.h"
#include "cli/options.h"
#include "core/result.h"

/* -1 when a file cannot be written; a missing GITHUB_STEP_SUMMARY is a warning. */
int ci_output(const struct options *options, const struct result *result, struct error *error);

#endif
