#include "config.h"

#include "unit.h"

#include <stdio.h>

#include "core/counts.h"

static const struct count_words words = {.automatic = 4, .cores = 2, .threads = 4};

/* The counts and their labels as one text: "2 4(4,auto)". */
static const char *
described(const struct counts *counts, char *text, size_t size)
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = 0; i < counts->count; i++) {
		const struct count *count = &counts->items[i];
		used += (size_t)snprintf(
			text + used, size - used, "%s%d", i > 0 ? " " : "", count->workers);
		for (size_t j = 0; j < count->labels.count; j++)
			used += (size_t)snprintf(text + used, size - used, "%s%s",
				j > 0 ? "," : "(", count->labels.items[j]);
		used += (size_t)snprintf(text + used, size - used, ")");
	}
	return text;
}

static void
test_lists(void)
{
	static const struct {
		const char *list;
		const char *expected;
	} rows[] = {
		{"2", "2(2)"},
		{"8,2,4", "2(2) 4(4) 8(8)"},
		{"2,4,8,auto", "2(2) 4(4,auto) 8(8)"},
		{"auto,4", "4(auto,4)"},
		{"auto,threads,cores", "2(cores) 4(auto,threads)"},
		{"1-3", "1(1) 2(2) 3(3)"},
		{"2-4,3-5,4", "2(2) 3(3) 4(4) 5(5)"},
		{"7-7", "7(7)"},
		{" 2, 4 ,\t8", "2(2) 4(4) 8(8)"},
		{"008", "8(8)"},
		{"65536", "65536(65536)"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct counts counts = COUNTS_INIT;
		struct error error;
		char text[200];

		CU_ASSERT_EQUAL(counts_parse(rows[i].list, &words, &counts, &error), 0);
		ASSERT_TEXT(described(&counts, text, sizeof text), rows[i].expected);
		counts_release(&counts);
	}
}

static void
test_refusals(void)
{
	static const struct {
		const char *list;
		const char *sentence; /* a part of it */
	} rows[] = {
		{"", "the list of worker counts is empty: give some"},
		{"  ", "the list of worker counts is empty: give some"},
		{"0", "worker count 0 is too small: give a number from 1 to 65536"},
		{"-3", "worker count -3 is negative: give a number from 1 to 65536"},
		{"2,,4", "'2,,4' has an empty item: take the extra comma out"},
		{",2", "has an empty item"},
		{"2,", "has an empty item"},
		{"1e9", "'1e9' is no worker count: give whole numbers"},
		{"9999999999999999999", "worker count 9999999999999999999 is too large"},
		{"65537", "worker count 65537 is too large: give a number from 1 to 65536"},
		{"two", "'two' is no worker count"},
		{"Auto", "'Auto' is no worker count"},
		{"4.0", "'4.0' is no worker count"},
		{"+4", "'+4' is no worker count"},
		{"0x10", "'0x10' is no worker count"},
		{"-", "'-' is no worker count"},
		{"2-", "the range '2-' has no end"},
		{"8-2", "the range 8-2 runs backwards: write 2-8"},
		{"0-4", "worker count 0 is too small"},
		{"1--4", "worker count -4 is negative"},
		{"2-4-6", "'4-6' is no worker count"},
		{"1-65536", "more than 1024 worker counts: leave some out"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct counts counts = COUNTS_INIT;
		struct error error = {0};

		CU_ASSERT_EQUAL(counts_parse(rows[i].list, &words, &counts, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		CU_ASSERT_PTR_NOT_NULL(strstr(error.text, rows[i].sentence));
		CU_ASSERT_EQUAL(counts.count, 0);
	}
}

static void
test_unknown_word(void)
{
	struct count_words nothing = {0};
	struct counts counts = COUNTS_INIT;
	struct error error = {0};

	CU_ASSERT_EQUAL(counts_parse("2,auto", &nothing, &counts, &error), -1);
	ASSERT_TEXT(
		error.text, "what 'auto' means on this machine is not known: give a number");
	CU_ASSERT_PTR_NULL(counts.items);
}

SUITE(counts, {"lists of every kind", test_lists},
	{"each mistake has its sentence", test_refusals},
	{"a word that is not known here", test_unknown_word});
