/*
 * cli - from the words of the command line to an exit code.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "base/error.h"

/* The exit code; -1 with an error that the caller prints, whose status is the exit code. */
int cli_main(int argc, char **argv, struct error *error);

/* Ends as the caught signal demands, if one was caught; otherwise returns. */
void cli_end(void);

#endif
