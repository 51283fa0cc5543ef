/*
 * measurer - the hinge of the house: from a trial to its observation.
 *
 * Planner, fit and reports do not know whether a process was run here (local),
 * a law was obeyed in virtual time (simulate) or a cluster did the work (slurm).
 * Two verbs: start a trial, wait for one that ended. At most `in_flight` trials
 * may be started and not yet waited for.
 */
#ifndef CORE_MEASURER_H
#define CORE_MEASURER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "core/command.h"
#include "core/observation.h"

/* "Run this form at N workers once." The texts and the command are borrowed. */
struct trial {
	const char *suite;             /* "" without --suites */
	const struct command *command; /* NULL where nothing is run (simulate) */
	int number;                    /* of this trial alone, from 1: PTBENCH_RUN, logs/NNN.log */
	int round;                     /* from 1; 0 for a warm-up */
	int position;                  /* in its round, from 1 */
	enum mode mode;
	int workers;
	bool warmup;
	const char *report_dir;        /* the runner is asked for a test report in it; or NULL */
};

/* How a trial that was started came back. */
enum outcome_kind {
	OUTCOME_OBSERVED,    /* `observation` is complete, whether the command passed or failed */
	OUTCOME_INTERRUPTED, /* a signal to ptbench cut it short: no row */
	OUTCOME_RETRIED,     /* lost to the machine: a row to keep; the next wait is for it again */
};

struct outcome {
	enum outcome_kind kind;
	struct trial trial;
	struct observation observation; /* texts live until the measurer's next wait */
	const char *reason;             /* a sentence when the command failed, else ""; same life */
	struct error late;              /* STATUS_OK; else the row is good, but no other trial may
					 * follow: --conclude failed */
};

struct measurer;

struct measurer_class {
	const char *name; /* "local", "simulate", "slurm" */

	/* 0, or -1 with the reason why the trial cannot be measured at all. */
	int (*start)(struct measurer *measurer, const struct trial *trial, struct error *error);

	/* Waits for one started trial to end. 0 with the outcome, or -1 when ptbench failed. */
	int (*wait)(struct measurer *measurer, struct outcome *outcome, struct error *error);

	/* Ends what is still in flight and frees the measurer. */
	void (*release)(struct measurer *measurer);
};

/* The first member of every measurer's own struct. */
struct measurer {
	const struct measurer_class *class;
	int in_flight; /* how many trials may be under way at once, at least 1 */

	/* Who hears of a wait; each call is made where it is set, while wait() waits. */
	struct listener {
		void (*tick)(void *context); /* about once a second of real time */

		/* A sentence that whoever waits should read now. */
		void (*tell)(void *context, const char *sentence);
		void *context;
	} listener;

	/*
	 * Seconds on the measurer's own clock since it was made: real ones, or virtual
	 * ones under simulate. Budgets and ETAs are kept on this clock.
	 */
	double (*elapsed_s)(const struct measurer *measurer);
};

static inline int
measurer_start(struct measurer *measurer, const struct trial *trial, struct error *error)
{
	return measurer->class->start(measurer, trial, error);
}

static inline int
measurer_wait(struct measurer *measurer, struct outcome *outcome, struct error *error)
{
	return measurer->class->wait(measurer, outcome, error);
}

static inline void
measurer_release(struct measurer *measurer)
{
	if (measurer != NULL)
		measurer->class->release(measurer);
}

#endif
