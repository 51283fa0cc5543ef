/*
 * truths - suites whose true time at every count is known, for the Monte-Carlo programs.
 *
 * Six named ones (peak, Amdahl's law, kink, oversubscription, flat, sawtooth) at the counts
 * 1,2,3,4,6,8,12,16, and one that is another for each seed.
 */
#ifndef MONTECARLO_TRUTHS_H
#define MONTECARLO_TRUTHS_H

#include <stdbool.h>

#define TOLERANCE    0.02
#define COUNTS	     8
#define COUNTS_LIST  "1,2,3,4,6,8,12,16"
#define TRUTHS	     7
#define NAMED_TRUTHS 6 /* the first ones */

extern const int workers_of[COUNTS];

struct truth {
	const char *name;
	double (*time)(double workers); /* NULL: another truth for each seed */
};

extern const struct truth truths[TRUTHS];

/* Seconds, about 1 with one worker. */
double truth_time(const struct truth *truth, int seed, int workers);

/* Whether that count is within the tolerance of the best one. */
bool truth_is_right(const struct truth *truth, int seed, int workers);

#endif
