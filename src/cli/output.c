#include "config.h"

#include "cli/output.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/units.h"
#include "cli/ci_output.h"
#include "cli/report_files.h"
#include "io/file.h"
#include "io/report_json.h"
#include "io/runs_csv.h"
#include "view/markdown.h"
#include "view/summary.h"
#include "view/text.h"

static int
terminal_width(int descriptor)
{
	struct winsize size;
	const char *columns = getenv("COLUMNS");
	int64_t width;

	if (ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	if (columns != NULL && parse_integer(columns, 20, 10000, &width))
		return (int)width;
	return 80;
}

static bool
wants_color(const struct options *options, bool terminal)
{
	const char *no_color = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return terminal && (no_color == NULL || *no_color == '\0') && term != NULL &&
		strcmp(term, "dumb") != 0;
}

struct style
output_style(const struct options *options, FILE *stream)
{
	bool terminal = isatty(fileno(stream)) == 1;

	/* LC_CTYPE alone: numbers keep the decimal point in every locale. */
	setlocale(LC_CTYPE, "");
	return (struct style){
		.color = wants_color(options, terminal),
		.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.width = terminal ? terminal_width(fileno(stream)) : 0,
	};
}

int
output_stdout(const struct strbuf *text, struct error *error)
{
	return file_write("-", strbuf_text(text), text->length, error);
}

void
output_warning(const char *sentence)
{
	struct style style = {.utf8 = false};
	struct strbuf text = STRBUF_INIT;

	text_add_terminal(&text, sentence, &style);
	fprintf(stderr, "ptbench: %s\n", strbuf_text(&text));
	strbuf_release(&text);
}

static bool
is_stdout(const char *path)
{
	return path != NULL && strcmp(path, "-") == 0;
}

bool
output_is_taken(const struct options *options)
{
	return is_stdout(options->json) || is_stdout(options->markdown) || is_stdout(options->csv);
}

int
output_check(const struct options *options, struct error *error)
{
	int documents = is_stdout(options->json) + is_stdout(options->markdown) +
		is_stdout(options->csv);

	if (documents <= 1)
		return 0;
	return error_set(error, STATUS_USAGE,
		"only one of --json, --markdown and --csv can be '-': give the others a file");
}

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
output_result(const struct options *options, const struct result *result, struct error *error)
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
