/* Any JSON as a report: what is understood goes through every writer, and comes back as it is. */
#include "config.h"

#include "fuzz.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "io/report_json.h"
#include "io/summary_csv.h"
#include "view/html.h"
#include "view/markdown.h"
#include "view/plots.h"
#include "view/style.h"
#include "view/summary.h"

static void
check_round_trip(const struct strbuf *text)
{
	struct strbuf again = STRBUF_INIT;
	struct result result;
	struct error error = {.text = ""};

	result_init(&result);
	int status = report_json_read(
		fuzz_file((const uint8_t *)text->text, text->length), &result, &error);
	assert(status == 0);
	(void)status;
	report_json_write(&result, &again);
	assert(strcmp(strbuf_text(text), strbuf_text(&again)) == 0);
	result_release(&result);
	strbuf_release(&again);
}

/* None of them may crash, whatever the report says. */
static void
write_all(const struct result *result)
{
	static const struct style styles[] = {
		{false, false, 60, 24, false},
		{true, true, 0, 0, true},
	};
	struct strbuf text = STRBUF_INIT;
	struct plots plots = PLOTS_INIT;

	for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
		summary_view(result, &styles[i], &text);
	markdown_view(result, &text);
	summary_csv_write(result, &text);
	plots_view(result, "svg", &plots);

	char **pictures = xcalloc(plots.count, sizeof *pictures);
	html_view(result, &plots, pictures, &text);
	free(pictures);
	plots_release(&plots);
	strbuf_release(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct result result;
	struct strbuf text = STRBUF_INIT;
	struct error error = {.text = ""};

	result_init(&result);
	if (report_json_read(fuzz_file(data, size), &result, &error) != 0) {
		assert(error.status == STATUS_USAGE && error.text[0] != '\0');
	} else {
		write_all(&result);
		report_json_write(&result, &text);
		check_round_trip(&text);
	}
	result_release(&result);
	strbuf_release(&text);
	return 0;
}
