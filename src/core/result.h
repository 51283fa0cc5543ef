/*
 * result - the one struct that every writer reads: what report.json says.
 *
 * core/analysis fills a `struct analysis` for a suite, the command in src/cli puts
 * the rest around it, io and view only read. All times are seconds, all shares are
 * fractions, never percentages; what does not exist is NAN (a figure), 0 or
 * UNKNOWN_COUNT (a count) or "" / NULL (a text). Everything is owned by the struct
 * that holds it; result_release() and analysis_release() free all of it.
 */
#ifndef CORE_RESULT_H
#define CORE_RESULT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strvec.h"
#include "core/counts.h"
#include "core/host.h"
#include "core/law.h"
#include "core/loss.h"
#include "core/observation.h"
#include "core/schedule.h"

#define REPORT_SCHEMA_VERSION 1

/* An estimate with its 95 % interval; an end that does not exist is NAN. */
struct interval {
	double estimate;
	double low;
	double high;
};

#define INTERVAL_UNKNOWN ((struct interval){UNKNOWN, UNKNOWN, UNKNOWN})

/* All observations of one mode and count, summarised. */
struct point {
	enum mode mode;
	int workers;
	struct strvec labels; /* how the user asked for it */
	int runs; /* trials that are no warm-ups */
	int flagged; /* slow runs left out of the estimates */
	int failed; /* runs that failed, timed out or were killed */
	bool safe; /* no run failed */
	struct interval wall_s;
	struct interval speedup; /* T(baseline)/T(N) */
	struct interval efficiency; /* speedup / N */
	struct interval reduction; /* 1 - T(N)/T(baseline) */
	double karp_flatt; /* (1/S - 1/N)/(1 - 1/N); Karp and Flatt, CACM 33 (1990) */
	double user_s;
	double sys_s;
	double cpu_utilisation; /* U(N)/(N T(N)) */
	double work_scalability; /* U(1)/U(N) */
	double peak_bytes;
	double peak_low_bytes; /* its 95 % interval; NAN without replicates */
	double peak_high_bytes;
	enum peak_method peak_method;
	double predicted_s; /* by the headline's law or average; also where runs is 0 */
	double makespan_s; /* predicted from the tests' durations; NAN without tests */
	size_t *rows; /* indices of its runs in the observations, warm-ups left out */
	size_t row_count;
};

struct term_estimate {
	bool present; /* the law has this term */
	bool identifiable; /* the counts measured can tell it */
	bool at_bound; /* the estimate is 0 */
	struct interval value;
	double se;
};

struct fraction {
	struct interval value;
	bool at_bound;
};

/* One law among those that were tried. */
struct law_fit {
	const struct law *law;
	bool capacity;
	bool feasible; /* could be fitted: every term identifiable */
	double terms[TERM_COUNT]; /* 0 for a term that it has not */
	double aicc; /* NAN without enough runs */
	double weight; /* of the AICc, among the feasible laws */
	double say; /* its share in intervals (core/fits.h) */
	double rss;
	double loo_error; /* leave-one-count-out: root mean square of the relative errors */
};

struct lack_of_fit {
	double f;
	double p;
};

struct fit {
	bool done; /* false: too little to fit; `notes` say why */
	const struct law *law; /* the headline: --law, or the one with the greatest weight */
	bool averaged; /* fractions are averaged over laws by weight */
	enum loss loss;
	double capacity_cpus; /* C that the runs had, NAN when unknown */
	bool capacity_applied; /* the headline's law knows it */
	struct term_estimate terms[TERM_COUNT];
	struct fraction serial;
	struct fraction parallel;
	struct fraction worker; /* c/(a+b): the USL's kappa */
	struct interval ceiling; /* 1/s for laws without overhead, else the best speedup */
	struct interval optimum_workers; /* where T(N) is least; NAN where it never rises */
	bool optimum_at_cpus; /* there the CPUs become the limit; T(N) itself does not rise yet */
	struct interval gamma; /* 1/T(1), runs a second */
	double rss;
	int df;
	double rse; /* residual standard error, relative under the default loss */
	struct lack_of_fit lack_of_fit;
	struct law_fit *laws;
	size_t law_count;
	struct strvec notes; /* sentences; where a fit was done, the first says how */
};

enum prediction_kind {
	PREDICTION_MEASURED,
	PREDICTION_INTERPOLATED,
	PREDICTION_EXTRAPOLATED,
	PREDICTION_REFUSED,
};

struct prediction {
	int workers;
	double cpus; /* NAN: those that the runs had */
	struct interval wall_s;
	enum prediction_kind kind;
	char *note; /* a sentence, "" for none */
};

const char *prediction_kind_name(enum prediction_kind kind);

/*
 * The headline's T(N) with its 95 % band on a fine grid of counts (not whole ones), ascending
 * from 1 to the largest count measured or predicted, on the CPUs that the runs had: for the
 * pictures. low and high are NAN where there is no band.
 */
struct curve_point {
	double workers;
	double wall_s;
	double low_s;
	double high_s;
};

/* One recommended count. workers is 0 where nothing can be said; 1 with MODE_SEQ is
 * "sequential". */
struct advice {
	enum mode mode;
	int workers;
	double wall_s;
	double probability; /* that it is within tolerance of the best by its rule */
	char *rule; /* a sentence: why this one */
};

struct recommendation {
	struct advice local;
	struct advice ci;
	struct advice fastest;
	int ci_cpus;
	int memory_cap; /* the largest count whose memory fits, 0 for none known */
	char *sentence; /* for a human, the last line of the summary */
};

/* Peak memory of the tree as base + per worker (least squares over the counts). */
struct memory_model {
	bool known;
	double base_bytes;
	double per_worker_bytes;
	enum peak_method method;
	double limit_bytes; /* --memory-limit; NAN for none */
};

struct test_time {
	char *name;
	double seconds;
};

/* A test that behaves otherwise at some counts. */
struct test_finding {
	char *name;
	int smallest_workers;
	int *workers;
	size_t worker_count;
	double sequential_s; /* `slower` only */
	double parallel_s;
};

struct test_count {
	int workers;
	int tests;
};

/* What moving this one test to the front saves under that scheduler at that count. */
struct test_start {
	char *name;
	const char *scheduler; /* static */
	int workers;
	double saves_s;
};

/* What the tests inside the command tell. */
struct tests_summary {
	bool known;
	int tests;
	int unknown; /* tests whose time could not be read */
	double total_s;
	struct test_time longest;
	int useful_workers;
	struct schedule *schedules;
	size_t schedule_count;
	double next_longest_s; /* the bound at many workers, were the longest test split up */
	struct test_start *starts; /* tests to start first, the most saving first */
	size_t start_count;
	struct test_finding *unsafe;
	size_t unsafe_count;
	struct test_finding *flaky;
	size_t flaky_count;
	struct test_finding *slower;
	size_t slower_count;
	struct test_count *counts;
	size_t count_count;
	struct test_time *durations; /* in order; what the assignments of `schedules` index */
	size_t duration_count; /* 0: not kept (more than 10,000 tests) */
	const char *scheduler; /* the one that the runner itself uses, static; NULL: unknown */
};

/* Where N*T(N) - T(1) went at one count, in worker-seconds; the parts add up to `lost_s`. */
struct breakdown {
	int workers;
	double lost_s;
	double startup_s; /* serial start-up: workers wait */
	double per_worker_s; /* what each worker costs */
	double imbalance_s; /* workers idle at the end */
	double contention_s; /* waiting for a CPU */
	double inflation_s; /* tests that take longer at this count */
	double other_s; /* what none of these explains */
};

struct cost {
	char *provider;
	char *label;
	double cpus;
	double memory_bytes;
	enum mode mode;
	int workers;
	double wall_s;
	double usd_per_run; /* NAN where the price is unknown */
	bool fits; /* its memory is enough, or unknown */
	bool pareto; /* no other machine is faster and cheaper */
};

enum stop_reason {
	STOP_FIXED,
	STOP_CONFIDENT,
	STOP_BUDGET,
	STOP_MAX_RUNS,
	STOP_INTERRUPTED,
	STOP_FAILED, /* the sequential form fails, or ptbench had to give up */
	STOP_RECORDED, /* `fit`: somebody else's runs */
};

const char *stop_reason_name(enum stop_reason reason);

struct stopping {
	enum stop_reason reason;
	int runs; /* trials without warm-ups */
	double probability;
};

/* Everything that is known about one suite. */
struct analysis {
	char *name; /* "" without --suites */
	enum mode reference_mode; /* the baseline of the speedups: the sequential form, */
	int reference_workers; /* or the smallest count where there is none */
	struct point *points; /* sequential first, then by count */
	size_t point_count;
	double noise; /* the pooled scale of the log-times */
	struct fit fit;
	struct prediction *predictions;
	size_t prediction_count;
	struct curve_point *curve; /* empty without a fit */
	size_t curve_count;
	struct recommendation recommendation;
	struct memory_model memory;
	struct tests_summary tests;
	struct breakdown *breakdowns;
	size_t breakdown_count;
	struct cost *costs;
	size_t cost_count;
	struct stopping stopping;
	struct strvec warnings; /* sentences */
};

/* The command as the report shows it; {n} stands where the count goes. */
struct command_summary {
	struct strvec argv;
	char *runner; /* "" for a template or none */
	struct strvec sequential;
	struct strvec parallel;
};

struct suite {
	struct command_summary command;
	struct analysis analysis;
};

struct result {
	char *version; /* of the ptbench that made it */
	char *title; /* for people: the command, or the files that were read */
	char *start_utc; /* "2026-01-31T12:00:00Z" */
	char *directory; /* where the files are, "" for none */
	uint64_t seed;
	bool simulated;
	struct command_summary command;
	struct host host;
	const struct observations *observations; /* every run; borrowed, may be NULL */
	struct analysis total; /* the only analysis, or the total of the suites */
	struct suite *suites;
	size_t suite_count;
	double tolerance; /* fractions, as used */
	double confidence;
};

#define RESULT_INIT                                                                            \
	{                                                                                      \
		0                                                                              \
	}

/* Zeroed structs with every figure unknown. */
struct point point_empty(enum mode mode, int workers);
void analysis_init(struct analysis *analysis);
void result_init(struct result *result);
void analysis_release(struct analysis *analysis);
void result_release(struct result *result);

/* The point of that form and count, or NULL. */
const struct point *analysis_point(
	const struct analysis *analysis, enum mode mode, int workers);

/* Whether counts fail above all that passed: the most workers that passed (0: none did) and the
 * fewest of those that fail. */
bool analysis_fails_beyond(const struct analysis *analysis, int *passed, int *fails);

/* What was lost at that count, or NULL. */
const struct breakdown *analysis_breakdown(const struct analysis *analysis, int workers);

#endif
