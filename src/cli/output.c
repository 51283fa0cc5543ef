#include "config.h"

#include "cli/output.h"

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/units.h"
#include "io/file.h"
#include "view/text.h"

/* The terminal's size; without one, what COLUMNS says or 80, so that logs can be read, too. */
static void
find_size(int descriptor, struct style *style)
{
	struct winsize size = {0};
	const char *columns = getenv("COLUMNS");
	int64_t width;

	if (ioctl(descriptor, TIOCGWINSZ, &size) == 0)
		style->height = size.ws_row;
	if (size.ws_col > 0)
		style->width = size.ws_col;
	else if (columns != NULL && parse_integer(columns, 20, 10000, &width))
		style->width = (int)width;
	else
		style->width = 80;
}

void
output_hold_standard_files(void)
{
	for (int file = STDIN_FILENO; file <= STDERR_FILENO; file++)
		if (fcntl(file, F_GETFD) < 0)
			(void)open("/dev/null", file == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

bool
output_obeys_escapes(void)
{
	const char *term = getenv("TERM");

	return term != NULL && strcmp(term, "dumb") != 0;
}

static bool
wants_color(const struct options *options, bool terminal)
{
	const char *no_color = getenv("NO_COLOR");

	if (options->color != COLOR_AUTO)
		return options->color == COLOR_ALWAYS;
	return terminal && (no_color == NULL || *no_color == '\0') && output_obeys_escapes();
}

struct style
output_style(const struct options *options, FILE *stream)
{
	bool terminal = isatty(fileno(stream)) == 1;

	/* LC_CTYPE alone: numbers keep the decimal point in every locale. */
	setlocale(LC_CTYPE, "");
	struct style style = {
		.color = wants_color(options, terminal),
		.utf8 = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
		.piped = !terminal,
	};
	find_size(fileno(stream), &style);
	return style;
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
	struct strbuf clean = STRBUF_INIT;
	struct strbuf text = STRBUF_INIT;

	/* Who searches a log searches whole lines. */
	if (isatty(STDERR_FILENO) == 1)
		find_size(STDERR_FILENO, &style);
	strbuf_addstr(&clean, "ptbench: ");
	text_add_terminal(&clean, sentence, &style);
	text_add_wrapped(&text, strbuf_text(&clean), (size_t)style.width, 2);
	fprintf(stderr, "%s\n", strbuf_text(&text));
	strbuf_release(&text);
	strbuf_release(&clean);
}

static bool
is_stdout(const char *path)
{
	return path != NULL && strcmp(path, "-") == 0;
}

bool
output_is_taken(const struct options *options)
{
	return is_stdout(options->json) || is_stdout(options->markdown) ||
		is_stdout(options->csv);
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

int
output_probe(const struct options *options, struct error *error)
{
	const char *const paths[] = {options->json, options->markdown, options->csv};

	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		if (paths[i] != NULL && file_check_write(paths[i], error) != 0)
			return -1;
	return 0;
}
