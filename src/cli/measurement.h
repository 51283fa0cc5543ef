/*
 * measurement - everything that one `run` works with, from the options to the recorded rows.
 *
 * measurement_prepare() turns options and operands into commands, counts, a host and a
 * measurer; nothing is run and nothing is written before all of that is right. The caller
 * owns the struct; measurement_release() frees its contents.
 */
#ifndef CLI_MEASUREMENT_H
#define CLI_MEASUREMENT_H

#include "base/error.h"
#include "base/strvec.h"
#include "cli/commands.h"
#include "cli/questions.h"
#include "core/cluster.h"
#include "core/counts.h"
#include "core/host.h"
#include "core/measurer.h"
#include "core/planner.h"
#include "core/result.h"
#include "core/runner.h"
#include "core/simulate.h"
#include "io/runs_csv.h"
#include "io/session_json.h"

struct test_reports;

struct measurement {
	const struct options *options;
	struct host host;
	struct cluster cluster; /* empty unless the trials are jobs */
	double cpus; /* C: the CPUs that the command may use, NAN when unknown */
	struct runners runners;
	struct counts counts;
	struct strvec suites; /* names; one "" without --suites */
	struct command *commands; /* one per suite */
	bool simulated;
	struct simulation simulation;
	struct questions questions;
	uint64_t seed;
	char *start_utc;
	char *directory; /* of the results, NULL for none */
	int lock; /* of the directory, when this measurement made it */
	char *scratch; /* what is removed at the end: logs without a directory, test reports; or
			* NULL */
	bool writing; /* `runs` is open */
	struct runs_writer runs;
	int last_number; /* of the jobs of a resumed measurement, 0 for none */
	struct measurer *measurer;
	struct planner *planner;
	struct test_reports *reports; /* of the tests inside the command */
	struct observations rows;
	struct stopping stopping;
	struct strvec warnings;
};

/* `record` is that of a measurement to go on with, or NULL. */
int measurement_prepare(struct measurement *measurement, const struct invocation *invocation,
	const struct session_record *record, struct error *error);
void measurement_release(struct measurement *measurement);

/* The folder in which an observation's `log` lies; NULL for none. */
const char *measurement_log_root(const struct measurement *measurement);

/* The folder in which runners write their reports; NULL for none. */
const char *measurement_report_root(const struct measurement *measurement);

/* The command of that suite. */
const struct command *measurement_command(
	const struct measurement *measurement, const char *suite);

#endif
