#include "config.h"

#include "io/tail.h"

#include <stdio.h>

void
tail_read(const char *path, size_t most, struct strbuf *text)
{
	FILE *file = fopen(path, "rbe");
	char block[4096];
	size_t got;

	if (file == NULL)
		return;
	/* A file shorter than that refuses the seek and is read from its start. */
	if (fseek(file, -(long)most, SEEK_END) != 0)
		rewind(file);
	while ((got = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(text, block, got);
	fclose(file);
}
