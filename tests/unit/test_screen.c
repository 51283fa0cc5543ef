/*
 * The summary on one screen: which rows and lines of the picture it gives up.
 */
#include "config.h"

#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "sample_result.h"
#include "view/summary.h"
#include "view/table.h"

static const struct column columns[] = {{"row", NULL, ALIGN_RIGHT, 0, false}};

/* The rows that are left of `count`, as text. */
static char *
thinned(int count, int advised, size_t most, size_t *dropped)
{
	static const struct style style = {.width = 80};
	struct table table = TABLE_INIT(columns);
	struct strbuf text = STRBUF_INIT;

	for (int i = 0; i < count; i++) {
		table_row(&table, i == advised ? ROW_ADVISED : ROW_PLAIN);
		table_cellf(&table, i, "%d", i);
	}
	*dropped = table_thin(&table, most);
	table_terminal(&table, &style, &text);
	table_release(&table);
	return strbuf_detach(&text);
}

static void
test_thin(void)
{
	static const struct {
		int count;
		int advised;
		size_t most;
		size_t dropped;
		const char *text;
	} rows[] = {
		{5, 2, 5, 0, "  row\n    0\n    1\n>   2\n    3\n    4\n"},
		{6, 0, 5, 1, "  row\n>   0\n    1\n    2\n    4\n    5\n"},
		{31, 30, 5, 26, "  row\n    0\n    8\n   22\n   29\n>  30\n"},
		{31, 12, 6, 25, "  row\n    0\n   11\n>  12\n   13\n   17\n   30\n"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t dropped;
		char *text = thinned(rows[i].count, rows[i].advised, rows[i].most, &dropped);

		CU_ASSERT_EQUAL(dropped, rows[i].dropped);
		CU_ASSERT_STRING_EQUAL(text, rows[i].text);
		free(text);
	}
}

static char *
summary_of_30(struct style style)
{
	static const int counts[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 24,
		26, 28, 30, 32, 36, 40, 44, 48, 52, 56, 60, 62, 64};
	static const struct sample_arg many = {.counts = counts, .count = 30, .runs = 2};
	struct result result;
	struct observations observations = OBSERVATIONS_INIT;
	struct strbuf text = STRBUF_INIT;

	sample_result(&many, &result, &observations);
	summary_view(&result, &style, &text);
	result_release(&result);
	observations_release(&observations);
	return strbuf_detach(&text);
}

static int
line_count(const char *text)
{
	int lines = 0;

	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

/* 30 counts are one screen; a pipe has no end and gets them all. */
static void
test_screen(void)
{
	static const int heights[] = {32, 40, 50};

	for (size_t i = 0; i < sizeof heights / sizeof *heights; i++) {
		char *text = summary_of_30(
			(struct style){.utf8 = true, .width = 80, .height = heights[i]});

		CU_ASSERT_TRUE(line_count(text) < heights[i]);
		CU_ASSERT_PTR_NOT_NULL(strstr(text, " more counts are not shown here\n"));
		CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n> "));
		CU_ASSERT_PTR_NOT_NULL(strstr(text, "\n  sequential "));
		free(text);
	}
	char *pipe = summary_of_30((struct style){.utf8 = true, .width = 80, .piped = true});
	CU_ASSERT_PTR_NULL(strstr(pipe, " more count"));
	CU_ASSERT_TRUE(line_count(pipe) > 45);
	free(pipe);
}

SUITE(screen, {"rows that are left", test_thin}, {"30 counts on one screen", test_screen});
