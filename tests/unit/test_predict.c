#include "config.h"

#include "unit.h"

#include <math.h>

#include "core/analysis.h"
#include "runs.h"

/* The curve at a count, from the side of it that `beyond` names where it steps. */
static struct curve_point
curve_at(const struct analysis *analysis, double workers, bool beyond)
{
	const struct curve_point *left = analysis->curve;
	double share = 0.0;

	for (size_t i = 0; i + 1 < analysis->curve_count; i++) {
		const struct curve_point *right = &analysis->curve[i + 1];
		left = &analysis->curve[i];
		if (right->workers > workers - 1e-9 && right->workers > left->workers &&
			!(beyond && right->workers < workers + 1e-9)) {
			share = (workers - left->workers) / (right->workers - left->workers);
			break;
		}
	}
	return (struct curve_point){workers,
		left[0].wall_s + share * (left[1].wall_s - left[0].wall_s),
		left[0].low_s + share * (left[1].low_s - left[0].low_s),
		left[0].high_s + share * (left[1].high_s - left[0].high_s)};
}

/* What the picture shows is what the table says, inside the measured range and outside. */
static void
test_band(void)
{
	static const double walls[][3] = {{4, 29.7, 30.9}, {8, 18.9, 18.5}, {16, 14.4, 14.9},
		{24, 12.9, 12.5}, {32, 13.3, 13.0}};
	static const struct target targets[] = {{1, (double)NAN}, {2, (double)NAN},
		{3, (double)NAN}, {6, (double)NAN}, {12, (double)NAN}, {20, (double)NAN},
		{28, (double)NAN}, {48, (double)NAN}, {64, (double)NAN}};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (size_t i = 0; i < sizeof walls / sizeof *walls; i++)
		for (int run = 1; run <= 2; run++)
			runs_add(&all, MODE_PAR, (int)walls[i][0], walls[i][run]);
	struct analysis_arg arg = runs_arg(&all);
	arg.targets = targets;
	arg.target_count = sizeof targets / sizeof *targets;
	CU_ASSERT_EQUAL_FATAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT_EQUAL_FATAL(analysis.prediction_count, arg.target_count);
	for (size_t i = 0; i < analysis.prediction_count; i++) {
		const struct prediction *said = &analysis.predictions[i];
		struct curve_point shown = curve_at(&analysis, said->workers, false);
		CU_ASSERT_EQUAL(said->kind,
			said->workers > 4 && said->workers < 32 ? PREDICTION_INTERPOLATED
								: PREDICTION_EXTRAPOLATED);
		ASSERT_NEAR(shown.wall_s, said->wall_s.estimate, 0.003);
		ASSERT_NEAR(shown.low_s, said->wall_s.low, 0.01);
		ASSERT_NEAR(shown.high_s, said->wall_s.high, 0.01);
	}
	struct curve_point inside = curve_at(&analysis, 32, false);
	struct curve_point outside = curve_at(&analysis, 32, true);
	ASSERT_NEAR(inside.wall_s, outside.wall_s, 1e-9);
	CU_ASSERT(outside.high_s - outside.low_s > inside.high_s - inside.low_s);
	analysis_release(&analysis);
	observations_release(&all);
}

/* A count that was measured keeps its own CPU seconds on other CPUs: no line goes through them. */
static void
test_measured_count_elsewhere(void)
{
	static const double runs[][3] = {
		{1, 100, 100}, {2, 51, 100}, {4, 51, 100}, {8, 101, 200}};
	static const struct target target = {8, 4.0};
	struct observations all = OBSERVATIONS_INIT;
	struct analysis analysis;
	struct error error;

	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
		for (int run = 0; run < 2; run++)
			runs_add_cpu(&all, i == 0 ? MODE_SEQ : MODE_PAR, (int)runs[i][0],
				runs[i][1] * (1.0 + 0.001 * run), runs[i][2]);
	struct analysis_arg arg = runs_arg(&all);
	arg.cpus = 2.0;
	arg.targets = &target;
	arg.target_count = 1;
	CU_ASSERT_EQUAL_FATAL(analysis_run(&arg, &analysis, &error), 0);
	CU_ASSERT_EQUAL_FATAL(analysis.predictions[0].kind, PREDICTION_EXTRAPOLATED);
	/* 200 CPU seconds on 4 CPUs. */
	CU_ASSERT(analysis.predictions[0].wall_s.estimate > 49.0);
	CU_ASSERT(analysis.predictions[0].wall_s.estimate < 53.0);
	analysis_release(&analysis);
	observations_release(&all);
}

SUITE(predict, {"the band is that of the predictions", test_band},
	{"a measured count on other CPUs", test_measured_count_elsewhere});
