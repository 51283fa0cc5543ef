#include "config.h"

#include "cli/report_warnings.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/memory.h"
#include "io/file.h"

#define MOST	  10
#define MOST_SIZE ((size_t)1024 * 1024)

/* A line each; the caller frees it. NULL: nowhere. */
static char *
kept_path(const struct report_warnings *warnings)
{
	return warnings->directory != NULL ? xasprintf("%s/logs/warnings", warnings->directory)
					   : NULL;
}

/* A warning that cannot be kept is still in this report. */
static void
keep(const struct report_warnings *warnings, const char *sentence)
{
	char *path = kept_path(warnings);
	char *line = xasprintf("%s\n", sentence);
	size_t length = strlen(line);
	struct error ignored;

	for (char *c = line; c + 1 < line + length; c++)
		if (*c == '\n')
			*c = ' ';
	if (path != NULL)
		file_append(path, line, length, &ignored);
	free(line);
	free(path);
}

void
report_warn(struct report_warnings *warnings, const char *sentence)
{
	if (warnings->sentences.count >= MOST ||
		strvec_contains(&warnings->sentences, sentence))
		return;
	strvec_push(&warnings->sentences, sentence);
	keep(warnings, sentence);
}

void
report_warnings_restore(struct report_warnings *warnings)
{
	struct strbuf text = STRBUF_INIT;
	struct strvec lines = STRVEC_INIT;
	char *path = kept_path(warnings);
	struct error ignored;

	if (path != NULL && file_exists(path) &&
		file_read(path, MOST_SIZE, &text, &ignored) == 0)
		strvec_split(&lines, strbuf_text(&text), '\n');
	for (size_t i = 0; i < lines.count && warnings->sentences.count < MOST; i++)
		if (*lines.items[i] != '\0')
			strvec_push(&warnings->sentences, lines.items[i]);
	strvec_release(&lines);
	strbuf_release(&text);
	free(path);
}

void
report_warnings_release(struct report_warnings *warnings)
{
	strvec_release(&warnings->sentences);
}
