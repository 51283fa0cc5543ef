#include "config.h"

#include "cli/ci_output.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/memory.h"
#include "cli/output.h"
#include "io/file.h"
#include "view/github.h"
#include "view/junitview.h"
#include "view/markdown.h"
#include "view/openmetrics.h"

/* Annotations go to stderr: GitHub reads both, and stdout ends with the recommendation. */
static int
write_github(const struct result *result, struct error *error)
{
	const char *path = getenv("GITHUB_STEP_SUMMARY");
	struct strbuf text = STRBUF_INIT;
	int status = 0;

	github_view(result, &text);
	fputs(strbuf_text(&text), stderr);
	strbuf_truncate(&text, 0);
	if (path == NULL || *path == '\0') {
		output_warning(
			"no job summary, since GITHUB_STEP_SUMMARY is not set: use --github "
			"in a step of GitHub Actions, or --markdown FILE");
	} else {
		markdown_view(result, &text);
		status = file_append(path, strbuf_text(&text), text.length, error);
	}
	strbuf_release(&text);
	return status;
}

static int
write_gitlab(const struct result *result, struct error *error)
{
	static const struct {
		const char *name;
		void (*view)(const struct result *result, struct strbuf *text);
	} files[] = {
		{"metrics.txt", openmetrics_view},
		{"junit.xml", junit_view},
	};
	bool folder = *result->directory != '\0';
	int status = 0;

	for (size_t i = 0; i < sizeof files / sizeof *files && status == 0; i++) {
		struct strbuf text = STRBUF_INIT;
		char *path = xasprintf("%s%s%s", folder ? result->directory : "ptbench",
			folder ? "/" : "-", files[i].name);

		files[i].view(result, &text);
		status = file_write(path, strbuf_text(&text), text.length, error);
		strbuf_release(&text);
		free(path);
	}
	return status;
}

int
ci_output(const struct options *options, const struct result *result, struct error *error)
{
	int status = 0;

	if (options->github)
		status = write_github(result, error);
	if (options->gitlab && write_gitlab(result, error) != 0)
		status = -1;
	return status;
}
