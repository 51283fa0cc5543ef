/*
 * ptbench - how many workers should a test suite use?
 *
 *     plan -> measure -> observations -> fit -> advise -> report
 *
 * src/cli/cmd_run.c reads as that line does. Here errors are printed and the program ends.
 */
#include "config.h"

#include <stdio.h>

#include "base/error.h"
#include "cli/cli.h"

int
main(int argc, char **argv)
{
	struct error error = {.status = STATUS_INTERNAL};
	int status = cli_main(argc, argv, &error);

	if (status < 0) {
		fprintf(stderr, "ptbench: %s\n", error.text);
		status = (int)error.status;
	}
	cli_end();
	return status;
}
