#include "config.h"

#include "unit.h"

#include "core/cost.h"
#include "core/observation.h"

static void
test_billing(void)
{
	struct price minutes = {.usd_per_min = 0.006, .billing_s = 60.0};
	struct price seconds = {.usd_per_min = 0.6};
	struct price unknown = {.usd_per_min = UNKNOWN, .billing_s = 60.0};

	/* 61 s cost two minutes, 60 s one. */
	ASSERT_NEAR(cost_billed_usd(&minutes, 61.0), 0.012, 1e-12);
	ASSERT_NEAR(cost_billed_usd(&minutes, 60.0), 0.006, 1e-12);
	ASSERT_NEAR(cost_billed_usd(&minutes, 3.0), 0.006, 1e-12);
	ASSERT_NEAR(cost_billed_usd(&seconds, 61.0), 0.61, 1e-12);
	CU_ASSERT_TRUE(isnan(cost_billed_usd(&unknown, 61.0)));
}

SUITE(cost, {"whole minutes are billed", test_billing});
