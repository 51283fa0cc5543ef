#include "config.h"

#include "unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "base/strvec.h"
#include "io/file.h"
#include "io/runs_csv.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

/* A folder of the test's own with the path of a file in it. */
struct place {
	char directory[32];
	char path[48];
};

static void
place_make(struct place *place)
{
	strcpy(place->directory, "/tmp/ptbench-unit.XXXXXX");
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(place->directory));
	snprintf(place->path, sizeof place->path, "%s/runs.csv", place->directory);
}

static void
place_remove(const struct place *place)
{
	unlink(place->path);
	CU_ASSERT_EQUAL(rmdir(place->directory), 0);
}

static void
put(const struct place *place, const char *text)
{
	struct error error = {0};

	CU_ASSERT_EQUAL(file_write(place->path, text, strlen(text), &error), 0);
}

static void
check_file(const struct place *place, const char *expected)
{
	struct strbuf text = STRBUF_INIT;
	struct error error = {0};

	CU_ASSERT_EQUAL(file_read(place->path, 1 << 20, &text, &error), 0);
	ASSERT_TEXT(strbuf_text(&text), expected);
	strbuf_release(&text);
}

#define HEADER                                                                                 \
	"suite,round,position,mode,workers,warmup,wall_s,user_s,sys_s,peak_bytes,peak_method," \
	"processes,exit_code,signal,timed_out,tests,failed_tests,throttled_s,cpu_pressure_s,"  \
	"io_pressure_s,memory_pressure_s,steal_s,loadavg,start_utc,host,log\n"

static struct observation
full_row(void)
{
	struct observation row = observation_empty();

	row.suite = "=unit \"x\"";
	row.round = 3;
	row.position = 2;
	row.mode = MODE_PAR;
	row.workers = 4;
	row.wall_s = 1.0 / 3.0;
	row.user_s = 0.1;
	row.sys_s = 0.0;
	row.peak_bytes = 469762048.0;
	row.peak_method = PEAK_PSS;
	row.processes = 6;
	row.exit_code = 0;
	row.tests = 15;
	row.failed_tests = 0;
	row.throttled_s = 0.1f;
	row.loadavg = 0.52f;
	row.start_utc = "2026-01-31T12:00:00Z";
	row.host = "box";
	row.log = "logs/001.log";
	return row;
}

static void
test_row(void)
{
	struct strbuf text = STRBUF_INIT;
	struct observation row = full_row();
	struct observation warmup = observation_empty();

	runs_csv_header(&text);
	runs_csv_row(&text, &row);
	warmup.warmup = true;
	warmup.mode = MODE_SEQ;
	warmup.workers = 1;
	warmup.position = 1;
	warmup.wall_s = 2.5;
	warmup.signal = SIGTERM;
	warmup.timed_out = true;
	runs_csv_row(&text, &warmup);
	ASSERT_TEXT(strbuf_text(&text),
		HEADER "\"'=unit "
		       "\"\"x\"\"\",3,2,par,4,0,0.3333333333333333,0.1,0,469762048,pss,6,0,,0,"
		       "15,0,0.1,,,,,0.52,2026-01-31T12:00:00Z,box,logs/001.log\n"
		       ",0,1,seq,1,1,2.5,,,,,,,SIGTERM,1,,,,,,,,,,,\n");
	strbuf_release(&text);
}

/* What the writer wrote the reader reads, to the last bit. */
static void
test_round_trip(void)
{
	struct place place;
	struct runs_writer writer;
	struct observations all = OBSERVATIONS_INIT;
	struct error error = {0};
	struct observation row = full_row();

	place_make(&place);
	CU_ASSERT_EQUAL(runs_writer_open(&writer, place.path, false, &error), 0);
	CU_ASSERT_EQUAL(runs_writer_append(&writer, &row, &error), 0);
	row.signal = SIGKILL;
	row.exit_code = UNKNOWN_COUNT;
	row.wall_s = UNKNOWN;
	CU_ASSERT_EQUAL(runs_writer_append(&writer, &row, &error), 0);
	CU_ASSERT_EQUAL(runs_writer_close(&writer, &error), 0);

	struct runs_csv_arg arg = {.path = place.path};
	CU_ASSERT_EQUAL_FATAL(runs_csv_read(&arg, &all, &error), 0);
	CU_ASSERT_EQUAL_FATAL(all.count, 2);

	const struct observation *read = &all.rows[0];
	ASSERT_TEXT(read->suite, "=unit \"x\"");
	CU_ASSERT_EQUAL(read->round, 3);
	CU_ASSERT_EQUAL(read->position, 2);
	CU_ASSERT_EQUAL(read->mode, MODE_PAR);
	CU_ASSERT_EQUAL(read->workers, 4);
	ASSERT_NEAR(read->wall_s, 1.0 / 3.0, 0.0);
	ASSERT_NEAR(read->user_s, 0.1, 0.0);
	ASSERT_NEAR(read->peak_bytes, 469762048.0, 0.0);
	CU_ASSERT_EQUAL(read->peak_method, PEAK_PSS);
	CU_ASSERT_EQUAL(read->processes, 6);
	CU_ASSERT_EQUAL(read->exit_code, 0);
	CU_ASSERT_EQUAL(read->tests, 15);
	CU_ASSERT_TRUE(read->throttled_s >= 0.1f && read->throttled_s <= 0.1f);
	CU_ASSERT_TRUE(isnan(read->steal_s));
	ASSERT_TEXT(read->start_utc, "2026-01-31T12:00:00Z");
	ASSERT_TEXT(read->host, "box");
	ASSERT_TEXT(read->log, "logs/001.log");
	CU_ASSERT_TRUE(observation_usable(read));
	CU_ASSERT_EQUAL(all.rows[1].signal, SIGKILL);
	CU_ASSERT_EQUAL(all.rows[1].exit_code, UNKNOWN_COUNT);
	CU_ASSERT_FALSE(observation_usable(&all.rows[1]));
	observations_release(&all);
	place_remove(&place);
}

static void
test_writer_refuses(void)
{
	struct place place;
	struct runs_writer writer;
	struct error error = {0};

	place_make(&place);
	put(&place, "precious\n");
	CU_ASSERT_EQUAL(runs_writer_open(&writer, place.path, false, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	check_file(&place, "precious\n");
	place_remove(&place);

	CU_ASSERT_EQUAL(runs_writer_open(&writer, "/nonexistent/runs.csv", false, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	ASSERT_TEXT(error.text,
		"/nonexistent/runs.csv: cannot be written (No such file or "
		"directory): choose another folder with --output");
	CU_ASSERT_EQUAL(runs_writer_open(&writer, "/dev/full", true, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
}

/* After a kill or a full disk: what is cut off is the torn line and nothing else. */
static void
test_resume(void)
{
	static const struct {
		const char *found;
		const char *kept;
	} rows[] = {
		{"", HEADER},
		{"suite,rou", HEADER},
		{HEADER, HEADER},
		{HEADER "a,1,1\n", HEADER "a,1,1\n"},
		{HEADER "a,1,1\nb,1", HEADER "a,1,1\n"},
		{HEADER "\"a\nb\",1,1\n\"c\nd", HEADER "\"a\nb\",1,1\n"},
		{HEADER "\"a\"\"\nb\",1,1\n\"c\nd\",", HEADER "\"a\"\"\nb\",1,1\n"},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct place place;
		struct runs_writer writer;
		struct error error = {0};

		place_make(&place);
		put(&place, rows[i].found);
		CU_ASSERT_EQUAL(runs_writer_open(&writer, place.path, true, &error), 0);
		CU_ASSERT_EQUAL(runs_writer_close(&writer, &error), 0);
		check_file(&place, rows[i].kept);
		place_remove(&place);
	}
}

/* Reads `text` as a file with that --map; the caller releases `all`. */
static int
read_text(const char *text, const char *map, struct observations *all, struct error *error)
{
	struct place place;
	struct strvec maps = STRVEC_INIT;

	place_make(&place);
	put(&place, text);
	if (map != NULL)
		strvec_push(&maps, map);

	struct runs_csv_arg arg = {.path = place.path, .map = &maps};
	int result = runs_csv_read(&arg, all, error);
	strvec_release(&maps);

	/* The sentence without the name of the folder. */
	size_t directory = strlen(place.directory) + 1;
	if (result != 0 && strncmp(error->text, place.path, directory) == 0)
		memmove(error->text, error->text + directory,
			strlen(error->text + directory) + 1);
	place_remove(&place);
	return result;
}

static void
test_foreign(void)
{
	static const struct {
		const char *text;
		const char *map;
		double wall_s;
		int workers;
		enum mode mode;
	} rows[] = {
		{"workers,wall_s\n1,10\n", NULL, 10, 1, MODE_SEQ},
		{"workers,wall_s\n2,5.5\n", NULL, 5.5, 2, MODE_PAR},
		{"wall_s,other,workers\r\n5.5,x,2", NULL, 5.5, 2, MODE_PAR},
		{"workers,throughput\n4,0.5\n", NULL, 2, 4, MODE_PAR},
		{"workers,wall_s,throughput\n4,3,0.5\n", NULL, 3, 4, MODE_PAR},
		{"workers,wall_s,throughput\n4,,0.5\n", NULL, 2, 4, MODE_PAR},
		{"threads,mean,wall_s\n4,3,9\n", "workers=threads,wall_s=mean", 3, 4, MODE_PAR},
		{"load,x\n4,0.25\n", "workers=load,throughput=x", 4, 4, MODE_PAR},
		{"mode,workers,wall_s\npar,1,7\n", NULL, 7, 1, MODE_PAR},
		{"mode,workers,wall_s\n,1,7\n", NULL, 7, 1, MODE_SEQ},
		{"workers,wall_s\n4.0,1e1\n", NULL, 10, 4, MODE_PAR},
		{"workers,wall_s\n\"4\",\"10\"\n", NULL, 10, 4, MODE_PAR},
		{"workers,wall_s\n65536,1e-18\n", NULL, 1e-18, 65536, MODE_PAR},
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct error error = {0};

		CU_ASSERT_EQUAL(read_text(rows[i].text, rows[i].map, &all, &error), 0);
		CU_ASSERT_EQUAL(all.count, 1);
		if (all.count == 1) {
			ASSERT_NEAR(all.rows[0].wall_s, rows[i].wall_s, 1e-15);
			CU_ASSERT_EQUAL(all.rows[0].workers, rows[i].workers);
			CU_ASSERT_EQUAL(all.rows[0].mode, rows[i].mode);
			CU_ASSERT_TRUE(observation_usable(&all.rows[0]));
		}
		observations_release(&all);
	}
}

static const struct {
	const char *text;
	const char *map;
	const char *sentence;
} refused[] = {
	{"workers,wall_s\n1,0\n", NULL,
		"runs.csv:2: wall_s is '0': give a positive number"},
	{"workers,wall_s\n1,10\n2,-5\n", NULL,
		"runs.csv:3: wall_s is '-5': give a positive number"},
	{"workers,wall_s\n1,nan\n", NULL,
		"runs.csv:2: wall_s is 'nan': give a positive number"},
	{"workers,wall_s\n1,inf\n", NULL,
		"runs.csv:2: wall_s is 'inf': give a positive number"},
	{"workers,wall_s\n1,1e999\n", NULL,
		"runs.csv:2: wall_s is '1e999': give a positive number"},
	{"workers,wall_s\n1,fast\n", NULL,
		"runs.csv:2: wall_s is 'fast': give a positive number"},
	{"workers,wall_s\n1,5s\n", NULL,
		"runs.csv:2: wall_s is '5s': give a positive number"},
	{"workers,wall_s\n1,0x10\n", NULL,
		"runs.csv:2: wall_s is '0x10': give a positive number"},
	{"workers,wall_s\n1,\"0,5\"\n", NULL,
		"runs.csv:2: wall_s is '0,5', with a decimal comma: write it with a point"},
	{"workers,wall_s\n1,0,5\n", NULL,
		"runs.csv:2: the row has 3 cells where the header has 2: make them as "
		"many, with decimal points, and quotes around a text with a comma"},
	{"workers;wall_s\n1;0,5\n", NULL,
		"runs.csv:1: the header has no comma, but ';': separate the columns with "
		"commas"},
	{"workers,wall_s\n1,\n", NULL,
		"runs.csv:2: there is no time: give wall_s a positive number"},
	{"workers,wall_s\n,1\n", NULL,
		"runs.csv:2: workers is empty: give a whole number"},
	{"workers,wall_s\n0,1\n", NULL,
		"runs.csv:2: workers is '0': give a whole number from 1 to 65536"},
	{"workers,wall_s\n-1,1\n", NULL,
		"runs.csv:2: workers is '-1': give a whole number from 1 to 65536"},
	{"workers,wall_s\n1.5,1\n", NULL,
		"runs.csv:2: workers is '1.5': give a whole number from 1 to 65536"},
	{"workers,wall_s\n1e9,1\n", NULL,
		"runs.csv:2: workers is '1e9': give a whole number from 1 to 65536"},
	{"workers,wall_s\nmany,1\n", NULL,
		"runs.csv:2: workers is 'many': give a whole number from 1 to 65536"},
	{"workers,throughput\n1,0\n", NULL,
		"runs.csv:2: throughput is '0': give a positive number"},
	{"workers,throughput\n1,1e-310\n", NULL,
		"runs.csv:2: throughput is '1e-310': give a number from 1e-18 to 1e18"},
	{"workers,wall_s\n1,1e-320\n", NULL,
		"runs.csv:2: wall_s is '1e-320': give a number from 1e-18 to 1e18"},
	{"workers,wall_s\n1,9.99e-19\n", NULL,
		"runs.csv:2: wall_s is '9.99e-19': give a number from 1e-18 to 1e18"},
	{"workers,wall_s\n1,1e300\n", NULL,
		"runs.csv:2: wall_s is '1e300': give a number from 1e-18 to 1e18"},
	{"workers,wall_s,user_s\n1,1,-2\n", NULL,
		"runs.csv:2: user_s is '-2': give a number from 0 on, or nothing"},
	{"workers,wall_s,tests\n1,1,1.5\n", NULL,
		"runs.csv:2: tests is '1.5': give a whole number from 0 on, or nothing"},
	{"workers,wall_s,mode\n4,1,seq\n", NULL,
		"runs.csv:2: mode is seq, but workers is 4: the sequential form has 1"},
	{"workers,wall_s,mode\n4,1,parallel\n", NULL,
		"runs.csv:2: mode is 'parallel': give seq or par"},
	{"workers,wall_s,warmup\n4,1,maybe\n", NULL,
		"runs.csv:2: warmup is 'maybe': give 0 or 1"},
	{"workers,wall_s,signal\n4,1,SIGFOO\n", NULL,
		"runs.csv:2: signal is 'SIGFOO': give the name of a signal, such as SIGTERM"},
	{"1,10\n2,5\n", NULL,
		"runs.csv:1: the first line is no header, it has the number 1: put a line "
		"such as workers,wall_s first"},
	{"command,mean\nx,5\n", NULL,
		"runs.csv:1: there is no column workers: name the one to take, as in --map "
		"workers=threads,wall_s=mean (there are command, mean)"},
	{"workers,mean\n1,5\n", NULL,
		"runs.csv:1: there is no column wall_s or throughput: name the one to take, as "
		"in --map workers=threads,wall_s=mean (there are workers, mean)"},
	{"workers,mean\n1,5\n", "wall_s=median",
		"runs.csv:1: there is no column 'median', which --map names: take one "
		"that is there"},
	{"workers,wall_s\n1,5\n", "walls=mean",
		"--map 'walls=mean': give NAME=COLUMN where NAME is a column of runs.csv, such "
		"as workers=threads"},
	{"workers,wall_s\n1,5\n", "workers",
		"--map 'workers': give NAME=COLUMN where NAME is a column of runs.csv, "
		"such as workers=threads"},
	{"workers,wall_s\n1,\"\x1b[31m\n\"\n", NULL,
		"runs.csv:2: wall_s is '?[31m?': give a positive number"},
};

static void
test_refused(void)
{
	for (size_t i = 0; i < COUNT(refused); i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct error error = {0};

		CU_ASSERT_EQUAL(read_text(refused[i].text, refused[i].map, &all, &error), -1);
		CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
		ASSERT_TEXT(error.text, refused[i].sentence);
		observations_release(&all);
	}
}

/* Failed, timed-out and warm-up rows are kept and never fitted, time or not. */
static void
test_failed_rows(void)
{
	struct observations all = OBSERVATIONS_INIT;
	struct error error = {0};

	CU_ASSERT_EQUAL(read_text("workers,wall_s,exit_code,timed_out,warmup,signal\n"
				  "2,,1,0,0,\n2,9,,1,0,\n2,,0,0,true,\n2,3,,0,0,SIGSEGV\n"
				  "2,3,0,False,0,\n",
				NULL, &all, &error),
		0);
	CU_ASSERT_EQUAL_FATAL(all.count, 5);
	for (size_t i = 0; i < 4; i++)
		CU_ASSERT_FALSE(observation_usable(&all.rows[i]));
	CU_ASSERT_TRUE(observation_usable(&all.rows[4]));
	observations_release(&all);
}

SUITE(runs, {"a row as it stands in runs.csv", test_row},
	{"rows read back as they were written", test_round_trip},
	{"nothing is written over or lost in silence", test_writer_refuses},
	{"a resumed file loses its torn line only", test_resume},
	{"tables of other tools are understood", test_foreign},
	{"what is no run is refused with its line", test_refused},
	{"failed rows are kept", test_failed_rows});
