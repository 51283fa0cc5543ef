#include "config.h"

#include "proc/signals.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const int noted[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
#define NOTED (sizeof noted / sizeof *noted)

static volatile sig_atomic_t first_caught;
static volatile sig_atomic_t caught_count;
static volatile sig_atomic_t continued_count;

static void
note(int number)
{
	if (first_caught == 0)
		first_caught = number;
	if (caught_count < 1000)
		caught_count++;
}

static void
go_on(int number)
{
	(void)number;
	if (continued_count < 1000000)
		continued_count++;
}

/* SIGCHLD must have a handler to end ppoll(); that it ended is all there is to say. */
static void
wake(int number)
{
	(void)number;
}

static void
act(int number, void (*handler)(int), int flags)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = flags};

	sigemptyset(&action.sa_mask);
	sigaction(number, &action, NULL);
}

void
signals_ignore(void)
{
	act(SIGPIPE, SIG_IGN, 0);
	act(SIGXFSZ, SIG_IGN, 0);
}

/*
 * SIGHUP stays ignored where somebody (nohup) ignores it. SIGINT and SIGQUIT do not: a shell
 * without job control starts background commands with both ignored, and `kill -INT` of such
 * a ptbench must not lose what it measured.
 */
void
signals_install(void)
{
	struct sigaction hangup;

	for (size_t i = 0; i < NOTED; i++) {
		if (noted[i] == SIGHUP && sigaction(SIGHUP, NULL, &hangup) == 0 &&
			hangup.sa_handler == SIG_IGN)
			continue;
		act(noted[i], note, 0);
	}
	act(SIGCONT, go_on, SA_RESTART);
}

int
signals_caught(void)
{
	return first_caught;
}

int
signals_continued(void)
{
	return continued_count;
}

int
signals_count(void)
{
	return caught_count;
}

void
signals_hold(sigset_t *before, sigset_t *open)
{
	sigset_t held;

	/* Inherited as ignored, the kernel would reap children on its own and lose their exit. */
	act(SIGCHLD, wake, SA_RESTART);
	sigemptyset(&held);
	sigaddset(&held, SIGCHLD);
	for (size_t i = 0; i < NOTED; i++)
		sigaddset(&held, noted[i]);
	sigprocmask(SIG_BLOCK, &held, before);
	*open = *before;
	sigdelset(open, SIGCHLD);
	for (size_t i = 0; i < NOTED; i++)
		sigdelset(open, noted[i]);
}

void
signals_let_go(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

void
signals_reset(void)
{
	struct sigaction action;
	bool hangup_ignored =
		sigaction(SIGHUP, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
	sigset_t none;

	for (size_t i = 0; i < NOTED; i++)
		if (noted[i] != SIGHUP || !hangup_ignored)
			act(noted[i], SIG_DFL, 0);
	act(SIGPIPE, SIG_DFL, 0);
	act(SIGXFSZ, SIG_DFL, 0);
	act(SIGCHLD, SIG_DFL, 0);
	act(SIGCONT, SIG_DFL, 0);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void
signals_reraise(void)
{
	int number = first_caught;
	sigset_t only;

	if (number == 0)
		return;
	act(number, SIG_DFL, 0);
	sigemptyset(&only);
	sigaddset(&only, number);
	sigprocmask(SIG_UNBLOCK, &only, NULL);
	raise(number);
}

const char *
signal_name(int number, char text[static SIGNAL_NAME_SIZE])
{
	const char *abbreviation = sigabbrev_np(number);

	if (abbreviation != NULL)
		snprintf(text, SIGNAL_NAME_SIZE, "SIG%s", abbreviation);
	else if (number >= SIGRTMIN && number <= SIGRTMAX)
		snprintf(text, SIGNAL_NAME_SIZE, "SIGRTMIN+%d", number - SIGRTMIN);
	else
		snprintf(text, SIGNAL_NAME_SIZE, "signal %d", number);
	return text;
}
