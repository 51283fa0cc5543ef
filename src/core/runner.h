/*
 * runner - the table of known runners: how each is recognised and takes its count.
 *
 * The rows come from data/runners.csv through io/runners_csv, which fills the
 * struct; texts are owned by the table. "" is unknown or none. Command lines in a
 * row are words separated by blanks in which {n} stands for the count and {file}
 * for a path; alternatives are separated by '|'.
 */
#ifndef CORE_RUNNER_H
#define CORE_RUNNER_H

#include <stddef.h>

struct runner {
	char *name;        /* "pytest" */
	char *family;      /* "python" */
	char *match;       /* how it is recognised: alternatives of words with * */
	char *workers;     /* worker flags: "-n {n}" */
	char *replaces;    /* flags that mean the same: "-n|--numprocesses", removed first */
	char *sequential;  /* flags of the sequential form: "-n 0" */
	char *environment; /* "PYTEST_ADDOPTS=-n {n}" */
	char *auto_means;  /* what the runner's own `auto` is */
	char *unit;        /* what it hands to a worker */
	char *order;       /* in which order */
	char *report;      /* flags that make it write test times: "--junitxml={file}" */
	char *report_kind; /* "junit", "jest-json", "tap", "go-json", "joblog", "ninja-log", .. */
	char *prepare;     /* what must be cleaned so that a second run is no lie: a --prepare */
	char *pitfall;     /* a sentence */
};

struct runners {
	struct runner *rows;
	size_t count;
	size_t capacity;
};

#define RUNNERS_INIT {0}

/* The row of that name, or NULL. */
const struct runner *runners_find(const struct runners *table, const char *name);
void runners_release(struct runners *table);

#endif
