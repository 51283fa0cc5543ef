/*
 * schedulers [MOST]: how the time of each scheduler grows with the number of tests, for 8
 * workers and exponential durations. A row per scheduler, a column per number of tests n:
 * nanoseconds per n log2(n), which stay about the same where the scheduler is O(n log n); what
 * grows meanwhile is the cost of memory that the caches no longer hold.
 */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/schedule.h"

#define WORKERS 8
#define LEAST	1000
#define WORK	1000000 /* tests scheduled for each figure, at least */

static double
now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

/* Classes of 5 tests, files of 20. */
static void
fill(struct test_table *table, size_t count)
{
	uint64_t state = 1;

	*table = (struct test_table)TEST_TABLE_INIT;
	for (size_t i = 0; i < count; i++) {
		char file[32], class_name[64], name[32];

		state = state * 6364136223846793005u + 1442695040888963407u;
		snprintf(file, sizeof file, "f%zu", i / 20);
		snprintf(class_name, sizeof class_name, "f%zu.C%zu", i / 20, i / 5);
		snprintf(name, sizeof name, "t%zu", i);
		test_table_add(table,
			&(struct test_case){.file = file,
				.class_name = class_name,
				.name = name,
				.seconds = -log(((double)(state >> 11) + 1) / 0x1p53)});
	}
	test_table_end_report(table);
}

/* For one schedule of all tests. */
static double
schedule_ns(const struct test_table *table, const struct scheduler *scheduler)
{
	size_t times = WORK / table->count + 1;
	double start_ns = now_ns();

	for (size_t i = 0; i < times; i++) {
		struct schedule schedule;

		schedule_run(&(struct schedule_arg){.tests = table,
				     .scheduler = scheduler,
				     .workers = WORKERS,
				     .max_chunk = SIZE_MAX,
				     .first = SCHEDULE_NONE},
			&schedule);
		schedule_release(&schedule);
	}
	return (now_ns() - start_ns) / (double)times;
}

int
main(int argc, char **argv)
{
	size_t most = argc > 1 ? strtoul(argv[1], NULL, 10) : 1000000;

	printf("ns per n log2(n)");
	for (size_t count = LEAST; count <= most; count *= 10)
		printf("%10zu", count);
	printf("\n");
	for (size_t i = 0; scheduler_at(i) != NULL; i++) {
		printf("%-16s", scheduler_name(scheduler_at(i)));
		for (size_t count = LEAST; count <= most; count *= 10) {
			struct test_table table;

			fill(&table, count);
			printf("%10.2f",
				schedule_ns(&table, scheduler_at(i)) /
					((double)count * log2((double)count)));
			fflush(stdout);
			test_table_release(&table);
		}
		printf("\n");
	}
	return 0;
}
