#include "config.h"

#include "cli/publish.h"

#include <stdio.h>

#include "cli/ci_output.h"
#include "cli/output.h"
#include "cli/report_files.h"
#include "io/file.h"
#include "io/report_json.h"
#include "io/runs_csv.h"
#include "view/markdown.h"
#include "view/summary.h"

static int
write_runs(const char *path, const struct observations *rows, struct error *error)
{
	struct strbuf text = STRBUF_INIT;

	runs_csv_header(&text);
	for (size_t i = 0; rows != NULL && i < rows->count; i++)
		runs_csv_row(&text, &rows->rows[i]);
	int result = file_write(path, strbuf_text(&text), text.length, error);
	strbuf_release(&text);
	return result;
}

/* What --json, --markdown and --csv name. */
static int
write_documents(const struct options *options, const struct result *result, struct error *error)
{
	struct strbuf text = STRBUF_INIT;
	int status = 0;

	if (options->json != NULL) {
		report_json_write(result, &text);
		status = file_write(options->json, strbuf_text(&text), text.length, error);
	}
	strbuf_truncate(&text, 0);
	if (status == 0 && options->markdown != NULL) {
		markdown_view(result, &text);
		status = file_write(options->markdown, strbuf_text(&text), text.length, error);
	}
	strbuf_release(&text);
	if (status == 0 && options->csv != NULL)
		status = write_runs(options->csv, result->observations, error);
	return status;
}

static int
write_summary(const struct options *options, const struct result *result, struct error *error)
{
	bool taken = output_is_taken(options);
	FILE *stream = taken ? stderr : stdout;
	struct style style = output_style(options, stream);
	struct strbuf text = STRBUF_INIT;
	int status = 0;

	if (options->quiet)
		strbuf_addf(&text, "%s\n",
			result->total.recommendation.sentence != NULL
				? result->total.recommendation.sentence
				: "");
	else
		summary_view(result, &style, &text);
	if (taken)
		fputs(strbuf_text(&text), stderr);
	else
		status = output_stdout(&text, error);
	strbuf_release(&text);
	return status;
}

int
publish(const struct options *options, const struct result *result, struct error *error)
{
	struct error first = {.status = STATUS_OK};

	/* Each part is tried whatever happened to the others: nothing measured is lost. */
	if (*result->directory != '\0' && report_files_write(options, result, error) != 0)
		first = *error;
	if (write_documents(options, result, error) != 0 && first.status == STATUS_OK)
		first = *error;
	if (ci_output(options, result, error) != 0 && first.status == STATUS_OK)
		first = *error;
	if (write_summary(options, result, error) != 0 && first.status == STATUS_OK)
		first = *error;
	if (first.status == STATUS_OK)
		return 0;
	*error = first;
	return -1;
}
