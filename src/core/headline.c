#include "config.h"

#include "core/headline.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/average.h"
#include "core/ceiling.h"
#include "core/cpu_limit.h"
#include "core/profile.h"

static struct interval
interval_inverse(struct interval interval)
{
	struct interval inverse = {
		1.0 / interval.estimate, 1.0 / interval.high, 1.0 / interval.low};

	if (!isfinite(inverse.estimate))
		inverse.estimate = UNKNOWN;
	if (!isfinite(inverse.low))
		inverse.low = UNKNOWN;
	if (!isfinite(inverse.high))
		inverse.high = UNKNOWN;
	return inverse;
}

static struct interval
interval_map(struct interval interval, double (*function)(double))
{
	return (struct interval){
		function(interval.estimate), function(interval.low), function(interval.high)};
}

static double
complement(double fraction)
{
	return 1.0 - fraction;
}

static void
fill_terms(struct fitted_law *headline, struct fit *fit)
{
	double covariance[TERM_COUNT][TERM_COUNT];

	fitted_law_covariance(headline, covariance);
	for (int t = 0; t < TERM_COUNT; t++) {
		struct term_estimate *term = &fit->terms[t];
		struct quantity quantity = {.kind = QUANTITY_TERM, .term = (enum term)t};
		if (!law_has(headline->model.law, (enum term)t))
			continue;
		term->present = true;
		term->identifiable = true;
		term->value = profile_interval(&headline->model, &headline->best, &quantity);
		term->at_bound = !(term->value.estimate > 0.0);
		term->se = sqrt(covariance[t][t]);
	}
}

static double
clamp_fraction(double value)
{
	return isnan(value) ? value : fmin(fmax(value, 0.0), 1.0);
}

static void
fill_serial(struct fits *fits, struct fit *fit)
{
	struct quantity serial = {.kind = QUANTITY_SERIAL};
	struct interval value = interval_map(average_interval(fits, &serial), clamp_fraction);

	fit->serial.value = value;
	fit->serial.at_bound = !(value.estimate > 1e-12) || !(value.estimate < 1.0 - 1e-12);
	fit->parallel.value = (struct interval){
		complement(value.estimate), complement(value.high), complement(value.low)};
	fit->parallel.at_bound = fit->serial.at_bound;
}

/*
 * kappa. Laws without a cost per worker say 0, which is their assumption and no finding: the
 * interval is that of the laws that can tell.
 */
static void
fill_worker(struct fits *fits, struct fit *fit)
{
	struct quantity worker = {.kind = QUANTITY_WORKER};

	fit->worker.value = average_interval_with(fits, &worker, TERM_WORKER);
	fit->worker.at_bound = !(fit->worker.value.estimate > 1e-12);
}

/* Where T(N) of one law is least, with enough CPUs; NAN where it never rises. */
static struct interval
law_optimum(struct fitted_law *fitted)
{
	struct quantity rise = {.kind = QUANTITY_RISE};
	struct interval interval = INTERVAL_UNKNOWN;

	if (!ceiling_is_reached(fitted->model.law) ||
		!(fitted->best.terms[TERM_PARALLEL] > 0.0))
		return interval;
	interval = interval_inverse(profile_interval(&fitted->model, &fitted->best, &rise));
	if (!law_has(fitted->model.law, TERM_TREE))
		interval = interval_map(interval, sqrt);
	return interval;
}

static double
cap(double workers, double limit)
{
	if (isnan(workers))
		return isfinite(limit) ? limit : UNKNOWN;
	return fmax(1.0, fmin(workers, limit));
}

static void
fill_optimum(struct fits *fits, double noise, struct fit *fit)
{
	struct interval optimum = law_optimum(fits->headline);
	double limit = cpu_limit_workers(fits->headline);

	/* Where all the time may be serial nothing tells what more CPUs would do. Neither does a
	 * limit among the counts measured that costs less than their noise. */
	if (fit->serial.value.high > 1.0 - CPU_LIMIT_NOTICED ||
		(limit < dataset_largest(fits->data) && cpu_limit_first(fits, noise) == NULL))
		limit = HUGE_VAL;
	fit->optimum_at_cpus = isfinite(limit) && !(optimum.estimate <= limit);
	optimum.estimate = cap(optimum.estimate, limit);
	optimum.high = cap(optimum.high, limit);
	if (!isnan(optimum.low))
		optimum.low = cap(optimum.low, limit);
	fit->optimum_workers = optimum;
}

/* fmin() would make a number of an end that does not exist. */
static double
bounded_by_one(double value)
{
	return value > 1.0 ? 1.0 : value;
}

static void
fill_ceiling(struct fits *fits, struct fit *fit)
{
	struct interval envelope = {0.0, UNKNOWN, UNKNOWN};
	bool first = true;

	for (size_t i = 0; i < fits->count; i++) {
		struct fitted_law *fitted = &fits->items[i];
		if (!fitted->weighed)
			continue;
		envelope.estimate += fitted->weight * ceiling_inverse(fitted);
		if (fitted->say < AVERAGE_HEARD)
			continue;
		struct interval interval = ceiling_inverse_interval(fitted);
		envelope_widen(&envelope, interval, &first);
	}
	envelope_include_estimate(&envelope);
	/* One worker is always there: no ceiling below 1. */
	envelope = (struct interval){fmin(envelope.estimate, 1.0), bounded_by_one(envelope.low),
		bounded_by_one(envelope.high)};
	if (envelope.estimate < 1e-6)
		envelope.estimate = 0.0;
	if (envelope.low < 1e-6)
		envelope.low = 0.0;
	fit->ceiling = interval_inverse(envelope);
}

static void
fill_laws(const struct fits *fits, struct fit *fit)
{
	fit->laws = xcalloc(fits->count + 1, sizeof *fit->laws);
	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		struct law_fit *law = &fit->laws[fit->law_count++];
		*law = (struct law_fit){.law = fitted->model.law,
			.capacity = fitted->model.capacity,
			.feasible = fitted->feasible,
			.aicc = fitted->aicc,
			.weight = fitted->weight,
			.say = fitted->say,
			.rss = fitted->feasible ? fitted->best.rss : UNKNOWN,
			.loo_error = fitted->loo_error};
		for (int t = 0; t < TERM_COUNT; t++)
			law->terms[t] = fitted->feasible ? fitted->best.terms[t] : UNKNOWN;
	}
}

/* The law that was asked for cannot be fitted: say which of its terms are to blame. */
static void
fill_unknown(const struct fits *fits, const struct law *law, struct fit *fit)
{
	for (size_t i = 0; i < fits->count; i++) {
		const struct fitted_law *fitted = &fits->items[i];
		if (fitted->model.law != law)
			continue;
		for (int t = 0; t < TERM_COUNT; t++) {
			fit->terms[t].present = law_has(law, (enum term)t);
			fit->terms[t].identifiable =
				fit->terms[t].present && (fitted->unknown & 1u << t) == 0;
		}
	}
}

void
headline_make(
	struct fits *fits, const struct law *law, enum loss loss, double noise, struct fit *fit)
{
	struct fitted_law *headline = fits->headline;

	fit->loss = loss;
	fit->law = law;
	fit->capacity_cpus = fits->data->cpus;
	fill_laws(fits, fit);
	if (headline == NULL) {
		fill_unknown(fits, law, fit);
		return;
	}
	fit->done = true;
	fit->law = headline->model.law;
	fit->averaged = fits->averaged;
	fit->capacity_applied = headline->model.capacity;
	fit->rss = headline->best.rss;
	fit->df = (int)lround(headline->model.runs) - headline->model.parameters;
	fit->rse = fit->df > 0 ? sqrt(headline->best.rss / fit->df) : UNKNOWN;
	fit->lack_of_fit = fitted_law_lack(headline);
	fill_terms(headline, fit);
	fill_serial(fits, fit);
	fill_worker(fits, fit);
	fill_optimum(fits, noise, fit);
	fill_ceiling(fits, fit);
	struct quantity t1 = {.kind = QUANTITY_T1};
	fit->gamma = interval_inverse(average_interval(fits, &t1));
}
