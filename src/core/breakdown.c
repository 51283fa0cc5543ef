#include "config.h"

#include "core/breakdown.h"

#include <math.h>

static double
positive(double value)
{
	return value > 0 ? value : 0;
}

/* How much of the tests' growth is waiting for a CPU. */
static double
contention_of(const struct breakdown_arg *arg, double growth_s)
{
	if (!(arg->workers > arg->cpus))
		return 0;
	double more_work_s = positive(arg->parallel_cpu_s - arg->sequential_cpu_s);
	return positive(growth_s - more_work_s);
}

struct breakdown
breakdown_of(const struct breakdown_arg *arg)
{
	double workers = arg->workers;
	double outside_s = positive(arg->sequential_s - arg->sequential_tests_s);
	double growth_s = positive(arg->parallel_tests_s - arg->sequential_tests_s);
	struct breakdown parts = {
		.workers = arg->workers,
		.lost_s = workers * arg->parallel_s - arg->sequential_s,
		.startup_s = (workers - 1) * outside_s,
		.imbalance_s = positive(workers * arg->makespan_s - arg->parallel_tests_s),
		.contention_s = contention_of(arg, growth_s),
		.per_worker_s =
			positive(workers * (arg->parallel_s - outside_s - arg->makespan_s)),
	};

	parts.inflation_s = growth_s - parts.contention_s;
	parts.other_s = parts.lost_s - parts.startup_s - parts.imbalance_s -
		parts.contention_s - parts.inflation_s - parts.per_worker_s;
	/* Rounding is no part. */
	if (fabs(parts.other_s) < 1e-9 * fabs(workers * arg->parallel_s))
		parts.other_s = 0;
	return parts;
}
