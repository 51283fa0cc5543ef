/*
 * signals - interrupts to ptbench itself: a handler that only sets a flag.
 *
 * SIGINT, SIGTERM, SIGHUP and SIGQUIT are noted; everybody who waits looks at
 * signals_caught() and winds up. main re-raises the signal at the very end.
 */
#ifndef PROC_SIGNALS_H
#define PROC_SIGNALS_H

void signals_install(void);

/* The first signal that was caught, or 0. */
int signals_caught(void);

/* Restores the default action and sends the caught signal to ptbench itself. */
void signals_reraise(void);

#endif
