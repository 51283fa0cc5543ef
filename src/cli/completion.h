/*
 * completion - what a shell needs to complete ptbench's command line, from the option table.
 */
#ifndef CLI_COMPLETION_H
#define CLI_COMPLETION_H

#include "base/strbuf.h"

struct completion_row {
	const char *shell; /* "bash", "zsh", "fish" */
	void (*write)(struct strbuf *text);
};

extern const struct completion_row completion_table[];
extern const size_t completion_count;

#endif
