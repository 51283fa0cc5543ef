/*
 * report_files - the files of one result folder, but for runs.csv and the logs.
 */
#ifndef CLI_REPORT_FILES_H
#define CLI_REPORT_FILES_H

#include "base/error.h"
#include "cli/options.h"
#include "core/result.h"

/* Writes summary.csv, report.json, report.md, plots/ and report.html into result->directory. */
int report_files_write(const struct options *options, const struct result *result,
	struct error *error);

/* Writes plots/ alone: scripts and, where gnuplot is installed, pictures. */
int report_plots_write(const struct options *options, const struct result *result,
	struct error *error);

#endif
