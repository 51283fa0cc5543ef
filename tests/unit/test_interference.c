#include "config.h"

#include "unit.h"

#include "core/interference.h"

/* A quiet session of `runs` rows: half of them sequential, half with 4 workers. */
static void
add_quiet(struct observations *rows, int runs)
{
	for (int i = 0; i < runs; i++) {
		struct observation row = observation_empty();

		row.mode = i % 2 == 0 ? MODE_SEQ : MODE_PAR;
		row.workers = i % 2 == 0 ? 1 : 4;
		row.wall_s = 10.0;
		row.user_s = 8.0;
		row.sys_s = 1.0;
		row.exit_code = 0;
		row.round = i / 2 + 1;
		row.steal_s = row.throttled_s = row.io_pressure_s = 0.1F;
		row.cpu_pressure_s = row.memory_pressure_s = 0.1F;
		row.loadavg = i == 0 ? 0.2F : 4.0F;
		row.threads = i % 2 == 0 ? 1 : 9;
		observations_add(rows, &row);
	}
}

/* The only warning, NULL for none; more than one is a failure. */
static const char *
only_warning(const struct observations *rows, double cpus, struct strvec *warnings)
{
	strvec_release(warnings);
	interference_warnings(rows, NULL, cpus, warnings);
	CU_ASSERT(warnings->count <= 1);
	return warnings->count > 0 ? warnings->items[0] : NULL;
}

static bool
begins(const char *text, const char *prefix)
{
	return text != NULL && strncmp(text, prefix, strlen(prefix)) == 0;
}

static void
test_quiet(void)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec warnings = STRVEC_INIT;

	CU_ASSERT_PTR_NULL(only_warning(&rows, 4.0, &warnings));
	add_quiet(&rows, 24);
	CU_ASSERT_PTR_NULL(only_warning(&rows, 4.0, &warnings));
	CU_ASSERT_PTR_NULL(only_warning(&rows, UNKNOWN, &warnings));
	strvec_release(&warnings);
	observations_release(&rows);
}

static void
test_causes(void)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec warnings = STRVEC_INIT;

	add_quiet(&rows, 24);
	for (size_t i = 0; i < 7; i++)
		rows.rows[i].steal_s = i == 3 ? 12.0F : 2.5F;
	CU_ASSERT(begins(only_warning(&rows, 4.0, &warnings),
		"7 of 24 runs saw steal above 5 % of the CPU time (30 % at worst): "));
	/* The same seconds on more CPUs are a smaller share; a warm-up counts nowhere. */
	CU_ASSERT(begins(only_warning(&rows, 20.0, &warnings), "1 of 24 runs saw steal"));
	rows.rows[3].warmup = true;
	CU_ASSERT_PTR_NULL(only_warning(&rows, 20.0, &warnings));
	for (size_t i = 0; i < 7; i++)
		rows.rows[i].steal_s = (float)UNKNOWN;

	rows.rows[5].throttled_s = 3.0F;
	CU_ASSERT(begins(only_warning(&rows, 4.0, &warnings),
		"1 of 23 runs spent more than 5 % of the time throttled by the CPU quota "
		"(30 % at worst)"));
	rows.rows[5].throttled_s = 0.0F;

	/* Four workers wait for CPUs by themselves; a sequential run waits for others. */
	rows.rows[5].cpu_pressure_s = 9.0F;
	CU_ASSERT_PTR_NULL(only_warning(&rows, 4.0, &warnings));
	rows.rows[4].cpu_pressure_s = 2.0F;
	CU_ASSERT(begins(only_warning(&rows, 4.0, &warnings),
		"1 of 12 sequential runs saw programs wait for a CPU for more than 5 % of the time "
		"(20 % at worst)"));
	/* What is read before and after a short run is longer than the run. */
	rows.rows[4].cpu_pressure_s = 38.0F;
	CU_ASSERT(strstr(only_warning(&rows, 4.0, &warnings), "(100 % at worst)") != NULL);
	rows.rows[4].cpu_pressure_s = 0.0F;

	rows.rows[6].memory_pressure_s = 1.0F;
	CU_ASSERT(begins(only_warning(&rows, 4.0, &warnings),
		"1 of 23 runs saw programs wait for memory"));
	strvec_release(&warnings);
	observations_release(&rows);
}

/* The load after our own runs is our own. */
static void
test_load(void)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec warnings = STRVEC_INIT;

	add_quiet(&rows, 4);
	rows.rows[0].loadavg = 3.25F;
	CU_ASSERT(begins(only_warning(&rows, 4.0, &warnings),
		"The load was 3.2 on 4 CPUs before the first run: "));
	CU_ASSERT_PTR_NULL(only_warning(&rows, 64.0, &warnings));
	strvec_release(&warnings);
	observations_release(&rows);
}

/* The threads of xdist workers are no nested parallelism: the sequential form has one. */
static void
test_nested(void)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec warnings = STRVEC_INIT;
	const char *warning;

	add_quiet(&rows, 8);
	rows.rows[2].threads = 4;
	warning = only_warning(&rows, 4.0, &warnings);
	CU_ASSERT(begins(warning,
		"Nested parallelism: one worker runs 4 threads, so that 4 workers are 16 "
		"threads on 4 CPUs: "));
	CU_ASSERT(warning != NULL && strstr(warning, "OMP_NUM_THREADS=1") != NULL);
	CU_ASSERT(warning != NULL && strstr(warning, "OPENBLAS_NUM_THREADS=1") != NULL);
	CU_ASSERT(warning != NULL && strstr(warning, "MKL_NUM_THREADS=1") != NULL);
	CU_ASSERT(warning != NULL &&
		strstr(warning, "threads that only wait do no harm") != NULL);
	CU_ASSERT_PTR_NULL(only_warning(&rows, 16.0, &warnings));
	rows.rows[1].workers = 1;
	warning = only_warning(&rows, 2.0, &warnings);
	rows.rows[1].workers = 4;
	CU_ASSERT(begins(warning, "Nested parallelism: one worker runs 4 threads on 2 CPUs: "));

	rows.rows[2].user_s = 30.0;
	warning = only_warning(&rows, 4.0, &warnings);
	CU_ASSERT(warning != NULL && strstr(warning, "uses more than one CPU") != NULL);
	strvec_release(&warnings);
	observations_release(&rows);
}

static void
test_suites(void)
{
	struct observations rows = OBSERVATIONS_INIT;
	struct strvec warnings = STRVEC_INIT;

	add_quiet(&rows, 4);
	rows.rows[1].suite = observations_text(&rows, "other");
	rows.rows[1].steal_s = 20.0F;
	interference_warnings(&rows, "", 4.0, &warnings);
	CU_ASSERT_EQUAL(warnings.count, 0);
	interference_warnings(&rows, "other", 4.0, &warnings);
	CU_ASSERT_EQUAL(warnings.count, 1);
	strvec_release(&warnings);
	observations_release(&rows);
}

SUITE(interference, {"a quiet machine is not blamed", test_quiet},
	{"each cause with its evidence", test_causes}, {"load before the first run", test_load},
	{"threads times workers", test_nested}, {"one suite's rows", test_suites});
