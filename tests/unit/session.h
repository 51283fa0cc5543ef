/*
 * session - a planner and a simulated suite, one against the other in virtual time.
 */
#ifndef TEST_SESSION_H
#define TEST_SESSION_H

#include <stdbool.h>

#include "core/counts.h"
#include "core/measurer.h"
#include "core/planner.h"
#include "core/simulate.h"

/* A measurement in virtual time: a planner, a truth, and the rows so far. */
struct session {
	struct counts counts;
	struct simulation simulation;
	struct measurer *measurer;
	struct planner *planner;
	struct observations rows;
	int started;
};

/* `arg` without its counts, which are `list`; session_close() ends it. */
void session_open(
	struct session *session, const char *list, const char *truth, struct planner_arg arg);
void session_close(struct session *session);

/* The planner's next trial; false when it stops. The row of one that was started. */
bool session_start(struct session *session);
void session_wait(struct session *session);

/* Until the planner stops, with so many trials at once. */
void session_run(struct session *session, int in_flight);

/* Opens a session and runs it to its end, one trial at a time. */
void session_measure(
	struct session *session, const char *list, const char *truth, struct planner_arg arg);

/* How many rows there are of a form and count in a round; 0 is the warm-up. */
int rows_of(const struct session *session, const char *suite, enum mode mode, int workers,
	int round);

/* What most tests ask for: `runs` rounds, or adaptive ones. */
struct planner_arg fixed_design(int runs);
struct planner_arg adaptive_design(int min_runs);

#endif
