#include "config.h"

#include "core/findings.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/memory.h"

#define RESULT_ABSENT 0xFF

/* A test as the runs know it; texts are in the arena. */
struct known {
	struct test test;
	uint32_t hash;
	unsigned occurrence; /* among equal names of one run, from 0 */
};

/* One run: what each known test did in it, by index; tests known later are absent. */
struct run_record {
	enum mode mode;
	int workers;
	bool warmup;
	size_t count;
	size_t capacity;
	int tests; /* how many it had */
	double *seconds;
	unsigned char *results; /* enum test_result, RESULT_ABSENT */
};

struct findings {
	struct known *known;
	size_t count;
	size_t capacity;
	uint32_t *slots; /* index plus one */
	size_t slot_count;
	struct arena texts;
	struct run_record *runs; /* by form and count, then in order */
	size_t run_count;
	size_t run_capacity;
};

struct findings *
findings_new(void)
{
	return xcalloc(1, sizeof(struct findings));
}

void
findings_free(struct findings *findings)
{
	if (findings == NULL)
		return;
	for (size_t i = 0; i < findings->run_count; i++) {
		free(findings->runs[i].seconds);
		free(findings->runs[i].results);
	}
	free(findings->runs);
	free(findings->known);
	free(findings->slots);
	arena_release(&findings->texts);
	free(findings);
}

bool
findings_any(const struct findings *findings)
{
	return findings->count > 0;
}

static uint32_t
hash_test(const struct test *test, unsigned occurrence)
{
	uint64_t hash = 14695981039346656037u + occurrence;

	for (const char *byte = test->file; *byte != '\0'; byte++)
		hash = (hash ^ (unsigned char)*byte) * 1099511628211u;
	hash *= 1099511628211u;
	for (const char *byte = test->name; *byte != '\0'; byte++)
		hash = (hash ^ (unsigned char)*byte) * 1099511628211u;
	return (uint32_t)(hash >> 32 ^ hash);
}

static uint32_t *
find_slot(const struct findings *findings, const struct test *test, unsigned occurrence,
	uint32_t hash)
{
	size_t mask = findings->slot_count - 1;
	size_t i = hash & mask;

	for (; findings->slots[i] != 0; i = (i + 1) & mask) {
		const struct known *known = &findings->known[findings->slots[i] - 1];

		if (known->hash == hash && known->occurrence == occurrence &&
			strcmp(known->test.name, test->name) == 0 &&
			strcmp(known->test.file, test->file) == 0)
			break;
	}
	return &findings->slots[i];
}

static void
grow_slots(struct findings *findings)
{
	findings->slot_count = findings->slot_count > 0 ? findings->slot_count * 2 : 64;
	free(findings->slots);
	findings->slots = xcalloc(findings->slot_count, sizeof *findings->slots);
	for (size_t i = 0; i < findings->count; i++) {
		const struct known *known = &findings->known[i];

		*find_slot(findings, &known->test, known->occurrence, known->hash) =
			(uint32_t)(i + 1);
	}
}

static void
add_known(
	struct findings *findings, const struct test *test, unsigned occurrence, uint32_t hash)
{
	struct known *known;

	ARRAY_GROW(findings->known, findings->count, findings->capacity);
	known = &findings->known[findings->count++];
	*known = (struct known){*test, hash, occurrence};
	known->test.name = arena_text(&findings->texts, test->name);
	known->test.file = arena_text(&findings->texts, test->file);
	known->test.class_name = arena_text(&findings->texts, test->class_name);
}

/* The index of a test of this run: the first of its name that the run has not had yet. */
static size_t
index_of(struct findings *findings, struct run_record *run, const struct test *test)
{
	for (unsigned occurrence = 0;; occurrence++) {
		uint32_t hash = hash_test(test, occurrence);

		if ((findings->count + 1) * 2 > findings->slot_count)
			grow_slots(findings);
		uint32_t *slot = find_slot(findings, test, occurrence, hash);
		if (*slot == 0) {
			add_known(findings, test, occurrence, hash);
			*slot = (uint32_t)findings->count;
			return findings->count - 1;
		}
		if (*slot > run->count || run->results[*slot - 1] == RESULT_ABSENT)
			return *slot - 1;
	}
}

static void
record_test(struct run_record *run, size_t index, const struct test *test)
{
	if (run->capacity <= index) {
		run->capacity = array_capacity(run->capacity, index + 1);
		run->seconds = xreallocarray(run->seconds, run->capacity, sizeof *run->seconds);
		run->results = xreallocarray(run->results, run->capacity, sizeof *run->results);
	}
	for (; run->count <= index; run->count++) {
		run->seconds[run->count] = UNKNOWN;
		run->results[run->count] = RESULT_ABSENT;
	}
	run->results[index] = test->result;
	if (!test->unknown)
		run->seconds[index] = test->seconds;
	/* A parent is there only when it fails: no other number of tests. */
	run->tests += !test->parent;
}

static int
compare_runs(const struct run_record *one, const struct run_record *other)
{
	if (one->mode != other->mode)
		return one->mode == MODE_SEQ ? -1 : 1;
	return (one->workers > other->workers) - (one->workers < other->workers);
}

void
findings_add(struct findings *findings, enum mode mode, int workers, bool warmup,
	const struct test_table *tests)
{
	struct run_record run = {.mode = mode, .workers = workers, .warmup = warmup};
	size_t at;

	for (size_t i = 0; i < tests->count; i++) {
		size_t index = index_of(findings, &run, &tests->tests[i]);

		record_test(&run, index, &tests->tests[i]);
	}
	ARRAY_GROW(findings->runs, findings->run_count, findings->run_capacity);
	for (at = findings->run_count++;
		at > 0 && compare_runs(&run, &findings->runs[at - 1]) < 0; at--)
		findings->runs[at] = findings->runs[at - 1];
	findings->runs[at] = run;
}

/* Runs of one form and count, which are neighbours. */
struct span {
	size_t start;
	size_t end;
};

/* The end of those that begin at `start`. */
static size_t
group_end(const struct findings *findings, size_t start)
{
	size_t end = start + 1;

	while (end < findings->run_count &&
		compare_runs(&findings->runs[end], &findings->runs[start]) == 0)
		end++;
	return end;
}

static int
compare_seconds(const void *left, const void *right)
{
	double one = *(const double *)left, other = *(const double *)right;

	return (one > other) - (one < other);
}

/* The times of one test in the warm-ups or in the other runs; how many. */
static size_t
gather_times(const struct findings *findings, size_t index, struct span span, bool warmups,
	double *times)
{
	size_t count = 0;

	for (size_t i = span.start; i < span.end; i++) {
		const struct run_record *run = &findings->runs[i];

		if (run->warmup == warmups && index < run->count &&
			isfinite(run->seconds[index]))
			times[count++] = run->seconds[index];
	}
	return count;
}

/* What one test did in these runs; `scratch` has room for one time each. */
static struct findings_row
summarise_test(const struct findings *findings, size_t index, struct span span, double *scratch)
{
	struct findings_row row = {
		.name = findings->known[index].test.name,
		.mode = findings->runs[span.start].mode,
		.workers = findings->runs[span.start].workers,
		.seconds = UNKNOWN,
	};

	for (size_t i = span.start; i < span.end; i++) {
		const struct run_record *run = &findings->runs[i];

		if (index >= run->count || run->results[index] == RESULT_ABSENT)
			continue;
		row.runs++;
		row.failed += run->results[index] == TEST_FAILED;
	}
	/* A count that failed in its warm-up is run no more: then that is all there is. */
	size_t timed = gather_times(findings, index, span, false, scratch);
	if (timed == 0)
		timed = gather_times(findings, index, span, true, scratch);
	if (timed > 0) {
		qsort(scratch, timed, sizeof *scratch, compare_seconds);
		row.seconds = (scratch[(timed - 1) / 2] + scratch[timed / 2]) / 2;
	}
	return row;
}

void
findings_each(const struct findings *findings, findings_visit *visit, void *context)
{
	double *scratch = xcalloc(findings->run_count + 1, sizeof *scratch);

	for (size_t index = 0; index < findings->count; index++) {
		for (size_t start = 0, end; start < findings->run_count; start = end) {
			end = group_end(findings, start);
			struct findings_row row = summarise_test(
				findings, index, (struct span){start, end}, scratch);
			if (row.runs > 0)
				visit(context, &row);
		}
	}
	free(scratch);
}

void
findings_tests(
	const struct findings *findings, enum mode mode, int workers, struct test_table *table)
{
	struct run_record wanted = {.mode = mode, .workers = workers};
	double *scratch = xcalloc(findings->run_count + 1, sizeof *scratch);
	size_t start = 0, end;

	*table = (struct test_table)TEST_TABLE_INIT;
	while (start < findings->run_count &&
		compare_runs(&findings->runs[start], &wanted) != 0)
		start = group_end(findings, start);
	end = start < findings->run_count ? group_end(findings, start) : start;
	for (size_t index = 0; index < findings->count && start < end; index++) {
		struct findings_row row =
			summarise_test(findings, index, (struct span){start, end}, scratch);

		if (row.runs == 0)
			continue;
		ARRAY_GROW(table->tests, table->count, table->capacity);
		struct test *test = &table->tests[table->count++];
		*test = findings->known[index].test;
		test->unknown = !isfinite(row.seconds);
		test->seconds = test->unknown ? 0 : row.seconds;
		test->result = row.failed > 0 ? TEST_FAILED : TEST_PASSED;
	}
	table->report_start = table->count; /* all reports are closed */
	free(scratch);
}

void
findings_runs(const struct findings *findings, findings_run_visit *visit, void *context)
{
	for (size_t i = 0; i < findings->run_count; i++) {
		const struct run_record *run = &findings->runs[i];

		visit(context, run->mode, run->workers, run->tests);
	}
}
