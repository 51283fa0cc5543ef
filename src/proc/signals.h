/*
 * signals - interrupts to ptbench itself: a handler that only sets a flag.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT are noted; everybody who waits looks at
 * signals_caught() and winds up. main re-raises the signal at the very end.
 *
 * Who waits for processes holds the signals back and lets them through only inside
 * ppoll(): a signal that arrives between the look at the flag and the sleep would
 * otherwise be slept through.
 */
#ifndef PROC_SIGNALS_H
#define PROC_SIGNALS_H

#include <signal.h>

/* For every command: a closed pipe, or a file too large, is an error of write(). */
void signals_ignore(void);

/*
 * For commands that measure: SIGINT, SIGTERM, SIGHUP and SIGQUIT are noted, so that what was
 * measured is reported. The others just end by them.
 */
void signals_install(void);

/* The first signal that was caught, or 0. */
int signals_caught(void);

/* How many were caught: the second one means "now". */
int signals_count(void);

/* How often ptbench was told to go on (SIGCONT), as after a stop. */
int signals_continued(void);

/*
 * Holds the four signals and SIGCHLD back. `before` is the mask to go back to, `open` the
 * one under which they come through, for ppoll().
 */
void signals_hold(sigset_t *before, sigset_t *open);
void signals_let_go(const sigset_t *before);

/* In a child before its exec: the actions that a program expects to start with. */
void signals_reset(void);

/* Restores the default action and sends the caught signal to ptbench itself. */
void signals_reraise(void);

/* "SIGTERM", "SIGRTMIN+1", or "signal 99" written into `text`. */
#define SIGNAL_NAME_SIZE 24
const char *signal_name(int number, char text[static SIGNAL_NAME_SIZE]);

#endif
