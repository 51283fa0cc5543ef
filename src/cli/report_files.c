#include "config.h"

#include "cli/report_files.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "cli/output.h"
#include "io/file.h"
#include "io/report_json.h"
#include "io/summary_csv.h"
#include "proc/gnuplot.h"
#include "view/html.h"
#include "view/markdown.h"
#include "view/plots.h"

#define MOST_PICTURE (16u << 20) /* bytes of an SVG that goes into the page */

static int
write_in(
	const char *directory, const char *name, const struct strbuf *text, struct error *error)
{
	char *path = xasprintf("%s/%s", directory, name);
	int status = file_write(path, strbuf_text(text), text->length, error);

	free(path);
	return status;
}

static int
write_scripts(const char *directory, const struct plots *plots, struct strvec *names,
	struct error *error)
{
	int status = 0;

	for (size_t i = 0; i < plots->count && status == 0; i++) {
		char *path = xasprintf("%s/plots/%s.gp", directory, plots->items[i].name);
		status = file_write(
			path, plots->items[i].script, strlen(plots->items[i].script), error);
		strvec_pushf(names, "%s.gp", plots->items[i].name);
		free(path);
	}
	return status;
}

/* The SVG text of each plot that gnuplot made, NULL for the others. */
static char **
read_pictures(const char *directory, const struct plots *plots)
{
	char **pictures = xcalloc(plots->count, sizeof *pictures);

	for (size_t i = 0; i < plots->count; i++) {
		struct strbuf text = STRBUF_INIT;
		struct error ignored;
		char *path = xasprintf("%s/plots/%s.svg", directory, plots->items[i].name);
		if (file_read(path, MOST_PICTURE, &text, &ignored) == 0)
			pictures[i] = strbuf_detach(&text);
		strbuf_release(&text);
		free(path);
	}
	return pictures;
}

/* Without gnuplot, or when it fails, a sentence: the numbers do not depend on pictures. */
static void
draw(const char *directory, const struct strvec *scripts)
{
	struct error error;
	char *plots = xasprintf("%s/plots", directory);

	if (!gnuplot_available())
		output_warning(
			"no plots, since gnuplot is not installed: install gnuplot-nox to "
			"get them; everything else is there");
	else if (gnuplot_run(plots, scripts, &error) != 0)
		output_warning(error.text);
	free(plots);
}

int
report_plots_write(
	const struct options *options, const struct result *result, struct error *error)
{
	struct plots plots = PLOTS_INIT;
	struct strvec scripts = STRVEC_INIT;

	plots_view(result, plot_formats[options->plot_format], &plots);
	int status = write_scripts(result->directory, &plots, &scripts, error);
	if (status == 0 && scripts.count > 0)
		draw(result->directory, &scripts);
	strvec_release(&scripts);
	plots_release(&plots);
	return status;
}

static int
write_plots_and_page(const struct options *options, const struct result *result,
	struct error *error)
{
	struct plots plots = PLOTS_INIT;
	struct strvec scripts = STRVEC_INIT;
	struct strbuf page = STRBUF_INIT;

	plots_view(result, plot_formats[options->plot_format], &plots);
	int status = write_scripts(result->directory, &plots, &scripts, error);
	if (status == 0) {
		draw(result->directory, &scripts);
		char **pictures = read_pictures(result->directory, &plots);
		html_view(result, &plots, pictures, &page);
		status = write_in(result->directory, "report.html", &page, error);
		for (size_t i = 0; i < plots.count; i++)
			free(pictures[i]);
		free(pictures);
	}
	strbuf_release(&page);
	strvec_release(&scripts);
	plots_release(&plots);
	return status;
}

int
report_files_write(const struct options *options, const struct result *result,
	struct error *error)
{
	static const struct {
		const char *name;
		void (*write)(const struct result *result, struct strbuf *text);
	} files[] = {
		{"summary.csv", summary_csv_write},
		{"report.json", report_json_write},
		{"report.md", markdown_view},
	};
	int status = 0;

	for (size_t i = 0; i < sizeof files / sizeof *files && status == 0; i++) {
		struct strbuf text = STRBUF_INIT;
		files[i].write(result, &text);
		status = write_in(result->directory, files[i].name, &text, error);
		strbuf_release(&text);
	}
	return status == 0 ? write_plots_and_page(options, result, error) : status;
}
