#include "config.h"

#include "unit.h"

#include <unistd.h>

#include "fixture.h"
#include "proc/pressure.h"

/* What one trial reads when the machine goes from BEFORE to AFTER while it runs. */
static struct observation
observe(const char *before, const char *after)
{
	char *root = fixture_unpack(before);
	struct pressure *pressure = pressure_new(root);
	struct observation row = observation_empty();

	pressure_begin(pressure);
	fixture_change(root, after);
	pressure_end(pressure, &row);
	pressure_free(pressure);
	fixture_remove(root);
	return row;
}

static void
test_counters(void)
{
	struct observation row = observe("pressure/before", "pressure/after");

	ASSERT_NEAR((double)row.loadavg, 1.25, 1e-6);
	ASSERT_NEAR((double)row.steal_s, 0.75, 1e-6);
	ASSERT_NEAR((double)row.cpu_pressure_s, 0.5, 1e-6);
	ASSERT_NEAR((double)row.io_pressure_s, 0.25, 1e-6);
	ASSERT_NEAR((double)row.memory_pressure_s, 0.0, 1e-6);
	/* The own group has no quota; the ancestor that throttles tells. */
	ASSERT_NEAR((double)row.throttled_s, 2.0, 1e-6);
}

/* Two of four CPUs are ours, PSI is the own group's, nanoseconds in version 1. */
static void
test_some_cpus(void)
{
	struct observation row = observe("pressure/some-before", "pressure/some-after");

	ASSERT_NEAR((double)row.steal_s, 0.3, 1e-6);
	ASSERT_NEAR((double)row.throttled_s, 1.5, 1e-6);
	CU_ASSERT(isnan((double)row.cpu_pressure_s));
}

/* What is not there is unknown, not zero; a counter that went back is unknown, too. */
static void
test_unknown(void)
{
	struct observation row = observe("host/nothing", "host/nothing");

	CU_ASSERT(isnan((double)row.loadavg));
	CU_ASSERT(isnan((double)row.steal_s));
	CU_ASSERT(isnan((double)row.cpu_pressure_s));
	CU_ASSERT(isnan((double)row.throttled_s));
	row = observe("pressure/after", "pressure/before");
	CU_ASSERT(isnan((double)row.steal_s));
	CU_ASSERT(isnan((double)row.throttled_s));
	CU_ASSERT(!isnan((double)row.memory_pressure_s));
}

/* Runs too short for the counters share a reading; none gets more than its part of it. */
static void
test_short_runs(void)
{
	char *root = fixture_unpack("pressure/before");
	struct pressure *pressure = pressure_new(root);
	struct observation first = observation_empty();
	struct observation second = observation_empty();

	pressure_begin(pressure);
	fixture_change(root, "pressure/after");
	usleep(20000);
	pressure_end(pressure, &first);
	pressure_begin(pressure);
	pressure_end(pressure, &second);
	pressure_free(pressure);
	fixture_remove(root);
	ASSERT_NEAR((double)first.steal_s, 0.75, 1e-6);
	CU_ASSERT(second.steal_s >= 0.0F && second.steal_s < first.steal_s);
	ASSERT_NEAR((double)second.loadavg, 4.0, 1e-6);
}

/* After a pause even a short run is read by itself: here its counters went back. */
static void
test_short_runs_apart(void)
{
	char *root = fixture_unpack("pressure/before");
	struct pressure *pressure = pressure_new(root);
	struct observation row = observation_empty();

	pressure_begin(pressure);
	fixture_change(root, "pressure/after");
	pressure_end(pressure, &row);
	usleep(20000);
	pressure_begin(pressure);
	fixture_change(root, "pressure/before");
	pressure_end(pressure, &row);
	pressure_free(pressure);
	fixture_remove(root);
	CU_ASSERT(isnan((double)row.steal_s));
}

SUITE(pressure, {"counters before and after", test_counters},
	{"our CPUs alone; version 1", test_some_cpus},
	{"short runs share a reading", test_short_runs},
	{"short runs after a pause do not", test_short_runs_apart},
	{"unknown is not zero", test_unknown});
