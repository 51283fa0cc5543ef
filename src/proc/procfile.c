#include "config.h"

#include "proc/procfile.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/strbuf.h"

char *
procfile_read(const char *root, const char *path)
{
	char *name = xasprintf("%s%s", root, path);
	int fd = open(name, O_RDONLY | O_CLOEXEC);

	free(name);
	if (fd < 0)
		return NULL;

	struct strbuf text = STRBUF_INIT;
	char bytes[4096];
	ssize_t got;
	while ((got = read(fd, bytes, sizeof bytes)) > 0)
		strbuf_add(&text, bytes, (size_t)got);
	close(fd);
	/* A file of a controller that is switched off opens, and then fails to be read. */
	if (got < 0) {
		strbuf_release(&text);
		return NULL;
	}
	return strbuf_detach(&text);
}

char *
procfile_line(const char *root, const char *path)
{
	char *text = procfile_read(root, path);

	if (text != NULL)
		text[strcspn(text, "\n")] = '\0';
	return text;
}

static bool
first_number(const char *text, double *number)
{
	char *end;
	double value = strtod(text, &end);

	if (end == text)
		return false;
	*number = value;
	return true;
}

bool
procfile_number(const char *root, const char *path, double *number)
{
	char *text = procfile_read(root, path);
	bool found = text != NULL && first_number(text, number);

	free(text);
	return found;
}

bool
procfile_field(const char *text, const char *key, double *number)
{
	size_t length = strlen(key);

	for (const char *line = text; line != NULL && *line != '\0';) {
		if (strncmp(line, key, length) == 0 && strchr(": \t", line[length]) != NULL)
			return first_number(
				line + length + strspn(line + length, ": \t"), number);
		line = strchr(line, '\n');
		line += line != NULL;
	}
	return false;
}
