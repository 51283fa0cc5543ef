#include "config.h"

#include "io/tests_csv.h"

#include "io/csv.h"

struct writing {
	const char *suite;
	struct strbuf *text;
};

static void
add_row(void *context, const struct findings_row *row)
{
	const struct writing *writing = context;
	struct strbuf *text = writing->text;

	csv_add_text(text, writing->suite);
	strbuf_addch(text, ',');
	csv_add_text(text, row->name);
	strbuf_addf(text, ",%s,%d,%d,%d,", mode_name(row->mode), row->workers, row->runs,
		row->failed);
	csv_add_number(text, row->seconds);
	strbuf_addch(text, '\n');
}

void
tests_csv_header(struct strbuf *text)
{
	strbuf_addstr(text, "suite,name,mode,workers,runs,failed,seconds\n");
}

void
tests_csv_rows(const char *suite, const struct findings *findings, struct strbuf *text)
{
	struct writing writing = {.suite = suite, .text = text};

	findings_each(findings, add_row, &writing);
}
