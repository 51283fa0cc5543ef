/*
 * Logs that hold a time per job: GNU parallel's joblog (seconds), ninja's log (milliseconds),
 * prove's state file and parallel_tests' runtime log (seconds).
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <stdio.h>
#include <string.h>

#include "base/units.h"

static void
add_job(struct report *report, const char *name, double seconds, bool failed)
{
	report_add(report,
		(struct test_case){
			.file = "",
			.class_name = "",
			.name = name,
			.result = failed ? TEST_FAILED : TEST_PASSED,
		},
		seconds);
}

static double
seconds_of(const char *text)
{
	double seconds;

	return parse_number(text + strspn(text, " "), &seconds) ? seconds : -1;
}

bool
recognise_joblog(const char *text)
{
	return strncmp(text, "Seq\tHost\tStarttime\tJobRuntime\t", 30) == 0;
}

/* Splits the line at its first `most` - 1 tabs, in place; how many cells there are. */
static size_t
split_cells(char *line, char **cells, size_t most)
{
	size_t count = 0;

	while (count < most) {
		char *tab = count + 1 < most ? strchr(line, '\t') : NULL;

		cells[count++] = line;
		if (tab == NULL)
			break;
		*tab = '\0';
		line = tab + 1;
	}
	return count;
}

enum joblog_cell {
	JOBLOG_RUNTIME = 3,
	JOBLOG_EXITVAL = 6,
	JOBLOG_SIGNAL = 7,
	JOBLOG_COMMAND = 8, /* may have tabs in it */
	JOBLOG_CELLS = 9,
};

int
read_joblog(struct report *report, struct error *error)
{
	struct strbuf line = STRBUF_INIT;
	char *cells[JOBLOG_CELLS];
	size_t tests = 0;

	report_line(report, &line);
	while (report_line(report, &line)) {
		if (line.length == 0 ||
			split_cells(line.text, cells, JOBLOG_CELLS) < JOBLOG_CELLS)
			continue;
		add_job(report, cells[JOBLOG_COMMAND], seconds_of(cells[JOBLOG_RUNTIME]),
			strcmp(cells[JOBLOG_EXITVAL], "0") != 0 ||
				strcmp(cells[JOBLOG_SIGNAL], "0") != 0);
		tests++;
	}
	strbuf_release(&line);
	return report_end(report, tests, error);
}

bool
recognise_ninja(const char *text)
{
	return strncmp(text, "# ninja log v", 13) == 0;
}

enum ninja_cell {
	NINJA_START,
	NINJA_END,
	NINJA_MTIME,
	NINJA_OUTPUT,
	NINJA_HASH,
	NINJA_CELLS,
};

/* A line of the log. */
struct ninja_step {
	double start;
	double end; /* milliseconds since the build began */
	char hash[40]; /* of the command */
};

static bool
read_step(char *const *cells, struct ninja_step *step)
{
	step->start = seconds_of(cells[NINJA_START]);
	step->end = seconds_of(cells[NINJA_END]);
	snprintf(step->hash, sizeof step->hash, "%s", cells[NINJA_HASH]);
	return step->start >= 0 && step->end >= step->start;
}

/* Two steps may have one command: only the same command at the same time is one step. */
static bool
is_same_step(const struct ninja_step *one, const struct ninja_step *other)
{
	return strcmp(one->hash, other->hash) == 0 && !(one->start < other->start) &&
		!(one->start > other->start) && !(one->end < other->end) &&
		!(one->end > other->end);
}

/*
 * Lines are appended as steps end. An end before the last one's begins another build: only the
 * last build counts. A step with several outputs has a line for each.
 */
int
read_ninja(struct report *report, struct error *error)
{
	struct strbuf line = STRBUF_INIT;
	struct ninja_step last = {.end = -1};
	struct ninja_step step;
	char *cells[NINJA_CELLS];
	size_t tests = 0;

	while (report_line(report, &line)) {
		if (line.length == 0 || line.text[0] == '#' ||
			split_cells(line.text, cells, NINJA_CELLS) < NINJA_CELLS ||
			!read_step(cells, &step))
			continue;
		if (step.end < last.end) {
			test_table_drop_report(report->table);
			tests = 0;
		}
		if (tests == 0 || !is_same_step(&step, &last)) {
			add_job(report, cells[NINJA_OUTPUT], (step.end - step.start) / 1000,
				false);
			tests++;
		}
		last = step;
	}
	strbuf_release(&line);
	return report_end(report, tests, error);
}

bool
recognise_prove(const char *text)
{
	return strncmp(text, "---\n", 4) == 0 && strstr(text, "\ngeneration:") != NULL;
}

/* The value of "    KEY: value" at that indentation, else NULL. */
static const char *
yaml_value(const char *line, const char *key)
{
	size_t length = strlen(key);

	if (strncmp(line, key, length) != 0 || line[length] != ':')
		return NULL;
	return line + length + 1 + strspn(line + length + 1, " ");
}

/* A script's name stands alone, two blanks in, with a colon behind it. */
static bool
set_script(const char *line, struct strbuf *name)
{
	size_t length = strlen(line);

	if (strncmp(line, "  ", 2) != 0 || line[2] == ' ' || length < 4 ||
		line[length - 1] != ':')
		return false;
	line += 2;
	length -= 3;
	if (length >= 2 && (line[0] == '\'' || line[0] == '"') && line[length - 1] == line[0]) {
		line++;
		length -= 2;
	}
	strbuf_truncate(name, 0);
	strbuf_add(name, line, length);
	return true;
}

int
read_prove(struct report *report, struct error *error)
{
	struct strbuf line = STRBUF_INIT, name = STRBUF_INIT;
	double seconds = -1;
	size_t tests = 0;

	while (report_line(report, &line)) {
		const char *text = strbuf_text(&line);
		const char *elapsed = yaml_value(text, "    elapsed");
		const char *result = yaml_value(text, "    last_result");

		if (set_script(text, &name))
			seconds = -1;
		else if (elapsed != NULL)
			seconds = seconds_of(elapsed);
		/* YAML::Tiny-like writers sort the keys: the time comes before the result. */
		if (result != NULL && name.length > 0) {
			add_job(report, strbuf_text(&name), seconds, strcmp(result, "0") != 0);
			tests++;
		}
	}
	strbuf_release(&line);
	strbuf_release(&name);
	return report_end(report, tests, error);
}

/* "spec/models/user_spec.rb:0.123": where the time begins; NULL in any other line. */
static char *
find_runtime(char *line)
{
	char *colon = strrchr(line, ':');

	if (colon == NULL || colon == line || !(seconds_of(colon + 1) >= 0))
		return NULL;
	return colon + 1;
}

bool
recognise_runtimes(const char *text)
{
	size_t length = strcspn(text, "\r\n");
	char line[1024];

	if (length >= sizeof line || text[length] == '\0')
		return false;
	memcpy(line, text, length);
	line[length] = '\0';
	return find_runtime(line) != NULL &&
		(strstr(line, ".rb:") != NULL || strstr(line, ".feature:") != NULL);
}

/* A line per file, from every process as it ends; what failed is not in it. */
int
read_runtimes(struct report *report, struct error *error)
{
	struct strbuf line = STRBUF_INIT;
	size_t tests = 0;

	while (report_line(report, &line)) {
		char *runtime = line.length > 0 ? find_runtime(line.text) : NULL;

		if (runtime == NULL)
			continue;
		runtime[-1] = '\0';
		add_job(report, line.text, seconds_of(runtime), false);
		tests++;
	}
	strbuf_release(&line);
	return report_end(report, tests, error);
}
