#include "config.h"

#include "unit.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/memory.h"
#include "io/file.h"
#include "io/truth_csv.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

#define TEMPLATE "/tmp/ptbench-unit.XXXXXX"

static int
read_text(const char *text, struct simulation *simulation, struct error *error)
{
	char path[] = TEMPLATE;
	int file = mkstemp(path);

	CU_ASSERT_FATAL(file >= 0);
	close(file);
	CU_ASSERT_EQUAL(file_write(path, text, strlen(text), error), 0);
	*simulation = (struct simulation){.file = xstrdup(path)};
	int status = truth_csv_read(simulation, error);
	unlink(path);
	return status;
}

static void
test_rows(void)
{
	struct simulation simulation;
	struct error error = {.text = ""};

	CU_ASSERT_EQUAL_FATAL(
		read_text("user_s,workers,wall_s\n9.5,1,10\n,4,3.25\n", &simulation, &error),
		0);
	CU_ASSERT_EQUAL_FATAL(simulation.truth_count, 2);
	CU_ASSERT_EQUAL(simulation.truth[0].workers, 1);
	ASSERT_NEAR(simulation.truth[0].wall_s, 10.0, 0.0);
	ASSERT_NEAR(simulation.truth[0].user_s, 9.5, 0.0);
	CU_ASSERT_EQUAL(simulation.truth[1].workers, 4);
	ASSERT_NEAR(simulation.truth[1].wall_s, 3.25, 0.0);
	CU_ASSERT_TRUE(isnan(simulation.truth[1].user_s));
	simulation_release(&simulation);
}

static void
test_refused(void)
{
	static const struct {
		const char *text;
		const char *sentence;
	} rows[] = {
		{"workers,wall_s\n", ": holds no row: give a time for 1 worker at least"},
		{"workers,time\n1,2\n",
			":1: there is no column wall_s: begin with a line such as workers,wall_s"},
		{"n,wall_s\n1,2\n",
			":1: there is no column workers: begin with a line such as workers,wall_s"},
		{"workers,wall_s\n1,0\n", ":2: wall_s is '0': give a positive number"},
		{"workers,wall_s\n0,1\n",
			":2: workers is '0': give a whole number from 1 to 65536"},
		{"workers,wall_s\n1,2\n1,3\n",
			":3: 1 workers stand here a second time: keep one row of them"},
		{"workers,wall_s,user_s\n1,2,-1\n",
			":2: user_s is '-1': give a number from 0 on, or nothing"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct simulation simulation;
		struct error error = {.text = ""};

		CU_ASSERT_EQUAL(read_text(rows[i].text, &simulation, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		ASSERT_TEXT(error.text + strlen(TEMPLATE), rows[i].sentence);
		simulation_release(&simulation);
	}
}

SUITE(truth, {"a truth is read", test_rows}, {"what is no truth is refused", test_refused});
