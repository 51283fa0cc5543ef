/* Any CSV: what is understood is written as runs.csv and must read back as the same rows. */
#include "config.h"

#include "fuzz.h"

#include <assert.h>
#include <string.h>

#include "io/runs_csv.h"

static void
write_rows(const struct observations *all, struct strbuf *text)
{
	strbuf_truncate(text, 0);
	runs_csv_header(text);
	for (size_t i = 0; i < all->count; i++)
		runs_csv_row(text, &all->rows[i]);
}

static void
check_round_trip(const struct observations *all)
{
	struct observations again = OBSERVATIONS_INIT;
	struct strbuf text = STRBUF_INIT;
	struct strbuf text_again = STRBUF_INIT;
	struct error error = {.text = ""};

	write_rows(all, &text);
	struct runs_csv_arg arg = {
		.path = fuzz_file((const uint8_t *)text.text, text.length),
		.drop_torn_line = true,
	};
	int result = runs_csv_read(&arg, &again, &error);
	assert(result == 0 && again.count == all->count);
	(void)result;
	write_rows(&again, &text_again);
	assert(strcmp(text.text, text_again.text) == 0);
	observations_release(&again);
	strbuf_release(&text);
	strbuf_release(&text_again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	for (int torn = 0; torn < 2; torn++) {
		struct observations all = OBSERVATIONS_INIT;
		struct error error = {.text = ""};
		struct runs_csv_arg arg = {
			.path = fuzz_file(data, size),
			.drop_torn_line = torn != 0,
		};

		if (runs_csv_read(&arg, &all, &error) == 0)
			check_round_trip(&all);
		else
			assert(error.status == STATUS_USAGE && error.text[0] != '\0');
		observations_release(&all);
	}
	return 0;
}
