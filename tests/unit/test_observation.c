#include "config.h"

#include "unit.h"

#include <signal.h>

#include "core/observation.h"
#include "core/total.h"

static struct observation
row_of(const char *suite, enum mode mode, int workers, double wall_s)
{
	struct observation row = observation_empty();

	row.suite = suite;
	row.mode = (unsigned char)mode;
	row.workers = workers;
	row.wall_s = wall_s;
	row.exit_code = 0;
	return row;
}

static void
test_succeeded(void)
{
	struct observation row = row_of("", MODE_PAR, 2, 1.0);

	CU_ASSERT_TRUE(observation_succeeded(&row));
	row.exit_code = 3;
	CU_ASSERT_FALSE(observation_succeeded(&row));
	row.forgiven = true;
	CU_ASSERT_TRUE(observation_succeeded(&row));
	row.signal = SIGSEGV;
	CU_ASSERT_FALSE(observation_succeeded(&row));
	row.signal = 0;
	row.timed_out = true;
	CU_ASSERT_FALSE(observation_succeeded(&row));
	row = row_of("", MODE_SEQ, 1, 1.0);
	row.exit_code = UNKNOWN_COUNT;
	CU_ASSERT_TRUE(observation_usable(&row));
	row.warmup = true;
	CU_ASSERT_FALSE(observation_usable(&row));
	row = row_of("", MODE_SEQ, 1, 0.0);
	CU_ASSERT_FALSE(observation_usable(&row));
}

static void
test_rows_own_their_texts(void)
{
	struct observations all = OBSERVATIONS_INIT;
	char host[] = "n1";
	struct observation row = row_of("a", MODE_SEQ, 1, 1.0);

	row.host = host;
	observations_add(&all, &row);
	observations_add(&all, &row);
	host[0] = 'x';
	ASSERT_TEXT(all.rows[0].host, "n1");
	CU_ASSERT_PTR_EQUAL(all.rows[0].host, all.rows[1].host);
	observations_release(&all);
}

static void
test_total_pairs_the_suites_runs(void)
{
	struct observations all = OBSERVATIONS_INIT, totals;
	struct strvec suites = STRVEC_INIT;
	static const double times[][2] = {{1.0, 10.0}, {2.0, 20.0}, {3.0, UNKNOWN}};

	memset(&totals, 0, sizeof totals);
	strvec_push(&suites, "a");
	strvec_push(&suites, "b");
	for (size_t i = 0; i < 3; i++) {
		struct observation row = row_of("a", MODE_SEQ, 1, times[i][0]);
		observations_add(&all, &row);
		row = row_of("b", MODE_SEQ, 1, times[i][1]);
		if (i < 2)
			observations_add(&all, &row);
	}
	struct observation row = row_of("a", MODE_PAR, 2, 1.0);
	observations_add(&all, &row);
	row = row_of("b", MODE_PAR, 2, 1.0);
	row.exit_code = 1;
	observations_add(&all, &row);

	/* One suite alone was run at 8, and the machine was lost under the other. */
	row = row_of("a", MODE_PAR, 8, 1.0);
	observations_add(&all, &row);
	row = observation_empty();
	row.suite = "b";
	row.mode = MODE_PAR;
	row.workers = 8;
	row.start_utc = "2026-01-31T12:00:00Z";
	observations_add(&all, &row);

	total_observations(&all, &suites, &totals);
	CU_ASSERT_EQUAL_FATAL(totals.count, 3);
	ASSERT_NEAR(totals.rows[0].wall_s, 11.0, 1e-12);
	ASSERT_NEAR(totals.rows[1].wall_s, 22.0, 1e-12);
	CU_ASSERT_FALSE(observation_succeeded(&totals.rows[2]));
	CU_ASSERT_EQUAL(totals.rows[2].workers, 2);
	observations_release(&totals);
	observations_release(&all);
	strvec_release(&suites);
}

SUITE(observation, {"what counts as passed and usable", test_succeeded},
	{"rows own their texts", test_rows_own_their_texts},
	{"a total pairs the suites' runs", test_total_pairs_the_suites_runs});
