#include "config.h"

#include "core/counts.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/units.h"

#define SHOWN 40 /* characters of the user's text that an error repeats */

#define STRING_(x) #x
#define STRING(x)  STRING_(x)
#define MOST	   STRING(COUNTS_MAX_WORKERS)

/* The place of `workers` in the ascending list; `found` says whether it is taken. */
static size_t
counts_place(const struct counts *counts, int workers, bool *found)
{
	size_t place = 0;

	while (place < counts->count && counts->items[place].workers < workers)
		place++;
	*found = place < counts->count && counts->items[place].workers == workers;
	return place;
}

static int
counts_add(struct counts *counts, int workers, const char *label, struct error *error)
{
	bool found;
	size_t place = counts_place(counts, workers, &found);

	if (!found) {
		if (counts->count == COUNTS_MAX_LENGTH)
			return error_set(error, STATUS_USAGE,
				"more than %d worker counts: leave some out, for example "
				"1,2,4,8,16",
				COUNTS_MAX_LENGTH);
		ARRAY_GROW(counts->items, counts->count, counts->capacity);
		memmove(counts->items + place + 1, counts->items + place,
			(counts->count - place) * sizeof *counts->items);
		counts->count++;
		counts->items[place] =
			(struct count){.workers = workers, .labels = STRVEC_INIT};
	}
	if (!strvec_contains(&counts->items[place].labels, label))
		strvec_push(&counts->items[place].labels, label);
	return 0;
}

static int
counts_add_number(struct counts *counts, int workers, struct error *error)
{
	char label[NUMBER_SIZE];

	snprintf(label, sizeof label, "%d", workers);
	return counts_add(counts, workers, label, error);
}

/* One whole number from 1 to COUNTS_MAX_WORKERS; every way to miss it has its sentence. */
static int
parse_workers(const char *text, int *workers, struct error *error)
{
	size_t digits = strspn(text, "0123456789");
	int64_t number;

	if (text[0] == '-' && text[1] != '\0' &&
		strspn(text + 1, "0123456789") == strlen(text + 1))
		return error_set(error, STATUS_USAGE,
			"worker count %.*s is negative: give a number from 1 to " MOST, SHOWN,
			text);
	if (digits == 0 || text[digits] != '\0')
		return error_set(error, STATUS_USAGE,
			"'%.*s' is no worker count: give whole numbers, ranges such as 1-8, or "
			"the words auto, cores, threads",
			SHOWN, text);
	if (strspn(text, "0") == digits)
		return error_set(error, STATUS_USAGE,
			"worker count 0 is too small: give a number from 1 to " MOST);
	if (!parse_integer(text, 1, COUNTS_MAX_WORKERS, &number))
		return error_set(error, STATUS_USAGE,
			"worker count %.*s is too large: give a number from 1 to " MOST, SHOWN,
			text);
	*workers = (int)number;
	return 0;
}

/* "FIRST-LAST"; `dash` points at the sign between them. */
static int
add_range(struct counts *counts, const char *item, const char *dash, struct error *error)
{
	int first = 0, last = 0;

	if (dash[1] == '\0')
		return error_set(error, STATUS_USAGE,
			"the range '%.*s' has no end: write it like 1-8", SHOWN, item);

	char *low = xstrndup(item, (size_t)(dash - item));
	int failed = parse_workers(low, &first, error) || parse_workers(dash + 1, &last, error);

	free(low);
	if (failed)
		return -1;
	if (first > last)
		return error_set(error, STATUS_USAGE,
			"the range %d-%d runs backwards: write %d-%d", first, last, last,
			first);
	for (int workers = first; workers <= last; workers++)
		if (counts_add_number(counts, workers, error))
			return -1;
	return 0;
}

static int
add_item(struct counts *counts, const char *item, const struct count_words *words,
	struct error *error)
{
	const struct {
		const char *name;
		int workers;
	} known[] = {
		{"auto", words->automatic},
		{"cores", words->cores},
		{"threads", words->threads},
	};
	int workers = 0;

	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp(item, known[i].name) != 0)
			continue;
		if (known[i].workers <= 0)
			return error_set(error, STATUS_USAGE,
				"what '%s' means on this machine is not known: give a number",
				item);
		return counts_add(counts, known[i].workers, item, error);
	}

	const char *dash = strchr(item, '-');
	if (dash != NULL && dash > item)
		return add_range(counts, item, dash, error);
	if (parse_workers(item, &workers, error))
		return -1;
	return counts_add_number(counts, workers, error);
}

/* Cuts blanks off both ends of one item: in quotes, people write "2, 4". */
static char *
trim(char *item)
{
	item += strspn(item, " \t");
	size_t length = strlen(item);
	while (length > 0 && (item[length - 1] == ' ' || item[length - 1] == '\t'))
		length--;
	item[length] = '\0';
	return item;
}

int
counts_parse(const char *list, const struct count_words *words, struct counts *counts,
	struct error *error)
{
	struct strvec items = STRVEC_INIT;
	int status = 0;

	if (list[strspn(list, " \t")] == '\0')
		return error_set(error, STATUS_USAGE,
			"the list of worker counts is empty: give some, for example "
			"2,4,8,auto");

	strvec_split(&items, list, ',');
	for (size_t i = 0; i < items.count && status == 0; i++) {
		char *item = trim(items.items[i]);

		if (*item == '\0')
			status = error_set(error, STATUS_USAGE,
				"the list of worker counts '%.*s' has an empty item: take the "
				"extra comma out",
				SHOWN, list);
		else
			status = add_item(counts, item, words, error);
	}
	strvec_release(&items);
	if (status != 0)
		counts_release(counts);
	return status;
}

void
counts_release(struct counts *counts)
{
	for (size_t i = 0; i < counts->count; i++)
		strvec_release(&counts->items[i].labels);
	free(counts->items);
	*counts = (struct counts)COUNTS_INIT;
}
