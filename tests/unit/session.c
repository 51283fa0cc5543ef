#include "config.h"

#include "session.h"

#include <math.h>
#include <string.h>

#include "unit.h"

static const struct count_words no_words = {0};

void
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

void
session_close(struct session *session)
{
	planner_free(session->planner);
	measurer_release(session->measurer);
	simulation_release(&session->simulation);
	observations_release(&session->rows);
	counts_release(&session->counts);
}

bool
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

void
session_wait(struct session *session)
{
	struct outcome outcome;
	struct error error;

	CU_ASSERT_EQUAL(measurer_wait(session->measurer, &outcome, &error), 0);
	observations_add(&session->rows, &outcome.observation);
}

void
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

void
session_measure(
	struct session *session, const char *list, const char *truth, struct planner_arg arg)
{
	session_open(session, list, truth, arg);
	session_run(session, 1);
}

int
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

struct planner_arg
fixed_design(int runs)
{
	return (struct planner_arg){.runs = runs,
		.budget_s = (double)INFINITY,
		.warmup = 1,
		.tolerance = 0.02,
		.confidence = 0.98,
		.seed = 1};
}

struct planner_arg
adaptive_design(int min_runs)
{
	struct planner_arg arg = fixed_design(0);

	arg.min_runs = min_runs;
	arg.one_is_sequential = true;
	return arg;
}
