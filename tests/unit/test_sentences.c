#include "config.h"

#include "unit.h"

#include <string.h>

#include "core/result.h"
#include "view/sentences.h"

/* Where only the CPUs end the gain, more workers do no harm, and the ceiling is not here. */
static void
test_ceiling(void)
{
	static const struct {
		bool at_cpus;
		double optimum;
		int measured; /* workers */
		const char *end;
	} rows[] = {
		{false, 17.0, 8, ", with 17 workers; more make it slower."},
		{true, 17.0, 18,
			" with enough CPUs; the 4 CPUs of these runs are the limit from about 17 "
			"workers on."},
		{true, 17.0, 16,
			" with enough CPUs; the 4 CPUs of these runs would be the limit from "
			"about 17 workers on."},
		{false, UNKNOWN, 8, ", however many workers."},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct point point = {.mode = MODE_PAR,
			.workers = rows[i].measured,
			.runs = 1,
			.wall_s.estimate = 1.0};
		struct analysis analysis = {.points = &point,
			.point_count = 1,
			.fit = {.done = true,
				.capacity_cpus = 4.0,
				.ceiling = {8.0, 8.0, 8.0},
				.optimum_workers = {rows[i].optimum, UNKNOWN, UNKNOWN},
				.optimum_at_cpus = rows[i].at_cpus}};
		struct strvec list = STRVEC_INIT;

		fit_sentences(&analysis, &list);
		CU_ASSERT_EQUAL_FATAL(list.count, 2);
		CU_ASSERT_STRING_EQUAL(
			list.items[1] + strlen("Ceiling: at most 8.00 times as fast"),
			rows[i].end);
		strvec_release(&list);
	}
}

/* Where any serial fraction agrees with the runs, no ceiling is promised. */
static void
test_open_ceiling(void)
{
	struct analysis analysis = {.fit = {.done = true,
					    .serial.value = {0.7, 0.0, 1.0},
					    .ceiling = {1.38, UNKNOWN, UNKNOWN},
					    .optimum_workers = {UNKNOWN, UNKNOWN, UNKNOWN}}};
	struct strvec list = STRVEC_INIT;

	fit_sentences(&analysis, &list);
	CU_ASSERT_EQUAL_FATAL(list.count, 2);
	CU_ASSERT_STRING_EQUAL(list.items[1],
		"Ceiling: not known; the best fit has it at 1.38 times, however many workers.");
	strvec_release(&list);
}

/* Speedups are over the smallest count then, the ceiling over one worker. */
static void
test_other_reference(void)
{
	struct analysis analysis = {.reference_workers = 2,
		.fit = {.done = true,
			.ceiling = {9.0, 7.0, 11.0},
			.optimum_workers = {UNKNOWN, UNKNOWN, UNKNOWN}}};
	struct strvec list = STRVEC_INIT;

	fit_sentences(&analysis, &list);
	CU_ASSERT_EQUAL_FATAL(list.count, 2);
	CU_ASSERT_STRING_EQUAL(list.items[1],
		"Ceiling: at most 9.00 times as fast as one worker (7.00 to 11.00), however many "
		"workers.");
	strvec_release(&list);
}

/* How often a count failed, in words that read well for one run, too. */
static void
test_failures(void)
{
	static const struct {
		enum mode mode;
		int failed;
		int runs;
		const char *sentence;
	} rows[] = {
		{MODE_PAR, 1, 1,
			"Unsafe: with 4 workers it failed in its only run, so that this count is "
			"never advised."},
		{MODE_PAR, 3, 3,
			"Unsafe: with 4 workers it failed in all 3 runs, so that this count is never "
			"advised."},
		{MODE_SEQ, 1, 3, "The sequential form failed in 1 of 3 runs."},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct point point = {.mode = rows[i].mode,
			.workers = 4,
			.failed = rows[i].failed,
			.runs = rows[i].runs};
		struct analysis analysis = {.points = &point, .point_count = 1};
		struct strvec list = STRVEC_INIT;

		failure_sentences(&analysis, &list);
		CU_ASSERT_EQUAL_FATAL(list.count, 1);
		CU_ASSERT_STRING_EQUAL(list.items[0], rows[i].sentence);
		strvec_release(&list);
	}
}

/* Counts with the same finding share a sentence, ten of them, too. */
static void
test_shared_failures(void)
{
	static const char *const wanted[] = {
		"Unsafe: with 3, 4 and 6 to 12 workers it failed in every run, so that these "
		"counts are never advised.",
		"Unsafe: with 5 and 16 workers it failed in 1 of 3 runs each, so that these "
		"counts are never advised.",
		"Unsafe: with 20 workers it failed in 2 of 3 runs, so that this count is never "
		"advised.",
	};
	struct point points[13] = {{.mode = MODE_SEQ, .workers = 1, .runs = 3}};
	struct analysis analysis = {.points = points, .point_count = 13};
	struct strvec list = STRVEC_INIT;

	for (int i = 1; i < 13; i++)
		points[i] = (struct point){.mode = MODE_PAR,
			.workers = i <= 10 ? i + 2 : 4 * (i - 7),
			.runs = 1 + i % 2,
			.failed = 1 + i % 2};
	points[3].runs = points[11].runs = points[12].runs = 3;
	points[3].failed = points[11].failed = 1;
	points[12].failed = 2;
	failure_sentences(&analysis, &list);
	CU_ASSERT_EQUAL_FATAL(list.count, 3);
	for (size_t i = 0; i < 3; i++)
		ASSERT_TEXT(list.items[i], wanted[i]);
	strvec_release(&list);
}

/* Who is sure to be good, where the advice does not say it. */
static void
test_stopping(void)
{
	static const struct {
		enum mode mode;
		int workers;
		double advised; /* the probability of the advice */
		const char *sentence;
	} rows[] = {
		{MODE_PAR, 8, 0.7,
			"Runs: 24, then the answer was clear; 8 workers are within 2 % of the "
			"best with probability 0.98."},
		{MODE_PAR, 1, 0.7,
			"Runs: 24, then the answer was clear; 1 worker is within 2 % of the best "
			"with probability 0.98."},
		{MODE_SEQ, 1, 0.7,
			"Runs: 24, then the answer was clear; the sequential form is within 2 % "
			"of the best with probability 0.98."},
		{MODE_PAR, 0, 0.7,
			"Runs: 24, then the answer was clear; the pick is within 2 % of the best "
			"with probability 0.98."},
		{MODE_PAR, 8, 0.98, "Runs: 24, then the answer was clear."},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct result result = {.tolerance = 0.02,
			.suite_count = 1,
			.total = {.stopping = {STOP_CONFIDENT, 24, 0.98},
				.recommendation = {
					.local = {.workers = 4, .probability = rows[i].advised},
					.fastest = {.mode = rows[i].mode,
						.workers = rows[i].workers}}}};
		struct strvec list = STRVEC_INIT;

		stopping_sentence(&result, &list);
		CU_ASSERT_EQUAL_FATAL(list.count, 1);
		ASSERT_TEXT(list.items[0], rows[i].sentence);
		strvec_release(&list);
	}
}

/* What a machine holds is of use where somebody could start that many. */
static void
test_memory(void)
{
	static const struct {
		double per_worker;
		const char *line;
	} rows[] = {
		{256.0,
			"Memory: 1.0 GB and 256 MB more for each worker; 7 GB hold 24, 16 GB 60, "
			"32 GB 124 workers."},
		{16.0,
			"Memory: 1.0 GB and 16 MB more for each worker; 7 GB hold 384, 16 GB 960 "
			"workers."},
		{1.0, "Memory: 1.0 GB and 1.0 MB more for each worker."},
		{0.0, "Memory: 1.0 GB and 0 B more for each worker."},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct analysis analysis = {
			.memory = {.known = true,
				.base_bytes = 1073741824.0,
				.per_worker_bytes = rows[i].per_worker * 1048576.0,
				.limit_bytes = UNKNOWN}};
		struct strvec list = STRVEC_INIT;

		memory_sentences(&analysis, &list);
		CU_ASSERT_EQUAL_FATAL(list.count, 1);
		CU_ASSERT_STRING_EQUAL(list.items[0], rows[i].line);
		strvec_release(&list);
	}
}

SUITE(wording, {"where the ceiling is and what ends the gain", test_ceiling},
	{"no ceiling where the serial fraction is open", test_open_ceiling},
	{"whose speed the ceiling is a multiple of", test_other_reference},
	{"how often a count failed", test_failures},
	{"one sentence for one finding", test_shared_failures},
	{"who is sure to be good", test_stopping}, {"how many workers fit", test_memory});
