/*
 * advice_sentence - the advice in the one sentence that a human reads.
 */
#ifndef CORE_ADVICE_SENTENCE_H
#define CORE_ADVICE_SENTENCE_H

#include "core/result.h"

struct advice_sentence_arg {
	const struct analysis *analysis; /* its recommendation is there but for the sentence */
	double tolerance; /* fractions */
	double confidence;
	bool elsewhere; /* CI has other CPUs than the runs had */
	int rival; /* point that cannot be told from `local`; -1 for none */
	double rival_probability; /* that it is within the tolerance of the best */
};

/* What to do and why; the caller frees it. */
char *advice_sentence(const struct advice_sentence_arg *arg);

#endif
