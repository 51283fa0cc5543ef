/*
 * counts - the list of worker counts to measure: `--workers 2,4,8,1-3,auto`.
 *
 * Duplicates merge and keep every label; the list is ascending. The caller owns
 * the struct, the struct its contents.
 */
#ifndef CORE_COUNTS_H
#define CORE_COUNTS_H

#include <stddef.h>

#include "base/error.h"
#include "base/strvec.h"

#define COUNTS_MAX_WORKERS 65536 /* more is a typing error */
#define COUNTS_MAX_LENGTH  1024  /* more counts than anybody can measure */

/* What the words mean here; 0 where unknown. */
struct count_words {
	int automatic; /* "auto": the CPUs this process may really use */
	int cores;     /* physical cores among those */
	int threads;   /* logical CPUs among those */
};

struct count {
	int workers;
	struct strvec labels; /* "4", "auto": as the user wrote it */
};

struct counts {
	struct count *items;
	size_t count;
	size_t capacity;
};

#define COUNTS_INIT {0}

/* Fills an empty list; -1 with STATUS_USAGE and a sentence. */
int counts_parse(const char *list, const struct count_words *words, struct counts *counts,
	struct error *error);
void counts_release(struct counts *counts);

#endif
