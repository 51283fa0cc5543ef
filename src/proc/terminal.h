/*
 * terminal - puts the terminal back as it was, should a command have changed it.
 */
#ifndef PROC_TERMINAL_H
#define PROC_TERMINAL_H

#include <stdbool.h>
#include <sys/types.h>
#include <termios.h>

struct terminal {
	int file; /* -1: ptbench has no terminal */
	pid_t group; /* in the foreground */
	struct termios settings;
};

void terminal_save(struct terminal *terminal);
void terminal_restore(const struct terminal *terminal);
void terminal_release(struct terminal *terminal);

#endif
