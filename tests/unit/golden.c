#include "config.h"

#include "golden.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"

static char *
path_of(const char *name)
{
	return xasprintf("%s/tests/golden/%s", SOURCE_DIR, name);
}

static void
write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	if (file == NULL) {
		perror(path);
		abort();
	}
	fputs(text, file);
	fclose(file);
}

static bool
read_file(const char *path, struct strbuf *text)
{
	FILE *file = fopen(path, "r");
	char block[4096];
	size_t length;

	if (file == NULL)
		return false;
	while ((length = fread(block, 1, sizeof block, file)) > 0)
		strbuf_add(text, block, length);
	fclose(file);
	return true;
}

/* The first line that differs. */
static void
complain(const char *name, const char *wanted, const char *actual)
{
	int line = 1;
	const char *wanted_line = wanted;
	const char *actual_line = actual;

	for (size_t i = 0; wanted[i] != '\0' && wanted[i] == actual[i]; i++) {
		if (wanted[i] != '\n')
			continue;
		line++;
		wanted_line = wanted + i + 1;
		actual_line = actual + i + 1;
	}
	fprintf(stderr, "tests/golden/%s:%d:\n- %.*s\n+ %.*s\n", name, line,
		(int)strcspn(wanted_line, "\n"), wanted_line, (int)strcspn(actual_line, "\n"),
		actual_line);
}

bool
golden_same(const char *name, const char *text)
{
	const char *mode = getenv("PTBENCH_GOLDEN");
	char *path = path_of(name);
	struct strbuf wanted = STRBUF_INIT;
	bool same = false;

	if (mode != NULL && strcmp(mode, "write") == 0)
		write_file(path, text);
	if (!read_file(path, &wanted))
		fprintf(stderr, "%s cannot be read\n", path);
	else
		same = strcmp(strbuf_text(&wanted), text) == 0;
	if (!same)
		complain(name, strbuf_text(&wanted), text);
	strbuf_release(&wanted);
	free(path);
	return same;
}
