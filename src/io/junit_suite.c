#include "config.h"

#include "io/junit_suite.h"

#include <stdlib.h>

#include "base/memory.h"

void
junit_suites_open(struct junit_suites *suites, size_t depth, const char *time)
{
	ARRAY_GROW(suites->items, suites->count, suites->capacity);
	suites->items[suites->count++] = (struct junit_suite){
		.depth = depth,
		.number = ++suites->numbers,
		.time = junit_time_read(time),
		.first_pending = suites->pending_count,
	};
}

uint32_t
junit_suites_number(const struct junit_suites *suites)
{
	return suites->count > 0 ? suites->items[suites->count - 1].number : 0;
}

void
junit_suites_note(struct junit_suites *suites, size_t test, struct junit_time time)
{
	suites->styles |= time.style;
	if (time.kind == JUNIT_TIME_AMBIGUOUS) {
		ARRAY_GROW(suites->pending, suites->pending_count, suites->pending_capacity);
		suites->pending[suites->pending_count++] =
			(struct junit_pending){test, time.seconds};
	} else if (suites->count > 0) {
		suites->items[suites->count - 1].clear_s += time.seconds;
	}
}

/* Settles the pending times from `first` on; their sum as it is now. */
static double
settle(struct junit_suites *suites, struct test_table *table, size_t first, bool thousands)
{
	double sum = 0;

	for (size_t i = first; i < suites->pending_count; i++) {
		const struct junit_pending *one = &suites->pending[i];

		if (thousands)
			table->tests[one->test].seconds += 999 * one->seconds;
		sum += one->seconds * (thousands ? 1000 : 1);
	}
	suites->pending_count = first;
	return sum;
}

static double
pending_sum(const struct junit_suites *suites, size_t first)
{
	double sum = 0;

	for (size_t i = first; i < suites->pending_count; i++)
		sum += suites->pending[i].seconds;
	return sum;
}

void
junit_suites_close(struct junit_suites *suites, struct test_table *table)
{
	const struct junit_suite *suite = &suites->items[--suites->count];
	size_t first = suite->first_pending;
	double clear_s = suite->clear_s;

	/* The sum is taken only where it can settle something: each time is summed once. */
	if (first < suites->pending_count && suite->time.kind == JUNIT_TIME_KNOWN &&
		suite->time.seconds > 0) {
		bool thousands = junit_time_is_thousands(
			suite->time.seconds, clear_s, pending_sum(suites, first));

		clear_s += settle(suites, table, first, thousands);
	}
	if (suites->count > 0)
		suites->items[suites->count - 1].clear_s += clear_s;
}

void
junit_suites_end(struct junit_suites *suites, struct test_table *table)
{
	while (suites->count > 0)
		junit_suites_close(suites, table);
	settle(suites, table, 0, suites->styles == JUNIT_STYLE_DOT);
}

void
junit_suites_release(struct junit_suites *suites)
{
	free(suites->items);
	free(suites->pending);
	*suites = (struct junit_suites)JUNIT_SUITES_INIT;
}
