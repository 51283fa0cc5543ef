/*
 * options - the one table of options: parsing, help, completions and the man page's test walk
 * it.
 *
 * A row names the option, the commands that take it, the member of struct options that it
 * sets, and the bounds of its value. Texts are borrowed from argv.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/law.h"
#include "core/loss.h"
#include "proc/trial_setting.h"

/* The commands, as bits of an option's row. */
enum command_bit {
	COMMAND_RUN = 1u << 0,
	COMMAND_FIT = 1u << 1,
	COMMAND_PREDICT = 1u << 2,
	COMMAND_SCHEDULE = 1u << 3,
	COMMAND_COMPARE = 1u << 4,
	COMMAND_SNIPPET = 1u << 5,
	COMMAND_RUNNERS = 1u << 6,
	COMMAND_HOST = 1u << 7,
	COMMAND_AGENT = 1u << 8,
	COMMAND_COMPLETION = 1u << 9,
};

enum color {
	COLOR_AUTO,
	COLOR_ALWAYS,
	COLOR_NEVER,
};

enum engine {
	ENGINE_LOCAL,
	ENGINE_SLURM,
};

struct options {
	/* what is run */
	const char *workers;
	const char *sequential;
	const char *runner;
	const char *runners_file;
	struct strvec env;
	bool shell;
	const char *suites;
	const char *simulate;
	const char *cpus;
	const char *input;
	/* how often */
	int64_t runs;
	int64_t min_runs;
	int64_t max_runs;
	double budget_s;
	double tolerance;
	double confidence;
	int64_t warmup;
	int64_t seed;
	const char *resume;
	/* around each run */
	double timeout_s;
	double kill_after_s;
	const char *setup;
	const char *prepare;
	const char *conclude;
	const char *cleanup;
	bool ignore_failure;
	double log_limit;
	/* analysis */
	double host_cpus;
	const struct law *law;
	int loss;
	const char *predict;
	int64_t ci_cpus;
	double memory_limit;
	struct strvec map;
	const char *prices;
	double job_overhead_s;
	double core_speed;
	/* engine */
	int engine;
	int64_t jobs;
	struct strvec engine_args;
	bool span;
	/* what-if */
	double t1_s;
	double serial;
	double fixed_s;
	double per_worker_s;
	/* compare */
	struct strvec fail_if;
	bool any_command;
	/* tests */
	struct strvec junit;
	const char *scheduler;
	int64_t max_chunk;
	bool no_scope_reorder;
	/* output */
	const char *output;
	bool no_report;
	const char *json;
	const char *markdown;
	const char *csv;
	int plot_format;
	int color;
	bool github;
	bool gitlab;
	bool quiet;
	bool help;
	/* which options were given, by their row in the table */
	bool *given;
};

enum option_type {
	OPTION_FLAG, /* bool */
	OPTION_TEXT, /* const char *, not empty */
	OPTION_LIST, /* struct strvec, repeatable */
	OPTION_INTEGER, /* int64_t from low to high */
	OPTION_NUMBER, /* double from low to high */
	OPTION_PERCENT, /* double: a fraction, given as a percentage from low to high */
	OPTION_TIME, /* double: seconds */
	OPTION_SIZE, /* double: bytes */
	OPTION_CHOICE, /* int: position among `choices` */
	OPTION_LAW, /* const struct law * */
	OPTION_LOSS, /* int: enum loss */
};

struct option_row {
	const char *name;
	char letter; /* 0 for none */
	const char *argument; /* NULL for a flag */
	const char *help; /* one sentence, without a full stop */
	const char *group; /* heading in the help */
	unsigned commands;
	enum option_type type;
	size_t member; /* offset in struct options */
	double low;
	double high;
	const char *const *choices; /* ended by NULL */
	bool measures; /* changes what is measured, not only how that is shown */
};

extern const struct option_row option_table[];
extern const size_t option_count;

/* Adds the words that the option may be given; nothing where any text may stand. */
void option_add_choices(
	const struct option_row *row, const char *separator, struct strbuf *text);

/* The options with their defaults. */
void options_init(struct options *options);
void options_release(struct options *options);

/* Whether the user gave the option of that name. */
bool options_given(const struct options *options, const char *name);

/* What they say about every trial; its texts live as long as the options. */
struct trial_setting options_trial_setting(const struct options *options);

struct arguments {
	int argc;
	char **argv; /* argv[0] is the program or the command's word */
	unsigned command; /* one bit */
};

/*
 * Sets what the arguments say; *rest is the position of the first operand (all operands are
 * moved behind the options; after `--` nothing is an option). -1 with STATUS_USAGE.
 */
int options_parse(const struct arguments *arguments, struct options *options, int *rest,
	struct error *error);

#endif
