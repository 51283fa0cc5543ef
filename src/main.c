#include "config.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"

int
main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--version") == 0) {
		puts(PACKAGE_STRING);
		return STATUS_OK;
	}
	return STATUS_USAGE;
}
