/*
 * observation - what one trial gave: one row of runs.csv.
 *
 * Unknown figures are NAN, unknown counts UNKNOWN_COUNT, unknown texts "".
 * `struct observations` owns its rows and the pool its texts live in; texts in a
 * row are borrowed from that pool (observations_text() puts one there).
 */
#ifndef CORE_OBSERVATION_H
#define CORE_OBSERVATION_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/intern.h"

#define UNKNOWN	      ((double)NAN)
#define UNKNOWN_COUNT (-1)

/* Bounds of a time that can be fitted, in seconds: the squares of others leave a double. */
#define OBSERVATION_SHORTEST_S 1e-18
#define OBSERVATION_LONGEST_S  1e18

/* The command without its parallel machinery, or told to use N workers. */
enum mode {
	MODE_SEQ,
	MODE_PAR,
};

/* How the peak memory of the process tree was found, best first. */
enum peak_method {
	PEAK_UNKNOWN,
	PEAK_CGROUP2,
	PEAK_CGROUP1,
	PEAK_PSS,
	PEAK_RSS,
	PEAK_SIMULATED,
};

struct observation {
	/* What every pass over a million runs looks at comes first, in one line of the cache. */
	double wall_s;
	const char *suite;
	int workers;
	int round; /* from 1; warm-ups are round 0; 0 when unknown */
	int exit_code; /* UNKNOWN_COUNT when a signal ended the command */
	unsigned char mode;
	unsigned char peak_method;
	unsigned char signal; /* number, 0 for none */
	bool warmup;
	bool timed_out;
	bool forgiven; /* --ignore-failure: any exit code counts as passed; no column */
	float steal_s;
	double user_s;
	double sys_s;
	double peak_bytes;
	float throttled_s;
	float cpu_pressure_s;
	float io_pressure_s;
	float memory_pressure_s;
	float loadavg; /* one-minute load average before the run */
	int position; /* of the trial in its round, from 1 */
	int processes; /* processes seen in the tree */
	int threads; /* most at once beyond one for each process, plus one; not in runs.csv */
	int tests;
	int failed_tests;
	const char *start_utc;
	const char *host;
	const char *log;
};

struct observations {
	struct observation *rows;
	size_t count;
	size_t capacity;
	struct intern texts;
};

#define OBSERVATIONS_INIT {0}

/* A row with everything unknown, to be filled in. */
struct observation observation_empty(void);

/* Appends a copy of `row`; its texts are interned. */
void observations_add(struct observations *all, const struct observation *row);
const char *observations_text(struct observations *all, const char *text);
void observations_release(struct observations *all);

/* Whether the command did what it was asked: exit code 0 (or forgiven), no signal, in time. */
bool observation_succeeded(const struct observation *row);

/* Whether the row may be fitted: measured, succeeded, a positive finite time. */
bool observation_usable(const struct observation *row);

/*
 * Whether the run was lost to the machine (a cluster's node died, its job was cancelled) and
 * tells nothing about the command: it began, and has no time and no end of its own. It is
 * kept, and never counted: the trial is still to be done.
 */
bool observation_lost(const struct observation *row);

const char *mode_name(enum mode mode); /* "seq", "par" */
const char *peak_method_name(enum peak_method method); /* "" when unknown */

#endif
