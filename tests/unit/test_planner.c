#include "config.h"

#include "unit.h"

#include <stdio.h>

#include "core/planner.h"
#include "core/simulate.h"

static const struct count_words no_words = {0};

/* A measurement in virtual time: a planner, a truth, and the rows so far. */
struct session {
	struct counts counts;
	struct simulation simulation;
	struct measurer *measurer;
	struct planner *planner;
	struct observations rows;
	int started;
};

static void
session_open(
	struct session *session, const char *list, const char *truth, struct planner_arg arg)
{
	struct error error;

	*session = (struct session){0};
	CU_ASSERT_EQUAL_FATAL(counts_parse(list, &no_words, &session->counts, &error), 0);
	CU_ASSERT_EQUAL_FATAL(simulation_parse(truth, &session->simulation, &error), 0);
	session->measurer = simulate_new(&session->simulation, arg.seed);
	arg.counts = &session->counts;
	session->planner = planner_new(&arg);
}

static void
session_close(struct session *session)
{
	planner_free(session->planner);
	measurer_release(session->measurer);
	simulation_release(&session->simulation);
	observations_release(&session->rows);
	counts_release(&session->counts);
}

static bool
session_start(struct session *session)
{
	struct trial trial = {0};
	struct error error;

	if (!planner_next(session->planner, &session->rows,
		    session->measurer->elapsed_s(session->measurer), &trial))
		return false;
	trial.number = ++session->started;
	CU_ASSERT_EQUAL(measurer_start(session->measurer, &trial, &error), 0);
	return true;
}

static void
session_wait(struct session *session)
{
	struct outcome outcome;
	struct error error;

	CU_ASSERT_EQUAL(measurer_wait(session->measurer, &outcome, &error), 0);
	observations_add(&session->rows, &outcome.observation);
}

static void
session_run(struct session *session, int in_flight)
{
	int flying = 0;

	do {
		while (flying < in_flight && session_start(session))
			flying++;
		if (flying > 0)
			session_wait(session);
	} while (flying-- > 0);
}

/* How many rows there are of a form and count in a round; 0 is the warm-up. */
static int
rows_of(const struct session *session, const char *suite, enum mode mode, int workers,
	int round)
{
	int found = 0;

	for (size_t i = 0; i < session->rows.count; i++) {
		const struct observation *row = &session->rows.rows[i];
		found += row->round == round && row->mode == mode && row->workers == workers &&
			strcmp(row->suite, suite) == 0;
	}
	return found;
}

static struct planner_arg
fixed_design(int runs)
{
	return (struct planner_arg){.runs = runs,
		.budget_s = (double)INFINITY,
		.warmup = 1,
		.tolerance = 0.02,
		.confidence = 0.98,
		.cpus = UNKNOWN,
		.seed = 1};
}

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

	session_open(&session, "2,3,4", "t1=10,s=0.1", fixed_design(ROUNDS));
	session_run(&session, 1);
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

	session_open(&session, "2,4,8", "t1=10,s=0.1,fail-at=8", fixed_design(3));
	session_run(&session, 1);
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

	session_open(&session, "2,4,8", "t1=10,s=0.1,fail-at=1", fixed_design(3));
	session_run(&session, 1);
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
	session_open(&session, "2,4", "t1=10,s=0.1", arg);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_MAX_RUNS);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 7);
	session_close(&session);

	arg.max_runs = 0;
	arg.budget_s = 100;
	session_open(&session, "2,4", "t1=10,s=0.1", arg);
	session_run(&session, 1);
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
	session_open(&session, "2,4", "t1=10,s=0.1", arg);
	session_run(&session, 1);
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

/* A listed 1 is a form of its own only where the sequential form is another command. */
static void
test_one_worker(void)
{
	struct planner_arg arg = fixed_design(1);
	struct session session;

	session_open(&session, "1,2", "t1=10,s=0.1,fixed=1", arg);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 1, 1), 1);
	session_close(&session);

	arg.one_is_sequential = true;
	session_open(&session, "1,2", "t1=10,s=0.1,fixed=1", arg);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, 1, 1), 0);
	CU_ASSERT_EQUAL(rows_of(&session, "", MODE_SEQ, 1, 1), 1);
	session_close(&session);
}

static struct planner_arg
adaptive_design(int min_runs)
{
	struct planner_arg arg = fixed_design(0);

	arg.min_runs = min_runs;
	arg.one_is_sequential = true;
	return arg;
}

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

		session_open(&session, LIST, TRUTH, adaptive_design(min_runs));
		session_run(&session, 1);
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

static void
test_adaptive_opening(void)
{
	struct session session;

	session_open(&session, LIST, TRUTH, adaptive_design(0));
	session_run(&session, 1);
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
	for (size_t cut = 0; cut <= whole.rows.count; cut++) {
		struct session again;

		session_open(&again, LIST, TRUTH, adaptive_design(0));
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

	session_open(&session, LIST, TRUTH ",fail-at=8", adaptive_design(2));
	session_run(&session, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	CU_ASSERT_EQUAL(planner_progress(session.planner).best_workers, 6);
	for (int workers = 8; workers <= 16; workers += 4)
		CU_ASSERT_EQUAL(rows_of(&session, "", MODE_PAR, workers, 1), 0);
	session_close(&session);

	session_open(&session, LIST, TRUTH ",fail-at=2", adaptive_design(2));
	session_run(&session, 1);
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
	session_open(&session, "2,3,4", "t1=10,s=1,noise=0.3", arg);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_MAX_RUNS);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 40);
	CU_ASSERT(planner_stopping(session.planner).probability < 0.98);
	session_close(&session);

	arg.max_runs = 10;
	session_open(&session, LIST, TRUTH, arg);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_MAX_RUNS);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).runs, 10);
	session_close(&session);

	/* Stopped before every count had its least number of runs, it still says how sure it
	 * is. */
	arg.max_runs = 5;
	session_open(&session, LIST, TRUTH, arg);
	session_run(&session, 1);
	CU_ASSERT(planner_stopping(session.planner).probability < 0.98);
	session_close(&session);

	arg.max_runs = 1;
	session_open(&session, LIST, TRUTH, arg);
	session_run(&session, 1);
	CU_ASSERT_TRUE(isnan(planner_stopping(session.planner).probability));
	session_close(&session);

	arg.max_runs = 0;
	arg.budget_s = 900;
	session_open(&session, LIST, TRUTH, arg);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_BUDGET);
	CU_ASSERT(session.measurer->elapsed_s(session.measurer) <= 900 * 1.05);
	session_close(&session);
}

static void
test_adaptive_single(void)
{
	struct session session;

	session_open(&session, "1", "t1=10,s=1,noise=0.02", adaptive_design(2));
	session_run(&session, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	CU_ASSERT_EQUAL(planner_progress(session.planner).best_mode, MODE_SEQ);
	session_close(&session);

	session_open(&session, "65536", "t1=10,s=0.5,noise=0.02", adaptive_design(0));
	session_run(&session, 1);
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
	session_open(&session, "2,4,8", TRUTH, arg);
	session_run(&session, 1);
	CU_ASSERT_EQUAL(planner_stopping(session.planner).reason, STOP_CONFIDENT);
	CU_ASSERT(planner_stopping(session.planner).probability >= 0.98);
	for (size_t i = 0; i < suites.count; i++)
		for (int round = 1; round <= 2; round++)
			CU_ASSERT_EQUAL(
				rows_of(&session, suites.items[i], MODE_PAR, 8, round), 1);
	session_close(&session);
	strvec_release(&suites);
}

SUITE(planner, {"fixed design", test_fixed},
	{"the order within a round is random", test_fixed_order_is_random},
	{"a resumed run ends as the whole one", test_fixed_resume},
	{"several trials in flight", test_fixed_in_flight},
	{"a count that fails is dropped", test_failing_count},
	{"nothing is left when the sequential form fails", test_failing_sequential},
	{"runs and time are bounded", test_limits}, {"suites share their rounds", test_suites},
	{"one worker", test_one_worker},
	{"adaptive: rounds, least runs and the pick", test_adaptive},
	{"adaptive: the first design", test_adaptive_opening},
	{"adaptive: a resumed run ends as the whole one", test_adaptive_resume},
	{"adaptive: several trials in flight", test_adaptive_in_flight},
	{"adaptive: counts that fail", test_adaptive_failures},
	{"adaptive: bounds", test_adaptive_bounds},
	{"adaptive: one count", test_adaptive_single},
	{"adaptive: suites share their rounds", test_adaptive_suites});
