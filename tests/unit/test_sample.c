#include "config.h"

#include "runs.h"
#include "unit.h"

#include "core/points.h"
#include "core/sample.h"

static void
test_flag_slow(void)
{
	static const double sequential[] = {10.0, 10.1, 9.9, 10.05};
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;

	for (size_t i = 0; i < 4; i++)
		runs_add(&all, MODE_SEQ, 1, sequential[i]);
	runs_add(&all, MODE_PAR, 4, 3.0);
	runs_add(&all, MODE_PAR, 4, 90.0);
	runs_add(&all, MODE_PAR, 4, 3.03);
	runs_add(&all, MODE_PAR, 2, 5.5);
	samples_make(&all, NULL, &samples);

	CU_ASSERT_EQUAL_FATAL(samples.count, 3);
	CU_ASSERT_EQUAL(samples.items[0].mode, MODE_SEQ);
	CU_ASSERT_EQUAL(samples.items[0].used, 4);
	CU_ASSERT_EQUAL(samples.items[0].flagged, 0);
	CU_ASSERT_EQUAL(samples.items[1].workers, 2);
	ASSERT_NEAR(samples.items[1].location_s, 5.5, 1e-14);
	CU_ASSERT_EQUAL(samples.items[2].flagged, 1);
	CU_ASSERT_EQUAL(samples.items[2].used, 2);
	ASSERT_NEAR(samples.items[2].location_s, sqrt(3.0 * 3.03), 1e-14);
	ASSERT_NEAR(samples.items[2].time.mean, 3.015, 1e-14);
	ASSERT_NEAR(samples.items[2].time.squares, 2 * 0.015 * 0.015, 1e-9);
	CU_ASSERT_EQUAL(samples.df, 4);
	CU_ASSERT_PTR_EQUAL(samples_reference(&samples), &samples.items[0]);
	samples_release(&samples);
	observations_release(&all);
}

/* By hand: medians 2 and 4; |ln 1.01| widened by sqrt 2 four times. */
static void
test_scale(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;
	double step = log(1.01);

	runs_add(&all, MODE_SEQ, 1, 2.0 * exp(step));
	runs_add(&all, MODE_SEQ, 1, 2.0 * exp(-step));
	runs_add(&all, MODE_PAR, 2, 4.0 * exp(step));
	runs_add(&all, MODE_PAR, 2, 4.0 * exp(-step));
	samples_make(&all, NULL, &samples);
	ASSERT_NEAR(samples.noise, 1.4826 * step * sqrt(2.0), 1e-9);
	ASSERT_NEAR(samples.sd, step * sqrt(2.0), 1e-9);
	samples_release(&samples);
	observations_release(&all);
}

static void
test_unmeasured(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;
	struct observation failed = observation_empty();

	runs_add(&all, MODE_PAR, 2, 5.0);
	failed.mode = MODE_PAR;
	failed.workers = 1;
	failed.exit_code = 3;
	observations_add(&all, &failed);
	samples_make(&all, NULL, &samples);
	CU_ASSERT(isnan(samples.noise));
	CU_ASSERT(isnan(samples.items[0].location_s));
	CU_ASSERT_EQUAL(samples.items[0].failed, 1);
	CU_ASSERT_PTR_EQUAL(samples_reference(&samples), &samples.items[1]);

	struct analysis analysis;
	analysis_init(&analysis);
	points_make(&samples, NULL, &analysis);
	CU_ASSERT_EQUAL(analysis.reference_workers, 2);
	CU_ASSERT_FALSE(analysis.points[0].safe);
	CU_ASSERT(isnan(analysis.points[0].wall_s.estimate));
	ASSERT_NEAR(analysis.points[1].speedup.estimate, 1.0, 0.0);
	CU_ASSERT(isnan(analysis.points[1].wall_s.low));
	analysis_release(&analysis);
	samples_release(&samples);
	observations_release(&all);
}

/* T(1) = 100, T(4) = 40, U(1) = 80, U(4) = 100: E = .625 is the product of the three. */
static void
test_identity(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;
	struct analysis analysis;

	runs_add(&all, MODE_SEQ, 1, 100.0);
	runs_add(&all, MODE_PAR, 4, 40.0);
	all.rows[0].user_s = 70.0;
	all.rows[0].sys_s = 10.0;
	all.rows[1].user_s = 90.0;
	all.rows[1].sys_s = 10.0;
	samples_make(&all, NULL, &samples);
	analysis_init(&analysis);
	points_make(&samples, NULL, &analysis);

	const struct point *point = analysis_point(&analysis, MODE_PAR, 4);
	CU_ASSERT_PTR_NOT_NULL_FATAL(point);
	ASSERT_NEAR(point->efficiency.estimate, 0.625, 1e-12);
	ASSERT_NEAR(point->cpu_utilisation, 100.0 / 160.0, 1e-12);
	ASSERT_NEAR(point->work_scalability, 0.8, 1e-12);
	ASSERT_NEAR(point->efficiency.estimate,
		point->cpu_utilisation * point->work_scalability * (100.0 / 80.0), 1e-12);
	ASSERT_NEAR(point->karp_flatt, (0.4 - 0.25) / 0.75, 1e-12);
	ASSERT_NEAR(point->reduction.estimate, 0.6, 1e-12);
	analysis_release(&analysis);
	samples_release(&samples);
	observations_release(&all);
}

/* A warm-up is no measurement, but a failing one makes its count unsafe. */
static void
test_warmups(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;

	runs_add(&all, MODE_SEQ, 1, 99.0);
	runs_add(&all, MODE_SEQ, 1, 10.0);
	runs_add(&all, MODE_PAR, 2, 5.0);
	all.rows[0].warmup = true;
	all.rows[2].warmup = true;
	all.rows[2].exit_code = 1;
	samples_make(&all, NULL, &samples);
	CU_ASSERT_EQUAL_FATAL(samples.count, 2);
	CU_ASSERT_EQUAL(samples.items[0].used, 1);
	ASSERT_NEAR(samples.items[0].location_s, 10.0, 1e-14);
	CU_ASSERT_EQUAL(samples.items[1].failed, 1);
	CU_ASSERT_FALSE(sample_is_fitted(&samples.items[1]));
	samples_release(&samples);
	observations_release(&all);
}

/* Student's t of 2 degrees of freedom at .975 is 4.302652729911275. */
static void
test_peak_interval(void)
{
	static const double peaks[] = {100e6, 110e6, 200e6, 200e6};
	struct observations all = OBSERVATIONS_INIT;
	struct samples samples;
	struct analysis analysis;

	for (size_t i = 0; i < 4; i++) {
		runs_add(&all, i < 2 ? MODE_SEQ : MODE_PAR, i < 2 ? 1 : 4, 10.0);
		all.rows[i].peak_bytes = peaks[i];
	}
	analysis_init(&analysis);
	samples_make(&all, NULL, &samples);
	points_make(&samples, NULL, &analysis);
	double half = 4.302652729911275 * log(1.1) / 2.0 / sqrt(2.0);
	CU_ASSERT_EQUAL_FATAL(analysis.point_count, 2);
	ASSERT_NEAR(analysis.points[0].peak_bytes, 105e6, 1e-12);
	ASSERT_NEAR(analysis.points[0].peak_low_bytes, 105e6 * exp(-half), 1e-9);
	ASSERT_NEAR(analysis.points[0].peak_high_bytes, 105e6 * exp(half), 1e-9);
	ASSERT_NEAR(analysis.points[1].peak_high_bytes, 200e6 * exp(half), 1e-9);
	analysis_release(&analysis);
	samples_release(&samples);
	observations_release(&all);
}

SUITE(sample, {"the interval of the peak memory", test_peak_interval},
	{"warm-ups are left out, unless they fail", test_warmups},
	{"a slow run is flagged and left out", test_flag_slow},
	{"the scale is pooled over the samples", test_scale},
	{"a failed count is unsafe and no baseline", test_unmeasured},
	{"the efficiency identity and Karp-Flatt", test_identity});
