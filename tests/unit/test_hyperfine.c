#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strvec.h"
#include "io/file.h"
#include "io/runs_csv.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

#define TEMPLATE "/tmp/ptbench-unit.XXXXXX"

static int
read_text(const char *text, const char *map, struct observations *all, struct error *error)
{
	char path[] = TEMPLATE;
	struct strvec maps = STRVEC_INIT;
	int file = mkstemp(path);

	CU_ASSERT_FATAL(file >= 0);
	close(file);
	CU_ASSERT_EQUAL(file_write(path, text, strlen(text), error), 0);
	if (map != NULL)
		strvec_push(&maps, map);
	struct runs_csv_arg arg = {.path = path, .map = &maps};
	int result = runs_read(&arg, all, error);
	strvec_release(&maps);
	unlink(path);
	return result;
}

/* As version 1.15 writes it. */
static const char version_1[] =
	"{\"results\":[{\"command\":\"t 1\",\"mean\":2.5,\"stddev\":0.7,\"median\":2.5,"
	"\"user\":0.25,\"system\":0.5,\"min\":2.0,\"max\":3.0,\"times\":[2.0,3.0],"
	"\"memory_usage_byte\":[1,2],\"exit_codes\":[0,0],\"parameters\":{\"threads\":\"1\"}},"
	"{\"command\":\"t 4\",\"mean\":1.0,\"user\":0.25,\"system\":0.5,\"times\":[1.0,7.0],"
	"\"exit_codes\":[0,3],\"parameters\":{\"threads\":\"4\"}}]}";

static void
test_version_1(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct error error = {0};

	CU_ASSERT_EQUAL_FATAL(read_text(version_1, NULL, &all, &error), 0);
	CU_ASSERT_EQUAL_FATAL(all.count, 4);
	CU_ASSERT_EQUAL(all.rows[0].mode, MODE_SEQ);
	CU_ASSERT_EQUAL(all.rows[0].workers, 1);
	ASSERT_NEAR(all.rows[1].wall_s, 3.0, 0.0);
	ASSERT_NEAR(all.rows[1].user_s, 0.25, 0.0);
	ASSERT_NEAR(all.rows[1].sys_s, 0.5, 0.0);
	CU_ASSERT_TRUE(isnan(all.rows[1].peak_bytes));
	CU_ASSERT_EQUAL(all.rows[2].mode, MODE_PAR);
	CU_ASSERT_EQUAL(all.rows[2].workers, 4);
	CU_ASSERT_TRUE(observation_usable(&all.rows[2]));
	CU_ASSERT_EQUAL(all.rows[3].exit_code, 3);
	CU_ASSERT_FALSE(observation_usable(&all.rows[3]));
	observations_release(&all);
}

#define SECONDS(value) "{\"value\":" value ",\"unit\":\"second\"}"

static const char
	schema_2[] = "{\"schema_version\":2,\"metadata\":{},\"primary_metric\":\"time_wall_"
		     "clock\",\"results\":[{"
		     "\"command\":\"t "
		     "8\",\"name\":\"x\",\"measurements\":[{\"time_wall_clock\":" SECONDS("1.5") ",\"time_cpu\":" SECONDS(
			     "0.75") ",\"time_user\":" SECONDS("0.5") ","
								      "\"time_"
								      "system\":" SECONDS(
									      "0.25") ",\"memor"
										      "y_peak_"
										      "resident"
										      "\":{"
										      "\"value"
										      "\":9,"
										      "\"unit\""
										      ":"
										      "\"byte\""
										      "},"
										      "\"exit_"
										      "code\":"
										      "0}],"
										      "\"parame"
										      "ters\":{"
										      "\"n\":{"
										      "\"value"
										      "\":"
										      "\"8\"},"
										      "\"suite"
										      "\":{"
										      "\"value"
										      "\":"
										      "\"unit\""
										      "}},"
										      "\"summar"
										      "y\":{}}]"
										      "}";

static void
test_schema_2(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct error error = {0};

	CU_ASSERT_EQUAL_FATAL(read_text(schema_2, NULL, &all, &error), 0);
	CU_ASSERT_EQUAL_FATAL(all.count, 1);
	CU_ASSERT_EQUAL(all.rows[0].workers, 8);
	CU_ASSERT_EQUAL(all.rows[0].exit_code, 0);
	ASSERT_NEAR(all.rows[0].wall_s, 1.5, 0.0);
	ASSERT_NEAR(all.rows[0].user_s, 0.5, 0.0);
	ASSERT_NEAR(all.rows[0].sys_s, 0.25, 0.0);
	observations_release(&all);
}

#define RESULT(rest) "{\"results\":[{" rest "}]}"

static void
test_parameter(void)
{
	static const struct {
		const char *text;
		const char *map;
		int workers;
	} rows[] = {
		{RESULT("\"times\":[1],\"parameters\":{\"a\":\"2\",\"b\":\"3\"}"), "workers=b",
			3},
		{RESULT("\"times\":[1],\"parameters\":{\"a\":\"2\",\"workers\":\"3\"}"), NULL,
			3},
		{RESULT("\"times\":[1],\"parameters\":{\"a\":\"2\",\"b\":\"fast\"}"), NULL, 2},
		{RESULT("\"times\":[1],\"parameters\":{\"a\":7}"), NULL, 7},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct error error = {0};

		CU_ASSERT_EQUAL(read_text(rows[i].text, rows[i].map, &all, &error), 0);
		CU_ASSERT_EQUAL(all.count, 1);
		if (all.count == 1)
			CU_ASSERT_EQUAL(all.rows[0].workers, rows[i].workers);
		observations_release(&all);
	}
}

static void
test_refused(void)
{
	static const char no_parameter[] = ": result 1: no parameter tells its count: run "
					   "hyperfine with -L workers 1,2,4, or "
					   "name the parameter with --map workers=NAME";
	static const char no_count[] = ": result 1: its count is no whole number from 1 to "
				       "65536: name another parameter "
				       "with --map workers=NAME";
	static const char no_results[] =
		": holds no results: give runs.csv, another CSV file, or what hyperfine "
		"--export-json wrote";
	static const char no_time[] = ": result 1: run 1 has no positive time: export it again";
	static const char no_times[] =
		": result 1: it has no times: export it again with hyperfine --export-json";
	static const struct {
		const char *text;
		const char *map;
		const char *sentence;
	} rows[] = {
		{"{}", NULL, no_results},
		{"[1]", NULL, no_results},
		{"{\"results\":7}", NULL, no_results},
		{"{\"results\":[7]}", NULL, no_parameter},
		{RESULT("\"times\":[1]"), NULL, no_parameter},
		{RESULT("\"times\":[1],\"parameters\":{\"a\":\"2\",\"b\":\"3\"}"), NULL,
			no_parameter},
		{RESULT("\"times\":[1],\"parameters\":{\"a\":\"2\"}"), "workers=b",
			no_parameter},
		{RESULT("\"times\":[1],\"parameters\":{\"a\":\"0\"}"), "workers=a", no_count},
		{RESULT("\"times\":[1],\"parameters\":{\"a\":\"1e9\"}"), "workers=a", no_count},
		{RESULT("\"times\":[0],\"parameters\":{\"n\":\"2\"}"), NULL, no_time},
		{RESULT("\"times\":[-1],\"parameters\":{\"n\":\"2\"}"), NULL, no_time},
		{RESULT("\"times\":[\"x\"],\"parameters\":{\"n\":\"2\"}"), NULL, no_time},
		{RESULT("\"measurements\":[{}],\"parameters\":{\"n\":\"2\"}"), NULL, no_time},
		{RESULT("\"measurements\":[7],\"parameters\":{\"n\":\"2\"}"), NULL, no_time},
		{RESULT("\"parameters\":{\"n\":\"2\"}"), NULL, no_times},
		{"{\"schema_version\":1,\"ptbench\":\"1\"}", NULL,
			": is a report: give its folder, or the runs.csv beside it"},
		{"{\"results\":[", NULL,
			":1: is no JSON (']' expected near end of file): give a file that is "
			"whole"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct error error = {0};

		CU_ASSERT_EQUAL(read_text(rows[i].text, rows[i].map, &all, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		ASSERT_TEXT(error.text + strlen(TEMPLATE), rows[i].sentence);
		observations_release(&all);
	}
}

SUITE(hyperfine, {"version 1 is read", test_version_1}, {"schema 2 is read", test_schema_2},
	{"the parameter with the count is found", test_parameter},
	{"what is no export is refused", test_refused});
