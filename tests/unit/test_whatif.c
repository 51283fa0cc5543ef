#include "config.h"

#include "unit.h"

#include "core/whatif.h"

static struct whatif
fill(double serial, double fixed_s, double per_worker_s)
{
	static struct count items[] = {
		{.workers = 1}, {.workers = 2}, {.workers = 4}, {.workers = 8}};
	static const struct counts counts = {.items = items, .count = 4};
	struct whatif_arg arg = {
		.t1_s = 110.0,
		.serial = serial,
		.fixed_s = fixed_s,
		.per_worker_s = per_worker_s,
		.counts = &counts,
	};
	struct whatif whatif;

	whatif_fill(&arg, &whatif);
	return whatif;
}

static void
test_theory(void)
{
	/* Amdahl 1967 with s = .1 and T(1) = 110 s, computed by hand. */
	static const double expected[][3] = {
		{110.0, 1.0, 0.0},
		{60.5, 1.818181818181818, 0.45},
		{35.75, 3.076923076923077, 0.675},
		{23.375, 4.705882352941177, 0.7875},
	};
	struct whatif whatif = fill(0.1, 0.0, 0.0);

	CU_ASSERT_FALSE(whatif.adjusted);
	ASSERT_NEAR(whatif.ceiling, 10.0, 1e-12);
	CU_ASSERT_EQUAL(whatif.best_workers, 0);
	for (size_t i = 0; i < 4; i++) {
		ASSERT_NEAR(whatif.rows[i].theory.wall_s, expected[i][0], 1e-12);
		ASSERT_NEAR(whatif.rows[i].theory.speedup, expected[i][1], 1e-12);
		ASSERT_NEAR(whatif.rows[i].theory.reduction, expected[i][2], 1e-12);
		ASSERT_NEAR(whatif.rows[i].adjusted.wall_s, expected[i][0], 1e-12);
	}
	whatif_release(&whatif);
}

static void
test_overheads(void)
{
	struct whatif whatif = fill(0.1, 3.5, 1.5);

	CU_ASSERT_TRUE(whatif.adjusted);
	ASSERT_NEAR(whatif.rows[0].adjusted.wall_s, 110.0, 1e-12);
	ASSERT_NEAR(whatif.rows[1].adjusted.wall_s, 65.5, 1e-12);
	ASSERT_NEAR(whatif.rows[3].adjusted.wall_s, 37.375, 1e-12);
	/* sqrt(99/1.5) = 8.12; T(8) = 37.375 < T(9) = 37.5 */
	CU_ASSERT_EQUAL(whatif.best_workers, 8);
	whatif_release(&whatif);

	whatif = fill(0.9, 20.0, 1.0);
	CU_ASSERT_EQUAL(whatif.best_workers, 1);
	whatif_release(&whatif);
}

SUITE(whatif, {"Amdahl's table", test_theory}, {"overheads and the best count", test_overheads});
