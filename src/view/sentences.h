/*
 * sentences - what a result says, in plain words.
 *
 * Each function adds finished sentences (plain text, foreign names in it) to a list. They are
 * the same on the terminal, in Markdown and on the page.
 */
#ifndef VIEW_SENTENCES_H
#define VIEW_SENTENCES_H

#include <stdbool.h>

#include "base/strvec.h"
#include "core/result.h"

/* How many notes on the fit stand beside the findings; further ones are method. */
#define NOTES_SHOWN 3

#define SENTENCE_NAME_COLUMNS 60 /* of a test's or suite's name */

/* Serial fraction, ceiling and optimum, and the first notes: law, loss, whose limit it is.
 * Without a fit the notes say why there is none. */
void fit_sentences(const struct analysis *analysis, struct strvec *list);

/* The same for one screen: how it was fitted is left to the report. */
void fit_short_sentences(const struct analysis *analysis, struct strvec *list);

/* Counts that failed, with how often. */
void failure_sentences(const struct analysis *analysis, struct strvec *list);

/* Which suites are safe in parallel; nothing without suites. */
void suite_sentences(const struct result *result, struct strvec *list);

/* Memory per worker and how many fit. */
void memory_sentences(const struct analysis *analysis, struct strvec *list);

/* What the tests inside tell: total, long pole, and at most `most` tests of each finding. */
void test_sentences(const struct analysis *analysis, size_t most, struct strvec *list);

/* `--predict`, one sentence each. */
void prediction_sentences(const struct analysis *analysis, struct strvec *list);

/* The free, the cheapest and the fastest machine of the price list. */
void cost_sentences(const struct analysis *analysis, struct strvec *list);

/* What the costs rest on, and why the counts there may be others than the advice for CI. */
void cost_method_sentences(const struct result *result, struct strvec *list);

/* How many runs, why it stopped, seed, tolerance. */
void stopping_sentence(const struct result *result, struct strvec *list);

/* "Where N*T(N) went" at the largest count that is known. */
void breakdown_sentence(const struct analysis *analysis, struct strvec *list);

#endif
