#include "config.h"

#include "cli/report_files.h"

#include <stdlib.h>

#include "base/memory.h"
#include "io/file.h"
#include "io/report_json.h"
#include "io/summary_csv.h"
#include "view/markdown.h"

static int
write_in(
	const char *directory, const char *name, const struct strbuf *text, struct error *error)
{
	char *path = xasprintf("%s/%s", directory, name);
	int status = file_write(path, strbuf_text(text), text->length, error);

	free(path);
	return status;
}

int
report_files_write(const struct result *result, struct error *error)
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
	return status;
}
