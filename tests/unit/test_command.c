#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "core/command.h"
#include "lines.h"

/*
 * Each row is a command as a user types it (split as a shell does), the runner that it must be
 * taken for, and both forms with {n} where the count goes. "" as runner: a template.
 */
struct plan_row {
	const char *command;
	const char *runner;
	const char *sequential;
	const char *parallel;
};

static const struct plan_row known[] = {
#include "plans.def"
};

static void
test_known(void)
{
	struct runners table = RUNNERS_INIT;

	lines_table(&table);
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		struct command command;
		struct error error = {0};
		int result = lines_plan(known[i].command, &table, NULL, &command, &error);

		CU_ASSERT_EQUAL(result, 0);
		if (result != 0) {
			printf("\n  %s\n    %s", known[i].command, error.text);
			continue;
		}
		if (strcmp(command.runner, known[i].runner) != 0)
			printf("\n  %s\n    is taken for %s", known[i].command, command.runner);
		ASSERT_TEXT(command.runner, known[i].runner);
		lines_expect(known[i].command, &command.sequential, known[i].sequential);
		lines_expect(known[i].command, &command.parallel, known[i].parallel);
		command_release(&command);
	}
	runners_release(&table);
}

/* What cannot be given a count is refused before anything runs, with what to do instead. */
static void
test_refused(void)
{
	static const struct {
		const char *command;
		const char *runner;
		const char *says[4];
	} rows[] = {
		{"./run-tests fast", NULL,
			{"./run-tests", "{n}", "--env NAME={n}", "--runner"}},
		{"./run-tests.sh fast", NULL,
			{"./run-tests.sh fast", "-j {n}", "--env", "--runner"}},
		{"sh -c 'pytest -n 4'", NULL,
			{"sh -c 'pytest -n 4'", "{n}", "--env", "--runner"}},
		{"pytest", "none", {"pytest", "{n}", "--env NAME={n}", "--runner"}},
		{"pytest", "nosuch", {"'nosuch'", "ptbench runners"}},
		{"npm test", NULL,
			{"npm test", "-- --maxWorkers={n}", "--env", "--runner jest"}},
		{"npm run test:unit -- -u", NULL,
			{"npm run test:unit -- --maxWorkers={n}", "--env"}},
		{"yarn test", NULL,
			{"yarn test hides", "--maxWorkers={n}", "--env", "--runner jest"}},
		{"uv run tox -e py", NULL,
			{"tox -e py", "tox -e py -- -n {n}", "PYTEST_ADDOPTS"}},
		{"nox", NULL, {"nox", "PYTEST_ADDOPTS", "--runner pytest"}},
		{"just test", NULL, {"just test", "--env", "{n}", "--runner"}},
		{"rake spec", NULL, {"rake spec", "PARALLEL_TEST_PROCESSORS={n}", "--runner"}},
		{"docker run -it x pytest", NULL,
			{"docker run", "{n}", "--sequential", "--runner"}},
		{"make test", NULL, {"make test", "PYTEST_ADDOPTS=-n {n}", "--runner make"}},
		{"make -C x test", NULL, {"make -C x test", "CTEST_PARALLEL_LEVEL={n}"}},
		{"ninja -C build test", NULL, {"ninja -C build test", "MESON_TESTTHREADS={n}"}},
		{"bundle exec rspec", NULL, {"rspec", "parallel_rspec", "turbo_tests", "{n}"}},
		{"vendor/bin/phpunit", NULL, {"phpunit", "paratest"}},
		{"python -m unittest discover", NULL,
			{"unittest", "unittest-parallel", "pytest"}},
		{"xargs -P 4 ./x", NULL, {"xargs", "standard input", "-a"}},
		{"parallel -j 4 ./x", NULL, {"parallel", "standard input", "-a", ":::"}},
		{"./жжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжжж", NULL,
			{"жжжжжжжжжжжжжжжжжжжжжжжжжжжжжж...", "{n}"}},
		{"go build ./test", NULL, {"go is no runner", "{n}"}},
		{"cargo build", NULL, {"cargo is no runner"}},
		{"python -c 'import pytest'", NULL, {"python is no runner"}},
	};
	struct runners table = RUNNERS_INIT;

	lines_table(&table);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct command command;
		struct error error = {0};

		CU_ASSERT_EQUAL(
			lines_plan(rows[i].command, &table, rows[i].runner, &command, &error),
			-1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		for (size_t j = 0; j < 4 && rows[i].says[j] != NULL; j++) {
			if (strstr(error.text, rows[i].says[j]) == NULL)
				printf("\n  '%s' is not in: %s", rows[i].says[j], error.text);
			CU_ASSERT_PTR_NOT_NULL(strstr(error.text, rows[i].says[j]));
		}
	}
	runners_release(&table);
}

static void
test_expand(void)
{
	struct runners table = RUNNERS_INIT;
	struct command command;
	struct error error = {0};
	struct form form;

	lines_table(&table);
	CU_ASSERT_EQUAL_FATAL(lines_plan("taskset -c 0-{n-1} ./x {workers} {n}{n} {m}", &table,
				      NULL, &command, &error),
		0);
	CU_ASSERT_TRUE(command.one_is_sequential);
	command_expand(&command, MODE_PAR, 4, &form);
	ASSERT_TEXT(form.argv.items[2], "0-3");
	ASSERT_TEXT(form.argv.items[4], "4");
	ASSERT_TEXT(form.argv.items[5], "44");
	ASSERT_TEXT(form.argv.items[6], "{m}");
	form_release(&form);
	command_expand(&command, MODE_SEQ, 4, &form);
	ASSERT_TEXT(form.argv.items[2], "0-0");
	form_release(&form);
	command_release(&command);
	runners_release(&table);
}

/* --sequential, --env and --shell. */
static void
test_given(void)
{
	struct runners table = RUNNERS_INIT;
	struct strvec argv = STRVEC_INIT;
	struct strvec env = STRVEC_INIT;
	struct command command;
	struct error error = {0};
	struct command_arg arg = {.argv = &argv, .env = &env, .runners = &table};

	lines_table(&table);
	strvec_push(&argv, "./suite");
	strvec_push(&env, "JOBS={n}");
	CU_ASSERT_EQUAL_FATAL(command_plan(&arg, &command, &error), 0);
	CU_ASSERT_TRUE(command.one_is_sequential);
	lines_expect("--env", &command.parallel, "env JOBS={n} ./suite");
	lines_expect("--env", &command.sequential, "env JOBS=1 ./suite");
	command_release(&command);

	arg.sequential = "./suite --serial 'a b'";
	CU_ASSERT_EQUAL_FATAL(command_plan(&arg, &command, &error), 0);
	CU_ASSERT_FALSE(command.one_is_sequential);
	lines_expect(
		"--sequential", &command.sequential, "env JOBS={n} ./suite --serial 'a b'");
	command_release(&command);
	arg.sequential = "./suite | cat";
	CU_ASSERT_EQUAL(command_plan(&arg, &command, &error), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "--shell"));

	arg = (struct command_arg){.argv = &argv, .runners = &table, .shell = true};
	strvec_replace(&argv, 0, "pytest -n {n} | tail -1");
	CU_ASSERT_EQUAL_FATAL(command_plan(&arg, &command, &error), 0);
	lines_expect("--shell", &command.sequential, "sh -c 'pytest -n 1 | tail -1'");
	command_release(&command);
	strvec_replace(&argv, 0, "pytest -n 4 | tail -1");
	CU_ASSERT_EQUAL(command_plan(&arg, &command, &error), -1);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "{n}"));
	strvec_release(&argv);
	strvec_release(&env);
	runners_release(&table);
}

/* What a forced runner does to a command that it does not recognise. */
static void
test_forced(void)
{
	static const struct {
		const char *command;
		const char *runner;
		const char *sequential;
		const char *parallel;
	} rows[] = {
		{"./t --x", "pytest", "./t -n 0 --x", "./t -n {n} --x"},
		{"python3 t.py -n 3", "pytest", "python3 t.py -n 0", "python3 t.py -n {n}"},
		{"npm test", "jest", "npm test -- --runInBand", "npm test -- --maxWorkers={n}"},
		{"npm run unit -- -u -w 3", "jest", "npm run unit -- -u --runInBand",
			"npm run unit -- -u --maxWorkers={n}"},
		{"make test", "make", "make -j 1 test", "make -j {n} test"},
		{"env OMP_NUM_THREADS=9 ./a", "openmp", "env OMP_NUM_THREADS=1 env ./a",
			"env OMP_NUM_THREADS={n} env ./a"},
	};
	struct runners table = RUNNERS_INIT;

	lines_table(&table);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct command command;
		struct error error = {0};

		CU_ASSERT_EQUAL_FATAL(
			lines_plan(rows[i].command, &table, rows[i].runner, &command, &error),
			0);
		ASSERT_TEXT(command.runner, rows[i].runner);
		CU_ASSERT_EQUAL(
			command.one_is_sequential, strcmp(rows[i].runner, "openmp") == 0);
		lines_expect(rows[i].command, &command.sequential, rows[i].sequential);
		lines_expect(rows[i].command, &command.parallel, rows[i].parallel);
		command_release(&command);
	}
	runners_release(&table);
}

/* What a run that keeps its results needs is said, unless it is there already. */
static void
test_warnings(void)
{
	static const struct {
		const char *command;
		const char *says; /* NULL: nothing */
	} rows[] = {
		{"go test ./...", "--prepare 'go clean -testcache'"},
		{"go test -count=1 ./...", NULL},
		{"gmake -C sub all", "--prepare 'gmake -C sub clean'"},
		{"make", "--prepare 'make -C . clean'"},
		{"make -B", NULL},
		{"ninja -C out", "--prepare 'ninja -C out -t clean'"},
		{"./gradlew test", "--prepare './gradlew cleanTest'"},
		{"./gradlew cleanTest test", NULL},
		{"bazel test //...", "--prepare 'bazel clean'"},
		{"bazel test --nocache_test_results //...", NULL},
		{"cmake --build out", "--prepare 'cmake --build out --target clean'"},
		{"make check", "one other runner"},
		{"pytest", NULL},
	};
	struct runners table = RUNNERS_INIT;

	lines_table(&table);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct command command;
		struct error error = {0};

		CU_ASSERT_EQUAL_FATAL(
			lines_plan(rows[i].command, &table, NULL, &command, &error), 0);
		CU_ASSERT_EQUAL_FATAL(command.warnings.count, rows[i].says != NULL);
		if (rows[i].says != NULL)
			CU_ASSERT_PTR_NOT_NULL(strstr(command.warnings.items[0], rows[i].says));
		command_release(&command);
	}
	runners_release(&table);
}

static void
test_diagnosis(void)
{
	struct runners table = RUNNERS_INIT;

	lines_table(&table);
	const struct runner *row = runners_find(&table, "pytest");
	CU_ASSERT_PTR_NOT_NULL_FATAL(row);
	const char *says = runner_diagnose(
		row, "usage: pytest [options]\npytest: error: unrecognized arguments: -n 2\n");
	CU_ASSERT_PTR_NOT_NULL_FATAL(says);
	CU_ASSERT_PTR_NOT_NULL(strstr(says, "pytest-xdist"));
	CU_ASSERT_PTR_NULL(runner_diagnose(row, "1 failed"));
	CU_ASSERT_PTR_NULL(runner_diagnose(NULL, "unrecognized arguments: -n"));
	runners_release(&table);
}

/* Any words at all: no crash, and a form that is planned takes the count somewhere. */
static void
test_any_words(void)
{
	static const char *const pool[] = {"pytest", "-n", "-n4", "--numprocesses=", "make",
		"-kj", "MAKEFLAGS=-j", "check", "env", "python", "-m", "--", "-j", "4", "auto",
		"xargs", "-a", "{n}", "go", "test", "-p", "-args", "cargo", "nextest", "run",
		"gotestsum", "npm", "node", "--test", "timeout", "", "-", "=", "A=", "cmake",
		"--build", "ruby", "-S", "uv", "*", "dotnet", "-m:", "parallel", ":::", "-",
		"sudo", "-u", "\xff\xfe", "rake", "parallel:x"};
	struct runners table = RUNNERS_INIT;
	unsigned long state = 20240607;
	size_t planned = 0;

	lines_table(&table);
	for (int i = 0; i < 4000; i++) {
		struct strvec argv = STRVEC_INIT;
		struct command command;
		struct error error = {0};
		const char *runner = NULL;

		for (unsigned long j = state % 7 + 1; j > 0; j--) {
			state = state * 6364136223846793005UL + 1442695040888963407UL;
			strvec_push(&argv, pool[(state >> 33) % (sizeof pool / sizeof *pool)]);
		}
		if (i % 5 == 0)
			runner = table.rows[(state >> 40) % table.count].name;
		if (command_plan(
			    &(struct command_arg){
				    .argv = &argv, .runner = runner, .runners = &table},
			    &command, &error) == 0) {
			struct form form;
			bool takes = false;

			planned++;
			for (size_t j = 0; j < command.parallel.argv.count; j++)
				takes |= strstr(command.parallel.argv.items[j], "{n}") != NULL;
			for (size_t j = 0; j < command.parallel.env.count; j++)
				takes |= strstr(command.parallel.env.items[j], "{n}") != NULL;
			CU_ASSERT_TRUE(takes);
			CU_ASSERT_TRUE(command.sequential.argv.count > 0);
			command_expand(&command, MODE_PAR, 3, &form);
			command_ask_report(&command, MODE_PAR, "/d", &form);
			form_release(&form);
			command_release(&command);
		} else {
			CU_ASSERT_TRUE(strlen(error.text) > 20);
		}
		strvec_release(&argv);
	}
	CU_ASSERT_TRUE(planned > 200);
	runners_release(&table);
}

SUITE(command, {"known runners", test_known}, {"refusals", test_refused},
	{"counts in a template", test_expand}, {"forms that are given", test_given},
	{"forced runners", test_forced}, {"warnings", test_warnings},
	{"diagnosis", test_diagnosis}, {"any words", test_any_words});
