/* How runs of known runners report their tests, and which scheduler deals them out. */
#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "base/strbuf.h"
#include "core/command.h"
#include "lines.h"

static void
test_schedulers(void)
{
	static const struct {
		const char *command;
		const char *scheduler; /* "": not known */
		bool by_file;
	} rows[] = {
		{"pytest t", "load", false},
		{"pytest --dist loadfile", "loadfile", false},
		{"pytest --dist=no --dist=worksteal", "worksteal", false},
		{"pytest --dist=no", "load", false},
		{"pytest -n {n} --dist loadscope", "loadscope", false},
		{"npx jest", "lpt", true},
		{"ctest", "lpt", false},
		{"npx mocha", "list", true},
		{"stestr run", "static-lpt", false},
		{"mpirun ./x", "", false},
		{"./x -j {n}", "", false},
	};
	struct runners table = RUNNERS_INIT;

	lines_table(&table);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct command command;
		struct error error = {0};
		bool by_file;

		CU_ASSERT_EQUAL_FATAL(
			lines_plan(rows[i].command, &table, NULL, &command, &error), 0);
		const struct scheduler *scheduler = command_scheduler(&command, &by_file);
		ASSERT_TEXT(
			scheduler != NULL ? scheduler_name(scheduler) : "", rows[i].scheduler);
		CU_ASSERT_EQUAL(by_file, rows[i].by_file);
		command_release(&command);
	}
	runners_release(&table);
}

/* The text of the file that the words name. */
static void
test_config(void)
{
	struct runners table = RUNNERS_INIT;
	struct command command;
	struct error error = {0};

	lines_table(&table);
	CU_ASSERT_EQUAL_FATAL(
		lines_plan("cargo nextest run", &table, NULL, &command, &error), 0);
	char *text = command_report_config(&command, MODE_SEQ, "/d");
	ASSERT_TEXT(text, "profile.default.junit = { path = '/d/report.xml' }");
	free(text);
	command_release(&command);
	CU_ASSERT_EQUAL_FATAL(lines_plan("pytest", &table, NULL, &command, &error), 0);
	CU_ASSERT_PTR_NULL(command_report_config(&command, MODE_SEQ, "/d"));
	command_release(&command);
	runners_release(&table);
}

/* The tests' report of a run: what is added to the command, and where the report will be. */
static const struct report_row {
	const char *command;
	const char *parallel; /* at 4 workers, reporting into /d */
	const char *files;
} reports[] = {
	{"pytest t", "pytest --junitxml=/d/report.xml -n 4 t", "/d/report.xml"},
	{"pytest --junitxml=a.xml", "pytest -n 4 --junitxml=a.xml", "a.xml"},
	{"pytest -n {n} --junit-xml r{n}.xml", "pytest -n 4 --junit-xml r4.xml", "r4.xml"},
	{"pytest -n {n}", "pytest --junitxml=/d/report.xml -n 4", "/d/report.xml"},
	{"bats t", "bats --report-formatter junit --output /d -j 4 t", "/d/report.xml"},
	{"bats -o ./r t", "bats -j 4 -o ./r t", "./r/report.xml"},
	{"go test ./...", "go test -json -p 4 -parallel 4 ./...", "log"},
	{"meson test -C b", "meson test --num-processes 4 -C b",
		"b/meson-logs/testlog.junit.xml"},
	{"mvn verify", "mvn -T 4 -DforkCount=4 -DreuseForks=true verify",
		"target/surefire-reports/TEST-*.xml */target/surefire-reports/TEST-*.xml"},
	{"npx playwright test",
		"env PLAYWRIGHT_JUNIT_OUTPUT_NAME=/d/report.xml npx playwright test "
		"--reporter=list,junit --workers=4",
		"/d/report.xml"},
	{"npx playwright test --reporter=dot", "npx playwright test --workers=4 --reporter=dot",
		""},
	{"npx mocha t",
		"npx mocha --reporter xunit --reporter-option output=/d/report.xml "
		"--parallel --jobs 4 t",
		"/d/report.xml"},
	{"npx mocha -R dot t", "npx mocha --parallel --jobs 4 -R dot t", ""},
	{"npx ava", "npx ava --tap --concurrency 4", "log"},
	{"cargo nextest run",
		"cargo nextest run --tool-config-file ptbench:/d/config --test-threads 4",
		"/d/report.xml"},
	{"shellspec", "shellspec --output junit --reportdir /d --jobs 4",
		"/d/results_junit.xml"},
	{"cmake --build b", "cmake --build b --parallel 4", "b/.ninja_log"},
	{"make all", "make -j 4 all", ""},
	{"make -C b check", "make -j 4 -C b check", "b/*.trs b/*/*.trs b/*/*/*.trs"},
	{"bin/rails test", "env PARALLEL_WORKERS=4 bin/rails test -v", "log"},
	{"rails test --verbose", "env PARALLEL_WORKERS=4 rails test --verbose", "log"},
	{"dotnet test a.sln",
		"dotnet test --logger trx --results-directory /d -m:4 a.sln -- "
		"RunConfiguration.MaxCpuCount=4 xUnit.MaxParallelThreads=4",
		"/d/*.trx"},
	{"dart test t", "dart test --file-reporter json:/d/report.xml --concurrency=4 t",
		"/d/report.xml"},
	{"bundle exec parallel_rspec spec",
		"bundle exec parallel_rspec -o '--format progress --format "
		"ParallelTests::RSpec::RuntimeLogger --out /d/report.xml' -n 4 spec",
		"/d/report.xml"},
	{"parallel_rspec -o '--seed 1' spec", "parallel_rspec -n 4 -o '--seed 1' spec", ""},
	{"gtest-parallel ./a", "gtest-parallel --workers=4 ./a", "log"},
	{"./x -j {n}", "./x -j 4", ""},
};

static void
check_report(const struct runners *table, const struct report_row *row)
{
	struct command command;
	struct form form;
	struct strvec files = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;
	struct error error = {0};

	CU_ASSERT_EQUAL_FATAL(lines_plan(row->command, table, NULL, &command, &error), 0);
	command_expand(&command, MODE_PAR, 4, &form);
	command_ask_report(&command, MODE_PAR, "/d", &form);
	lines_expect(row->command, &form, row->parallel);
	command_report_files(&command, MODE_PAR, 4, "/d", &files);
	for (size_t i = 0; i < files.count; i++)
		strbuf_addf(&text, "%s%s", i > 0 ? " " : "", files.items[i]);
	ASSERT_TEXT(strbuf_text(&text), row->files);
	strbuf_release(&text);
	strvec_release(&files);
	form_release(&form);
	command_release(&command);
}

static void
test_reports(void)
{
	struct runners table = RUNNERS_INIT;

	lines_table(&table);
	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++)
		check_report(&table, &reports[i]);
	runners_release(&table);
}

/* The folder of a run may be called anything: it stays one word, and is no pattern. */
static void
test_report_folder(void)
{
	static const char dir[] = "/my $(x) 'd' [1]";
	struct runners table = RUNNERS_INIT;
	struct command command;
	struct form form;
	struct strvec files = STRVEC_INIT;
	struct error error = {0};

	lines_table(&table);
	CU_ASSERT_EQUAL_FATAL(lines_plan("pytest", &table, NULL, &command, &error), 0);
	command_expand(&command, MODE_PAR, 4, &form);
	command_ask_report(&command, MODE_PAR, dir, &form);
	CU_ASSERT_EQUAL_FATAL(form.argv.count, 4);
	ASSERT_TEXT(form.argv.items[1], "--junitxml=/my $(x) 'd' [1]/report.xml");
	command_report_files(&command, MODE_PAR, 4, dir, &files);
	CU_ASSERT_EQUAL_FATAL(files.count, 1);
	ASSERT_TEXT(files.items[0], "/my $(x) 'd' \\[1]/report.xml");
	strvec_release(&files);
	form_release(&form);
	command_release(&command);
	runners_release(&table);
}

SUITE(command_report, {"schedulers", test_schedulers},
	{"a report's configuration", test_config}, {"reports", test_reports},
	{"a report's folder", test_report_folder});
