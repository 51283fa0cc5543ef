/*
 * runner - the table of known runners: how each is recognised and takes its count.
 *
 * The rows come from data/runners.csv through io/runners_csv, which fills the
 * struct; texts are owned by the table. "" is unknown or none. Texts that are command
 * lines are split as a shell does (core/words); {n} stands in them for the count, {dir} for a
 * folder of this run alone, {file} for a report in it and {config} for a file with
 * `report_config`. Words in front that look like NAME=VALUE are environment, words behind a "--"
 * go behind the command's own "--" (with " --" alone the flags there are only removed), and
 * words behind a second "--" follow them where the command had none of its own there. {program}
 * is the runner's word in the command, {-C} the value that its option -C has there, "." when it
 * has none.
 *
 * A row without `workers` is a program that ptbench knows but cannot give a count to: a runner
 * that has no workers, or a front end that hides its runner. `instead` says what to do.
 *
 * Flag lists are alternatives separated by '|', each as in a manual: "-n N" takes a value,
 * "-j [N]" may have one, "--serial" has none, "-p no:xdist" has just this one; "MAKEFLAGS=-j [N]"
 * is the flag inside the value of that variable. See core/flags.
 */
#ifndef CORE_RUNNER_H
#define CORE_RUNNER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/strvec.h"

struct runner {
	char *name;         /* "pytest" */
	char *family;       /* "python" */
	char *match;        /* how it is recognised, see runners_match() */
	char *values;       /* its options that take the next word, where that matters */
	char *workers;      /* the parallel form's words: "-n {n}" */
	char *replaces;     /* flags removed from both forms, and replaced in place */
	char *bundles;      /* letters that may stand before a short flag: "ks" in -ksj4 */
	char *sequential;   /* the sequential form's words: "-n 0" */
	char *environment;  /* the same through the environment: "PYTEST_ADDOPTS=-n {n}" */
	char *default_count; /* workers without any flag, for people */
	char *auto_means;   /* what the runner's own `auto` is, for people */
	char *unit;         /* what it hands to a worker, for people */
	char *order;        /* in which order, for people */
	char *scheduler;    /* the same as a name of core/schedule: "lpt"; "" where none is */
	char *scheduler_flag; /* the flag whose value names another: "--dist N" */
	char *chunk_flag;   /* the flag whose value bounds how many tests it hands out at once */
	char *scheduled;    /* what it hands to a worker: "file", "" for a test */
	char *report;       /* words that make it write test times: "--junitxml={file}" */
	char *report_own;   /* flags with which the user asks for that himself */
	char *report_files; /* where the report is when no word names it: a pattern, or "log" */
	char *report_kind;  /* "junit", "tap", "go-json", ..: for people; readers look themselves */
	char *report_config; /* a file that `report` names as {config}: its text */
	char *untimed;      /* when, or why not, there are test times; for people */
	char *input;        /* flags, one of which must name its input: stdin is empty */
	char *fresh;        /* flags that make `prepare` needless */
	char *prepare;      /* what must be cleaned so that a second run is no lie: a --prepare */
	char *complaint;    /* what a failing run prints when its parallel part is missing */
	char *remedy;       /* what to do then: a finished sentence */
	char *instead;      /* without `workers`: what to do with {command}, a sentence's end */
	char *caution;      /* what to know before each measurement, a finished sentence */
	char *pitfall;      /* what to know, a finished sentence */
};

struct runners {
	struct runner *rows;
	size_t count;
	size_t capacity;
};

#define RUNNERS_INIT {0}

/* The row of that name, or NULL. */
const struct runner *runners_find(const struct runners *table, const char *name);

/* Takes over the row; one of the same name that is there already is replaced. */
void runners_add(struct runners *table, struct runner *row);
void runners_release(struct runners *table);

/* Whether `text` is what the pattern says; '*' stands for any characters. */
bool pattern_matches(const char *pattern, const char *text);

/* Where a runner's words stand in a command. */
struct runner_match {
	const struct runner *row;
	size_t program; /* index of the program's word */
	size_t options; /* where its options may be put */
	size_t end; /* of its options: at "--", at the command it starts, or at the last word */
	bool starts_command; /* its options end where another command begins */
};

/*
 * Whether a row of the table recognises the program at argv[program]; the row whose pattern has
 * the most words wins, the later one of equal ones.
 *
 * An alternative of `match` is words separated by blanks. The first is the program's name (its
 * path's last component, or as many as the pattern has). Each of the others must follow, with
 * nothing but options between them; "*" lets any words be between, a last "..." says that the
 * options end where the first other word begins another command.
 */
bool runners_match(const struct runners *table, const struct strvec *argv, size_t program,
	struct runner_match *match);

/* The same for one row. */
bool runner_matches(const struct runner *row, const struct strvec *argv, size_t program,
	struct runner_match *match);

/* As if the row had matched at argv[program] with its first word alone. */
struct runner_match runner_forced(const struct runner *row, const struct strvec *argv,
	size_t program);

/* Whether the row has a worker count that can be set. */
bool runner_takes_count(const struct runner *row);

/* `workers` of a front end that hands on what stands behind its "--". */
#define RUNNER_HANDS_ON "--"

/* A text of the row with {program} and {-C} filled in from the command; the caller frees it. */
char *runner_fill(const struct runner_match *match, const struct strvec *argv, const char *text);

/* Why a run of this runner failed, when the end of its log tells: a sentence, or NULL. `row` may
 * be NULL. */
const char *runner_diagnose(const struct runner *row, const char *log_tail);

#endif
