#include "config.h"

#include "core/breakdown.h"

#include <math.h>
#include <stdlib.h>

static int
compare_seconds(const void *left, const void *right)
{
	double one = *(const double *)left, other = *(const double *)right;

	return (one > other) - (one < other);
}

double
breakdown_waiting(double *busy_s, size_t workers, double share, double cpus)
{
	double waiting_s = 0, then_s = 0;

	if (!(share > 0) || !(cpus > 0))
		return 0;
	qsort(busy_s, workers, sizeof *busy_s, compare_seconds);
	for (size_t i = 0; i < workers; i++) {
		double busy = (double)(workers - i);
		double speed = fmin(1, cpus / (busy * share));

		waiting_s += busy * (1 - speed) * (busy_s[i] - then_s);
		then_s = busy_s[i];
	}
	return waiting_s;
}

/* What each worker's time has beyond start-up and makespan: a law of the count. */
struct rest_law {
	double fixed_s; /* h */
	double worker_s; /* c */
	double shared_s; /* v */
};

static double
outside_s(const struct breakdown_arg *arg)
{
	return fmax(arg->sequential_s - arg->sequential_tests_s, 0);
}

/* r(N) */
static double
rest_s(const struct breakdown_arg *arg)
{
	return arg->parallel_s - outside_s(arg) - arg->makespan_s;
}

static double
cost_s(const struct rest_law *law, int workers)
{
	return law->fixed_s + law->worker_s * (workers - 1);
}

/* What running shared work side by side saved each worker: not positive. */
static double
saving_s(const struct rest_law *law, int workers)
{
	return law->shared_s * (1.0 / workers - 1);
}

static double
misfit(const struct breakdown_arg *args, size_t count, const struct rest_law *law)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++) {
		double left_s = rest_s(&args[i]) - cost_s(law, args[i].workers) -
			saving_s(law, args[i].workers);

		sum += left_s * left_s / (args[i].parallel_s * args[i].parallel_s);
	}
	return sum;
}

/* Weighted sums of a column's products, with itself, the other column and r. */
struct sums {
	double aa, ab, bb, ar, br;
};

static struct sums
sum_up(const struct breakdown_arg *args, size_t count, const struct rest_law *one,
	const struct rest_law *other)
{
	struct sums sums = {0};

	for (size_t i = 0; i < count; i++) {
		int workers = args[i].workers;
		double weight = 1 / (args[i].parallel_s * args[i].parallel_s);
		double a = cost_s(one, workers) + saving_s(one, workers);
		double b = cost_s(other, workers) + saving_s(other, workers);

		sums.aa += weight * a * a;
		sums.ab += weight * a * b;
		sums.bb += weight * b * b;
		sums.ar += weight * a * rest_s(&args[i]);
		sums.br += weight * b * rest_s(&args[i]);
	}
	return sums;
}

static void
keep_better(const struct breakdown_arg *args, size_t count, const struct rest_law *law,
	struct rest_law *best)
{
	if (misfit(args, count, law) < misfit(args, count, best))
		*best = *law;
}

/* One coefficient of a law whose only member is 1. */
static double
coefficient(const struct breakdown_arg *args, size_t count, const struct rest_law *unit)
{
	struct sums sums = sum_up(args, count, unit, unit);

	return sums.aa > 0 ? fmax(sums.ar / sums.aa, 0) : 0;
}

/* The best law; where both costs together would need a negative one, one of them is best. */
static struct rest_law
fit_rest(const struct breakdown_arg *args, size_t count)
{
	static const struct rest_law fixed = {.fixed_s = 1}, worker = {.worker_s = 1},
				     shared = {.shared_s = 1};
	struct rest_law best = {0};

	if (count < 2)
		return best;
	keep_better(args, count,
		&(struct rest_law){.fixed_s = coefficient(args, count, &fixed)}, &best);
	keep_better(args, count,
		&(struct rest_law){.worker_s = coefficient(args, count, &worker)}, &best);
	keep_better(args, count,
		&(struct rest_law){
			.shared_s = fmin(coefficient(args, count, &shared), outside_s(args))},
		&best);
	struct sums sums = sum_up(args, count, &fixed, &worker);
	double determinant = sums.aa * sums.bb - sums.ab * sums.ab;
	if (count < 3 || !(determinant > 1e-12 * sums.aa * sums.bb))
		return best;
	struct rest_law both = {
		.fixed_s = (sums.ar * sums.bb - sums.br * sums.ab) / determinant,
		.worker_s = (sums.br * sums.aa - sums.ar * sums.ab) / determinant,
	};
	if (both.fixed_s >= 0 && both.worker_s >= 0)
		keep_better(args, count, &both, &best);
	return best;
}

/* What the workers cost by their CPU seconds, and no more than there is to explain. */
static double
cpu_cost_s(const struct breakdown_arg *arg, double inflation_s)
{
	double more_s = arg->parallel_cpu_s - arg->sequential_cpu_s - inflation_s;

	return fmin(fmax(more_s, 0), fmax(arg->workers * rest_s(arg), 0));
}

static struct breakdown
take_apart(const struct breakdown_arg *arg, const struct rest_law *law, bool alone)
{
	double workers = arg->workers;
	double growth_s = fmax(arg->parallel_tests_s - arg->sequential_tests_s, 0);
	struct breakdown parts = {
		.workers = arg->workers,
		.lost_s = workers * arg->parallel_s - arg->sequential_s,
		.startup_s = (workers - 1) * (outside_s(arg) - law->shared_s),
		.imbalance_s = fmax(workers * arg->makespan_s - arg->parallel_tests_s, 0),
		.contention_s = fmin(arg->waiting_s, growth_s),
	};

	parts.inflation_s = growth_s - parts.contention_s;
	parts.per_worker_s = alone ? cpu_cost_s(arg, parts.inflation_s)
				   : workers * cost_s(law, arg->workers);
	parts.other_s = parts.lost_s - parts.startup_s - parts.imbalance_s -
		parts.contention_s - parts.inflation_s - parts.per_worker_s;
	/* Rounding is no part. */
	if (fabs(parts.other_s) < 1e-9 * fabs(workers * arg->parallel_s))
		parts.other_s = 0;
	return parts;
}

void
breakdown_make(const struct breakdown_arg *args, size_t count, struct breakdown *parts)
{
	struct rest_law law = fit_rest(args, count);

	for (size_t i = 0; i < count; i++)
		parts[i] = take_apart(&args[i], &law, count == 1);
}
