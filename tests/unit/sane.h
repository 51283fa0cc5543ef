/*
 * sane - what holds of every analysis, whatever the rows.
 */
#ifndef TEST_SANE_H
#define TEST_SANE_H

#include <stdbool.h>

#include "base/strvec.h"
#include "core/result.h"

/* Figures are finite or unknown, intervals in order, fractions between 0 and 1. */
void check_sane(const struct analysis *analysis);

/* Whether one of the sentences has these words. */
bool mentions(const struct strvec *sentences, const char *words);

#endif
