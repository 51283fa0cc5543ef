#include "config.h"

#include "unit.h"

#include <math.h>

#include "core/dataset.h"
#include "runs.h"

struct run {
	enum mode mode;
	int workers;
	double wall_s, cpu_s;
};

static void
make(const struct run *runs, size_t count, double cpus, struct samples *samples,
	struct dataset *data)
{
	struct observations all = OBSERVATIONS_INIT;

	for (size_t i = 0; i < count; i++)
		runs_add_cpu(
			&all, runs[i].mode, runs[i].workers, runs[i].wall_s, runs[i].cpu_s);
	samples_make(&all, NULL, samples);
	dataset_make(samples, cpus, data);
	observations_release(&all);
}

/*
 * Weights of the line's errors are runs / U^2: with one run at 2 and two at 4 workers its slope is
 * (1*2/12^2 + 2*3*8/18^2) / (1/12^2 + 2*9/18^2) = 70/27. One parallel worker is no baseline
 * beside the sequential form.
 */
static void
test_cpu_line(void)
{
	static const struct run runs[] = {
		{MODE_SEQ, 1, 20, 10},
		{MODE_PAR, 2, 11, 12},
		{MODE_PAR, 4, 7, 18},
		{MODE_PAR, 4, 7, 18},
	};
	struct samples samples;
	struct dataset data;

	make(runs, 4, 4.0, &samples, &data);
	CU_ASSERT(data.cpu_known && data.has_sequential && !data.cpus_contradicted);
	CU_ASSERT(dataset_knows_capacity(&data));
	ASSERT_NEAR(data.cpu_base_s, 10, 1e-12);
	ASSERT_NEAR(data.cpu_each_s, 70.0 / 27.0, 1e-9);
	ASSERT_NEAR(data.cpu_share, 0.5, 1e-12);
	ASSERT_NEAR(dataset_largest(&data), 4, 0);
	dataset_release(&data);
	samples_release(&samples);
}

/* What makes the CPU seconds useless for a law with capacity. */
static void
test_no_capacity(void)
{
	static const struct row {
		double cpus;
		bool known;
		struct run runs[2];
	} rows[] = {
		{4.0, false, {{MODE_SEQ, 1, 20, 10}, {MODE_PAR, 4, 7, UNKNOWN}}},
		{4.0, false, {{MODE_PAR, 2, 20, 10}, {MODE_PAR, 4, 7, 10}}},
		{UNKNOWN, true, {{MODE_SEQ, 1, 20, 10}, {MODE_PAR, 4, 7, 12}}},
		/* 16 CPU seconds are more than 2 CPUs have in 7 s. */
		{2.0, true, {{MODE_SEQ, 1, 20, 10}, {MODE_PAR, 4, 7, 16}}},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct samples samples;
		struct dataset data;

		make(rows[i].runs, 2, rows[i].cpus, &samples, &data);
		CU_ASSERT_EQUAL(data.cpu_known, rows[i].known);
		CU_ASSERT_FALSE(dataset_knows_capacity(&data));
		CU_ASSERT_EQUAL(isnan(data.cpu_base_s), !rows[i].known);
		dataset_release(&data);
		samples_release(&samples);
	}
}

static void
test_baseline(void)
{
	static const struct run runs[] = {
		{MODE_SEQ, 1, 20, 10},
		{MODE_PAR, 1, 30, 24},
		{MODE_PAR, 2, 16, 24},
	};
	struct samples samples;
	struct dataset data, rest;

	make(runs, 3, 4.0, &samples, &data);
	ASSERT_NEAR(data.t1_s, 20, 1e-12);
	ASSERT_NEAR(data.cpu_base_s, 10, 1e-12);
	dataset_without(&data, 1, &rest);
	CU_ASSERT_EQUAL_FATAL(rest.count, 2);
	ASSERT_NEAR(rest.items[1].location_s, 16, 1e-12);
	ASSERT_NEAR(rest.runs, 2, 0);
	dataset_release(&rest);
	dataset_release(&data);
	samples_release(&samples);
	make(runs + 1, 2, 4.0, &samples, &data);
	CU_ASSERT_FALSE(data.has_sequential);
	ASSERT_NEAR(data.t1_s, 30, 1e-12);
	ASSERT_NEAR(data.cpu_base_s, 24, 1e-12);
	dataset_release(&data);
	samples_release(&samples);
}

SUITE(dataset, {"CPU seconds lie on a line", test_cpu_line},
	{"where capacity cannot be known", test_no_capacity},
	{"the sequential form is the baseline", test_baseline});
