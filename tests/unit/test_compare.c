#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "core/compare.h"
#include "core/gate.h"

static struct point
point_of(enum mode mode, int workers, double estimate, double half)
{
	return (struct point){
		.mode = mode,
		.workers = workers,
		.runs = 5,
		.safe = true,
		.wall_s = {estimate, estimate - half, estimate + half},
		.peak_bytes = 100e6 * workers,
		.peak_low_bytes = 98e6 * workers,
		.peak_high_bytes = 102e6 * workers,
	};
}

/* A result with a sequential time and one at four workers; `half` is half of each interval. */
static void
fill_result(struct result *result, double sequential_s, double parallel_s, double half)
{
	result_init(result);
	strvec_push(&result->command.argv, "pytest");
	result->tolerance = 0.02;
	result->total.points = xcalloc(2, sizeof *result->total.points);
	result->total.point_count = 2;
	result->total.points[0] = point_of(MODE_SEQ, 1, sequential_s, half);
	result->total.points[1] = point_of(MODE_PAR, 4, parallel_s, half);
	result->total.recommendation.local.mode = MODE_PAR;
	result->total.recommendation.local.workers = 4;
	result->total.fit.serial.value = (struct interval){0.10, 0.08, 0.12};
}

static struct stage *
stages_of(const struct result *results, size_t count)
{
	struct stage *stages = xcalloc(count, sizeof *stages);

	for (size_t i = 0; i < count; i++) {
		stages[i].name = xasprintf("stage %zu", i);
		stages[i].path = xasprintf("dir%zu", i);
		stages[i].result = &results[i];
	}
	return stages;
}

static void
test_intervals(void)
{
	struct interval x = {10.0, 9.0, 12.0}, y = {4.0, 3.5, 4.4};
	struct interval d = interval_difference(x, y);

	/* Zou and Donner 2008, equation 6, by hand. */
	ASSERT_NEAR(d.estimate, 6.0, 1e-12);
	ASSERT_NEAR(d.low, 6.0 - sqrt(1.0 + 0.16), 1e-12);
	ASSERT_NEAR(d.high, 6.0 + sqrt(4.0 + 0.25), 1e-12);

	struct interval r = interval_ratio(x, y);
	ASSERT_NEAR(r.estimate, 2.5, 1e-12);
	CU_ASSERT_TRUE(r.low > 2.0 && r.low < 2.5 && r.high > 2.5 && r.high < 3.5);
	CU_ASSERT_TRUE(isnan(interval_ratio(x, INTERVAL_UNKNOWN).estimate));
}

static void
test_stages(void)
{
	/* The seed of this project: original, optimised, parallel. */
	struct result results[3];
	struct comparison comparison;
	struct error error;

	fill_result(&results[0], 58.5, 30.0, 0.1);
	fill_result(&results[1], 50.8, 28.0, 0.1);
	fill_result(&results[2], 50.8, 17.0, 0.1);
	struct compare_arg arg = {.stages = stages_of(results, 3), .stage_count = 3};
	CU_ASSERT_EQUAL(compare_fill(&arg, &comparison, &error), 0);
	ASSERT_NEAR(comparison.stages[2].gain.estimate, 58.5 / 17.0, 1e-12);
	CU_ASSERT_EQUAL(comparison.stages[2].best_workers, 4);
	CU_ASSERT_EQUAL(comparison.point_count, 4);
	ASSERT_NEAR(comparison.points[0].ratio.estimate, 50.8 / 58.5, 1e-12);
	ASSERT_NEAR(comparison.changes[1].memory.estimate, 1.0, 1e-12);
	CU_ASSERT_EQUAL(comparison.warnings.count, 0);
	comparison_release(&comparison);
	for (size_t i = 0; i < 3; i++)
		result_release(&results[i]);
}

/* Judges the memory of BASE's count, 400 MB, against this peak and its interval. */
static bool
memory_trips(double peak, double low, double high, size_t *warnings)
{
	struct result results[2];
	struct comparison comparison;
	struct gate gate;
	struct error error;

	fill_result(&results[0], 10.0, 4.0, 0.01);
	fill_result(&results[1], 10.0, 4.0, 0.01);
	struct point *point = &results[1].total.points[1];
	point->peak_bytes = peak;
	point->peak_low_bytes = low;
	point->peak_high_bytes = high;
	CU_ASSERT_EQUAL_FATAL(gate_parse("memory > 10%", &gate, &error), 0);
	struct compare_arg arg = {.stages = stages_of(results, 2), .stage_count = 2};
	CU_ASSERT_EQUAL_FATAL(compare_fill(&arg, &comparison, &error), 0);
	CU_ASSERT_EQUAL_FATAL(gates_judge(&gate, 1, &comparison, &error), 0);
	bool tripped = gates_tripped(&comparison);
	*warnings = comparison.warnings.count;
	comparison_release(&comparison);
	gate_release(&gate);
	result_release(&results[0]);
	result_release(&results[1]);
	return tripped;
}

static void
test_memory_gate(void)
{
	size_t warnings;

	/* 480 over 400 MB; each within 2 %: the ratio is 1.2 within 2.9 %. */
	CU_ASSERT_TRUE(memory_trips(480e6, 470e6, 490e6, &warnings));
	CU_ASSERT_EQUAL(warnings, 0);
	/* As much more, but from runs that vary by a third. */
	CU_ASSERT_FALSE(memory_trips(480e6, 320e6, 640e6, &warnings));
	/* A single run each has no interval. */
	CU_ASSERT_FALSE(memory_trips(480e6, UNKNOWN, UNKNOWN, &warnings));
	CU_ASSERT_EQUAL(warnings, 1);
}

static bool
trips(const char *expression, double sequential_s, double parallel_s, double half)
{
	struct result results[2];
	struct comparison comparison;
	struct gate gate;
	struct error error;

	fill_result(&results[0], 10.0, 4.0, 0.01);
	fill_result(&results[1], sequential_s, parallel_s, half);
	CU_ASSERT_EQUAL_FATAL(gate_parse(expression, &gate, &error), 0);
	struct compare_arg arg = {.stages = stages_of(results, 2), .stage_count = 2};
	CU_ASSERT_EQUAL_FATAL(compare_fill(&arg, &comparison, &error), 0);
	CU_ASSERT_EQUAL_FATAL(gates_judge(&gate, 1, &comparison, &error), 0);
	bool tripped = gates_tripped(&comparison);
	comparison_release(&comparison);
	gate_release(&gate);
	result_release(&results[0]);
	result_release(&results[1]);
	return tripped;
}

static void
test_gates_trip_beyond_the_interval(void)
{
	CU_ASSERT_TRUE(trips("time > 5%", 10.0, 4.4, 0.01));
	CU_ASSERT_FALSE(trips("time > 5%", 10.0, 4.1, 0.01));
	/* 10 % slower, but it may as well be 3 %. */
	CU_ASSERT_FALSE(trips("time > 5%", 10.0, 4.4, 0.3));
	CU_ASSERT_TRUE(trips("time@seq > 5%", 11.0, 4.0, 0.01));
	CU_ASSERT_FALSE(trips("time@seq>15%", 11.0, 4.0, 0.01));
	CU_ASSERT_TRUE(trips("time@4 > 5 %", 10.0, 4.4, 0.01));
	CU_ASSERT_FALSE(trips("serial > 2pp", 10.0, 4.0, 0.01));
	CU_ASSERT_FALSE(trips("memory > 10%", 10.0, 4.0, 0.01));
	CU_ASSERT_TRUE(trips("memory > -10%", 10.0, 4.0, 0.01));
	/* Equal results never differ by more than nothing. */
	CU_ASSERT_FALSE(trips("memory > 0%", 10.0, 4.0, 0.01));
	CU_ASSERT_FALSE(trips("time > 0%", 10.0, 4.0, 0.01));
	CU_ASSERT_FALSE(trips("serial > 0pp", 10.0, 4.0, 0.01));
	CU_ASSERT_FALSE(trips("advice-changes", 10.0, 4.0, 0.01));
}

static void
test_gates_that_are_not_understood(void)
{
	static const char *const wrong[] = {"", "time", "time > 5", "time > x%", "time < 5%",
		"time@ > 5%", "time@0 > 5%", "serial > 5%", "memory > 5pp",
		"advice-changes now", "speed > 5%", "time > 5% or so"};
	struct gate gate;
	struct error error;

	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		CU_ASSERT_EQUAL(gate_parse(wrong[i], &gate, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	}
}

static void
test_figures_that_do_not_exist(void)
{
	struct result results[2];
	struct comparison comparison;
	struct gate gate;
	struct error error;

	fill_result(&results[0], 10.0, 4.0, 0.01);
	fill_result(&results[1], 10.0, 4.0, 0.01);
	CU_ASSERT_EQUAL_FATAL(gate_parse("time@16 > 5%", &gate, &error), 0);
	struct compare_arg arg = {.stages = stages_of(results, 2), .stage_count = 2};
	CU_ASSERT_EQUAL(compare_fill(&arg, &comparison, &error), 0);
	CU_ASSERT_EQUAL(gates_judge(&gate, 1, &comparison, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	comparison_release(&comparison);
	gate_release(&gate);

	strvec_push(&results[1].command.argv, "-q");
	arg = (struct compare_arg){.stages = stages_of(results, 2), .stage_count = 2};
	CU_ASSERT_EQUAL(compare_fill(&arg, &comparison, &error), -1);
	comparison_release(&comparison);
	arg = (struct compare_arg){
		.stages = stages_of(results, 2), .stage_count = 2, .any_command = true};
	CU_ASSERT_EQUAL(compare_fill(&arg, &comparison, &error), 0);
	CU_ASSERT_EQUAL(comparison.warnings.count, 1);
	comparison_release(&comparison);
	result_release(&results[0]);
	result_release(&results[1]);
}

/* The new advice is another count because BASE's fails: there is no time to judge it by. */
static void
test_advised_count_that_fails(void)
{
	struct result results[2];
	struct comparison comparison;
	struct gate gate;
	struct error error;

	fill_result(&results[0], 10.0, 4.0, 0.01);
	fill_result(&results[1], 10.0, UNKNOWN, 0.01);
	results[1].total.points[1].safe = false;
	results[1].total.recommendation.local.mode = MODE_SEQ;
	results[1].total.recommendation.local.workers = 1;
	CU_ASSERT_EQUAL_FATAL(gate_parse("advice-changes", &gate, &error), 0);
	struct compare_arg arg = {.stages = stages_of(results, 2), .stage_count = 2};
	CU_ASSERT_EQUAL(compare_fill(&arg, &comparison, &error), 0);
	CU_ASSERT_EQUAL(gates_judge(&gate, 1, &comparison, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	comparison_release(&comparison);
	gate_release(&gate);
	result_release(&results[0]);
	result_release(&results[1]);
}

/* Single runs have no interval that could be beyond a threshold. */
static void
test_gates_without_interval(void)
{
	struct result results[2];
	struct comparison comparison;
	struct gate gate;
	struct error error;

	fill_result(&results[0], 10.0, 4.0, 0.01);
	fill_result(&results[1], 20.0, 8.0, UNKNOWN);
	CU_ASSERT_EQUAL_FATAL(gate_parse("time > 5%", &gate, &error), 0);
	struct compare_arg arg = {.stages = stages_of(results, 2), .stage_count = 2};
	CU_ASSERT_EQUAL(compare_fill(&arg, &comparison, &error), 0);
	CU_ASSERT_EQUAL(gates_judge(&gate, 1, &comparison, &error), 0);
	CU_ASSERT_FALSE(gates_tripped(&comparison));
	CU_ASSERT_EQUAL_FATAL(comparison.warnings.count, 1);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(comparison.warnings.items[0], "'time > 5%' cannot trip for stage 1"));
	comparison_release(&comparison);
	gate_release(&gate);
	result_release(&results[0]);
	result_release(&results[1]);
}

SUITE(compare, {"MOVER intervals", test_intervals}, {"stages and their gain", test_stages},
	{"gates trip only beyond the whole interval", test_gates_trip_beyond_the_interval},
	{"gates that are not understood", test_gates_that_are_not_understood},
	{"gates on a count that fails now", test_advised_count_that_fails},
	{"gates without an interval", test_gates_without_interval},
	{"the gate on memory needs its interval", test_memory_gate},
	{"figures that do not exist", test_figures_that_do_not_exist});
