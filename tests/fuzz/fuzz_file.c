#include "config.h"

#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

const char *
fuzz_file(const uint8_t *data, size_t size)
{
	static char path[64];
	static int file = -1;

	/* One file in memory for all inputs; who opens the path reads from its start. */
	if (file < 0)
		file = memfd_create("fuzz", 0);
	if (file < 0 || ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != (ssize_t)size)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", file);
	return path;
}
