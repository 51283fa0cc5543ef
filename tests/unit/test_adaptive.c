#include "config.h"

#include "unit.h"

#include <math.h>
#include <string.h>

#include "session.h"

#define LIST  "2,3,4,6,8,12,16"
#define TRUTH "t1=100,s=0.1,worker=0.6,noise=0.02,outliers=0.05"

/* Every round has the sequential form, no arm twice, and positions without a gap. */
static void
check_rounds(const struct session *session)
{
	int last = session->rows.rows[session->rows.count - 1].round;

	for (int round = 0; round <= last; round++) {
		int positions = 0;

		CU_ASSERT_EQUAL(rows_of(session, "", MODE_SEQ, 1, round), 1);
		for (size_t i = 0; i < session->rows.count; i++) {
			const struct observation *row = &session->rows.rows[i];
			if (row->round != round)
				continue;
			CU_ASSERT_EQUAL(row->position, ++positions);
			CU_ASSERT_EQUAL(
				rows_of(session, "", (enum mode)row->mode, row->workers, round),
				1);
		}
	}
}

static void
test_adaptive(void)
{
	for (int min_runs = 0; min_runs <= 3; min_runs++) {
		struct session session;

		session_measure(&session, LIST, TRUTH, adaptive_design(min_runs));
		check_rounds(&session);
		struct stopping stopping = planner_stopping(session.planner);
		CU_ASSERT_EQUAL(stopping.reason, STOP_CONFIDENT);
		CU_ASSERT(stopping.probability >= 0.98);
		CU_ASSERT_EQUAL(stopping.runs + 8, (int)session.rows.count);
		for (int round = 1; round <= min_runs; round++)
			CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 6, round), 1);

		/* .1 + .9/N + .006(N-1) is least at 12, within 1 % at 16 */
		struct planner_progress progress = planner_progress(session.planner);
		CU_ASSERT(progress.best_workers == 12 || progress.best_workers == 16);
		CU_ASSERT_EQUAL(progress.done, stopping.runs);
		CU_ASSERT_EQUAL(progress.expected, stopping.runs);
		session_close(&session);
	}
}

/* The number of runs that is expected neither runs away nor creeps up from below. */
static void
test_adaptive_progress(void)
{
	for (uint64_t seed = 1; seed <= 5; seed++) {
		struct planner_arg arg = adaptive_design(2);
		struct session session;
		int least = 1000, most = 0;

		arg.seed = seed;
		session_open(&session, LIST, TRUTH, arg);
		for (;;) {
			int expected = planner_progress(session.planner).expected;

			least = expected < least ? expected : least;
			most = expected > most ? expected : most;
			if (!session_start(&session))
				break;
			session_wait(&session);
		}
		int runs = planner_stopping(session.planner).runs;
		CU_ASSERT(least >= 0.5 * runs);
		CU_ASSERT(most <= 2 * runs);
		session_close(&session);
	}
}

static void
test_adaptive_opening(void)
{
	struct session session;

	session_measure(&session, LIST, TRUTH, adaptive_design(0));
	for (int round = 1; round <= 2; round++) {
		int runs = 0;
		for (size_t i = 0; i < session.rows.count; i++)
			runs += session.rows.rows[i].round == round;
		CU_ASSERT_EQUAL(runs, 3);
		CU_ASSERT_EQUAL(rows_of(&session, "", MODE_SEQ, 1, round), 1);
		CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 4, round), 1);
		CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 16, round), 1);
	}
	session_close(&session);
}

static void
test_adaptive_resume(void)
{
	struct session whole;

	session_open(&whole, LIST, TRUTH, adaptive_design(0));
	session_run(&whole, 1);
	size_t end = whole.rows.count;
	for (size_t cut = 0; cut <= end; cut++) {
		struct session again;

		session_open(&again, LIST, TRUTH, adaptive_design(0));
		for (size_t i = 0; i < cut; i++)
			observations_add(&again.rows, &whole.rows.rows[i]);
		again.started = (int)cut;
		session_run(&again, 1);
		CU_ASSERT_EQUAL_FATAL(again.rows.count, end);
		for (size_t i = 0; i < end; i++) {
			const struct observation *a = &whole.rows.rows[i],
						 *b = &again.rows.rows[i];
			CU_ASSERT_EQUAL(a->workers, b->workers);
			CU_ASSERT_EQUAL(a->round, b->round);
			CU_ASSERT_EQUAL(a->position, b->position);
		}
		ASSERT_NEAR(planner_stopping(again.planner).probability,
			planner_stopping(whole.planner).probability, 0);
		session_close(&again);
	}
	session_close(&whole);
}

static void
test_adaptive_in_flight(void)
{
	struct session session;

	session_open(&session, LIST, TRUTH, adaptive_design(2));
	session_run(&session, 4);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	for (size_t i = 0; i < session.rows.count; i++) {
		const struct observation *row = &session.rows.rows[i];
		CU_ASSERT_EQUAL(
			rows_of(&session, "", (enum mode)row->mode, row->workers, row->round),
			1);
	}
	session_close(&session);
}

static void
test_adaptive_failures(void)
{
	struct session session;

	session_measure(&session, LIST, TRUTH ",fail-at=8", adaptive_design(2));
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	CU_ASSERT_EQUAL(planner_progress(session.planner).best_workers, 6);
	for (int workers = 8; workers <= 16; workers += 4)
		CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, workers, 1), 0);
	session_close(&session);

	session_measure(&session, LIST, TRUTH ",fail-at=2", adaptive_design(2));
	CU_ASSERT_EQUAL(session.rows.count, 9);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_SEQ, 1, 1), 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_FAILED);
	session_close(&session);
}

static void
test_adaptive_bounds(void)
{
	struct planner_arg arg = adaptive_design(2);
	struct session session;

	/* Nobody can tell these apart: the planner's own bound, and an honest probability. */
	session_measure(&session, "2,3,4", "t1=10,s=1,noise=0.3", arg);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_MAX_RUNS);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 40);
	CU_ASSERT(planner_stopping(session.planner).probability < 0.98);
	session_close(&session);

	arg.max_runs = 10;
	session_measure(&session, LIST, TRUTH, arg);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_MAX_RUNS);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 10);
	session_close(&session);

	/* Stopped before every count had its least number of runs, it still says how sure it
	 * is. */
	arg.max_runs = 5;
	session_measure(&session, LIST, TRUTH, arg);
	CU_ASSERT(planner_stopping(session.planner).probability < 0.98);
	session_close(&session);

	arg.max_runs = 1;
	session_measure(&session, LIST, TRUTH, arg);
	CU_ASSERT_TRUE(isnan(planner_stopping(session.planner).probability));
	session_close(&session);

	arg.max_runs = 0;
	arg.budget_s = 900;
	session_measure(&session, LIST, TRUTH, arg);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_BUDGET);
	CU_ASSERT(session.measurer->elapsed_s(session.measurer) <= 900 * 1.05);
	session_close(&session);
}

static void
test_adaptive_single(void)
{
	struct session session;

	session_measure(&session, "1", "t1=10,s=1,noise=0.02", adaptive_design(2));
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	CU_ASSERT_EQUAL(planner_progress(session.planner).best_mode, MODE_SEQ);
	session_close(&session);

	session_measure(&session, "65536", "t1=10,s=0.5,noise=0.02", adaptive_design(0));
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	CU_ASSERT_EQUAL(planner_progress(session.planner).best_workers, 65536);
	session_close(&session);
}

static void
test_adaptive_suites(void)
{
	struct strvec suites = STRVEC_INIT;
	struct planner_arg arg = adaptive_design(2);
	struct session session;

	strvec_push(&suites, "a");
	strvec_push(&suites, "b");
	arg.suites = &suites;
	session_measure(&session, "2,4,8", TRUTH, arg);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	CU_ASSERT(planner_stopping(session.planner).probability >= 0.98);
	for (size_t i = 0; i < suites.count; i++)
		for (int round = 1; round <= 2; round++)
			CU_ASSERT_EQUAL(
				rows_of(&session, suites.items[i], MODE_PAR, 8, round), 1);
	session_close(&session);
	strvec_release(&suites);
}

SUITE(adaptive, {"rounds, least runs and the pick", test_adaptive},
	{"the runs that are expected", test_adaptive_progress},
	{"the first design", test_adaptive_opening},
	{"a resumed run ends as the whole one", test_adaptive_resume},
	{"several trials in flight", test_adaptive_in_flight},
	{"counts that fail", test_adaptive_failures}, {"bounds", test_adaptive_bounds},
	{"one count", test_adaptive_single},
	{"suites share their rounds", test_adaptive_suites});
