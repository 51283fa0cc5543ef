#include "config.h"

#include "proc/terminal.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

void
terminal_save(struct terminal *terminal)
{
	terminal->file = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (terminal->file < 0)
		return;
	terminal->group = tcgetpgrp(terminal->file);
	if (terminal->group < 0 || tcgetattr(terminal->file, &terminal->settings) != 0)
		terminal_release(terminal);
}

/* Who is in the background and changes the terminal is stopped by SIGTTOU, unless it is held. */
static void
put_back(const struct terminal *terminal, bool group, bool settings)
{
	sigset_t held;
	sigset_t before;

	sigemptyset(&held);
	sigaddset(&held, SIGTTOU);
	sigprocmask(SIG_BLOCK, &held, &before);
	if (group)
		tcsetpgrp(terminal->file, terminal->group);
	if (settings)
		tcsetattr(terminal->file, TCSADRAIN, &terminal->settings);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

void
terminal_restore(const struct terminal *terminal)
{
	struct termios now;

	if (terminal->file < 0)
		return;
	bool group =
		terminal->group == getpgrp() && tcgetpgrp(terminal->file) != terminal->group;
	/* Padding that differs by chance costs one needless restoring, no more. */
	/* NOLINTBEGIN(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
	bool settings = tcgetattr(terminal->file, &now) == 0 &&
		memcmp(&now, &terminal->settings, sizeof now) != 0;
	/* NOLINTEND(bugprone-suspicious-memory-comparison,cert-exp42-c,cert-flp37-c) */
	if (group || settings)
		put_back(terminal, group, settings);
}

void
terminal_release(struct terminal *terminal)
{
	if (terminal->file >= 0)
		close(terminal->file);
	terminal->file = -1;
}
