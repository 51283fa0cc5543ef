#include "config.h"

#include "unit.h"

#include <limits.h>
#include <math.h>
#include <string.h>

#include "session.h"

static void
test_fixed(void)
{
	struct session session;

	session_open(&session, "2,4,8", "t1=10,s=0.1,noise=0.02", fixed_design(3));
	CU_ASSERT_EQUAL(planner_progress(session.planner).expected, 12);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(session.rows.count, 16);
	for (int round = 0; round <= 3; round++) {
		CU_ASSERT_EQUAL(rows_of(&session, "", MODE_SEQ, 1, round), 1);
		for (int workers = 2; workers <= 8; workers *= 2)
			CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, workers, round), 1);
	}
	CU_ASSERT_EQUAL(session.rows.rows[0].mode, MODE_SEQ);
	for (size_t i = 0; i < session.rows.count; i++) {
		const struct observation *row = &session.rows.rows[i];
		CU_ASSERT_EQUAL(row->round, (int)i / 4);
		CU_ASSERT_EQUAL(row->position, (int)i % 4 + 1);
		CU_ASSERT_EQUAL(row->warmup, row->round == 0);
	}

	struct stopping stopping = planner_stopping(session.planner);
	CU_ASSERT_EQUAL(stopping.reason, STOP_FIXED);
	CU_ASSERT_EQUAL(stopping.runs, 12);
	session_close(&session);
}

/* Over many rounds every arm is at every position about equally often (chi-squared, 9 df). */
static void
test_fixed_order_is_random(void)
{
	enum { ROUNDS = 400, ARMS = 4 };
	int seen[ARMS][ARMS] = {{0}};
	double chi = 0;
	struct session session;

	session_measure(&session, "2,3,4", "t1=10,s=0.1", fixed_design(ROUNDS));
	for (size_t i = ARMS; i < session.rows.count; i++)
		seen[session.rows.rows[i].workers - 1][session.rows.rows[i].position - 1]++;
	for (int arm = 0; arm < ARMS; arm++)
		for (int position = 0; position < ARMS; position++)
			chi += pow(seen[arm][position] - ROUNDS / ARMS, 2) / (ROUNDS / ARMS);
	CU_ASSERT(chi < 33.7); /* exceeded once in 10,000 */
	CU_ASSERT(chi > 0.5);
	session_close(&session);
}

static void
test_fixed_resume(void)
{
	for (size_t cut = 0; cut <= 16; cut++) {
		struct session whole, again;

		session_open(&whole, "2,4,8", "t1=10,s=0.1,noise=0.02", fixed_design(3));
		session_run(&whole, 1);
		session_open(&again, "2,4,8", "t1=10,s=0.1,noise=0.02", fixed_design(3));
		for (size_t i = 0; i < cut; i++)
			observations_add(&again.rows, &whole.rows.rows[i]);
		again.started = (int)cut;
		session_run(&again, 1);
		CU_ASSERT_EQUAL_FATAL(again.rows.count, whole.rows.count);
		for (size_t i = 0; i < whole.rows.count; i++) {
			const struct observation *a = &whole.rows.rows[i],
						 *b = &again.rows.rows[i];
			CU_ASSERT_EQUAL(a->workers, b->workers);
			CU_ASSERT_EQUAL(a->round, b->round);
			CU_ASSERT_EQUAL(a->position, b->position);
			ASSERT_NEAR(a->wall_s, b->wall_s, 0);
		}
		CU_ASSERT_EQUAL(planner_stopping(again.planner).runs, 12);
		session_close(&again);
		session_close(&whole);
	}
}

static void
test_fixed_in_flight(void)
{
	struct session session;

	session_open(&session, "2,4,8", "t1=10,s=0.1,noise=0.02", fixed_design(5));
	session_run(&session, 3);
	CU_ASSERT_EQUAL(session.rows.count, 24);
	for (int round = 0; round <= 5; round++)
		CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 8, round), 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 20);
	session_close(&session);
}

static void
test_failing_count(void)
{
	struct session session;

	session_measure(&session, "2,4,8", "t1=10,s=0.1,fail-at=8", fixed_design(3));
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 8, 0), 1);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 8, 1), 0);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 9);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_FIXED);
	session_close(&session);
}

static void
test_failing_sequential(void)
{
	struct session session;

	session_measure(&session, "2,4,8", "t1=10,s=0.1,fail-at=1", fixed_design(3));
	CU_ASSERT_EQUAL(session.rows.count, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_FAILED);
	session_close(&session);
}

static void
test_limits(void)
{
	struct planner_arg arg = fixed_design(100);
	struct session session;

	arg.max_runs = 7;
	session_measure(&session, "2,4", "t1=10,s=0.1", arg);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_MAX_RUNS);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 7);
	session_close(&session);

	arg.max_runs = 0;
	arg.budget_s = 100;
	session_measure(&session, "2,4", "t1=10,s=0.1", arg);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_BUDGET);
	CU_ASSERT(session.measurer->elapsed_s(session.measurer) < 110);
	session_close(&session);
}

static void
test_suites(void)
{
	struct strvec suites = STRVEC_INIT;
	struct planner_arg arg = fixed_design(2);
	struct session session;

	strvec_push(&suites, "fast");
	strvec_push(&suites, "slow, with \"quotes\"");
	arg.suites = &suites;
	session_measure(&session, "2,4", "t1=10,s=0.1", arg);
	CU_ASSERT_EQUAL(session.rows.count, 18);
	CU_ASSERT_EQUAL(session.rows.rows[0].mode, MODE_SEQ);
	CU_ASSERT_EQUAL(session.rows.rows[1].mode, MODE_SEQ);
	for (size_t i = 0; i < suites.count; i++)
		for (int round = 0; round <= 2; round++)
			CU_ASSERT_EQUAL(
				rows_of(&session, suites.items[i], MODE_PAR, 4, round), 1);
	session_close(&session);
	strvec_release(&suites);
}

/* More runs than an int can count are as good as that many. */
static void
test_endless(void)
{
	struct strvec suites = STRVEC_INIT;
	struct planner_arg arg = fixed_design(1000000);
	struct session session;

	for (int i = 0; i < 3; i++)
		strvec_pushf(&suites, "%d", i);
	arg.suites = &suites;
	session_open(&session, "1-1000", "t1=10,s=0.1", arg);
	CU_ASSERT_EQUAL(planner_progress(session.planner).expected, INT_MAX);
	session_close(&session);
	strvec_release(&suites);
}

/* A listed 1 is a form of its own only where the sequential form is another command. */
static void
test_one_worker(void)
{
	struct planner_arg arg = fixed_design(1);
	struct session session;

	session_measure(&session, "1,2", "t1=10,s=0.1,fixed=1", arg);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 1, 1), 1);
	session_close(&session);

	arg.one_is_sequential = true;
	session_measure(&session, "1,2", "t1=10,s=0.1,fixed=1", arg);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 1, 1), 0);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_SEQ, 1, 1), 1);
	session_close(&session);
}

SUITE(planner, {"fixed design", test_fixed},
	{"the order within a round is random", test_fixed_order_is_random},
	{"a resumed run ends as the whole one", test_fixed_resume},
	{"several trials in flight", test_fixed_in_flight},
	{"a count that fails is dropped", test_failing_count},
	{"nothing is left when the sequential form fails", test_failing_sequential},
	{"runs and time are bounded", test_limits}, {"suites share their rounds", test_suites},
	{"more runs than can be counted", test_endless}, {"one worker", test_one_worker});
