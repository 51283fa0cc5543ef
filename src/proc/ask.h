/*
 * ask - runs a helper program (gnuplot, sinfo, ..) to its end and keeps what it says.
 */
#ifndef PROC_ASK_H
#define PROC_ASK_H

#include "base/strbuf.h"
#include "base/strvec.h"

struct ask_arg {
	const struct strvec *argv;
	const char *directory; /* to run it in, NULL for this one */
};

/*
 * Adds what it printed on both outputs to `said`. 0 with the status as from wait(), or the
 * errno with which it could not be started.
 */
int ask_run(const struct ask_arg *arg, struct strbuf *said, int *status);

/* Everything in one line: newlines and tabs are blanks, none at either end. */
void ask_one_line(struct strbuf *said);

#endif
