/*
 * law - the formulas T(N) that a fit may choose from, as one table.
 *
 * With every overhead column zero at the sequential run,
 *
 *     T(N) = a + b/N + h*[par] + c*(N-1) + d*log2(N),   a,b,h,c,d >= 0, T(1) = a+b
 *
 * a/(a+b) is the serial fraction in every law. {a,b} is Amdahl's law (AFIPS 1967);
 * {a,b,c} is the Universal Scalability Law (Gunther 2007) with sigma = a/(a+b),
 * kappa = c/(a+b), gamma = 1/T(1).
 */
#ifndef CORE_LAW_H
#define CORE_LAW_H

#include <stdbool.h>
#include <stddef.h>

#include "core/observation.h"

/* The terms of the family, in the order of the columns; all in seconds. */
enum term {
	TERM_SERIAL, /* a: runs on one worker whatever N is */
	TERM_PARALLEL, /* b: shared by the workers */
	TERM_FIXED, /* h: the cost of having workers at all */
	TERM_WORKER, /* c: the cost of each further worker */
	TERM_TREE, /* d: the cost of each doubling */
	TERM_COUNT,
};

struct law {
	const char *name; /* "amdahl", "fixed", "usl", "log", "fixed-usl" */
	const char *title; /* "Amdahl's law" */
	unsigned terms; /* a bit (1u << TERM_x) for each term it has */
};

extern const struct law laws[];
extern const size_t law_count;

/* The law of that name, or NULL. */
const struct law *law_find(const char *name);
size_t law_term_count(const struct law *law);
bool law_has(const struct law *law, enum term term);
const char *term_title(enum term term); /* "serial work", for people */
const char *term_name(enum term term); /* "serial_s", "parallel_s", "fixed_s", ... */

/* The value of one term's column at a form and count: 1, 1/N, [par], N-1, log2 N. Curves ask
 * between whole counts, too. */
double term_column(enum term term, enum mode mode, double workers);

/* T(N) for given terms (seconds), no capacity. */
double law_time(const double terms[static TERM_COUNT], enum mode mode, int workers);

#endif
