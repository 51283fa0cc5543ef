/*
 * average - what the weighed laws say together about one quantity.
 *
 * The estimate is the average over the laws by weight. The interval has model-averaged tail
 * areas (Turek and Fletcher, Computational Statistics and Data Analysis 56 (2012) 2809;
 * Fletcher and Turek, JABES 17 (2012) 38, whose profile this is): its ends are the values v
 * where the laws' one-sided F-profile probabilities (core/profile.h), averaged by their say,
 * are 2.5 %. A law with a small say widens it a little, where an envelope takes it in whole or
 * not at all. With one law it is that law's F-profile interval. An end that does not exist is
 * NAN.
 */
#ifndef CORE_AVERAGE_H
#define CORE_AVERAGE_H

#include "core/fits.h"
#include "core/quantity.h"

double average_value(const struct fits *fits, const struct quantity *quantity);

struct interval average_interval(struct fits *fits, const struct quantity *quantity);

/* The same with the interval of those laws alone that have a term; without any, it has no ends. */
struct interval average_interval_with(
	struct fits *fits, const struct quantity *quantity, enum term term);

/* Laws with at least this say are covered by an envelope of those that have one. */
#define AVERAGE_HEARD 0.1

/* Widens the envelope (the first time: sets its ends); an end that does not exist in one law
 * does not exist at all. */
void envelope_widen(struct interval *envelope, struct interval interval, bool *first);

/* An interval holds its estimate. */
void envelope_include_estimate(struct interval *envelope);

/* The envelope over *all* feasible laws that have an interval, for what lies
 * outside the measured range. */
struct interval average_envelope(struct fits *fits, const struct quantity *quantity);

#endif
