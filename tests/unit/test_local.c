/*
 * The local measurer on real processes: `sh` does what a test suite may do. No test asserts
 * a wall time from above; those that assert one from below know how long the command sleeps.
 */
#include "config.h"

#include "unit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/hook.h"
#include "proc/local.h"
#include "proc/procfile.h"

/* A folder of its own for each test, and the measurer's argument. */
struct bench {
	char folder[40];
	struct local_arg arg;
	struct measurer *measurer;
	struct error error;
	struct outcome outcome;
	int number;
};

static void
bench_open(struct bench *bench)
{
	strcpy(bench->folder, "/tmp/ptbench-unit.XXXXXX");
	CU_ASSERT_FATAL(mkdtemp(bench->folder) != NULL);
	bench->arg.log_directory = bench->folder;
	bench->arg.log_prefix = "logs/";
	if (bench->arg.setting.timeout_s <= 0.0)
		bench->arg.setting.timeout_s = HUGE_VAL;
	if (bench->arg.setting.kill_after_s <= 0.0)
		bench->arg.setting.kill_after_s = 2.0;
	if (bench->arg.setting.log_limit == 0)
		bench->arg.setting.log_limit = 1 << 20;
	bench->measurer = local_new(&bench->arg, &bench->error);
	CU_ASSERT_FATAL(bench->measurer != NULL);
}

static void
bench_close(struct bench *bench)
{
	char *line = xasprintf("rm -rf %s", bench->folder);

	measurer_release(bench->measurer);
	CU_ASSERT(system(line) == 0);
	free(line);
}

/* One trial of these words at 4 workers; the result of start or wait. */
static int
run_words(struct bench *bench, const char *const *words)
{
	struct command command = COMMAND_INIT;
	struct trial trial = {
		.suite = "",
		.command = &command,
		.number = ++bench->number,
		.round = 1,
		.position = 1,
		.mode = MODE_PAR,
		.workers = 4,
	};

	for (; *words != NULL; words++)
		strvec_push(&command.parallel.argv, *words);
	int result = measurer_start(bench->measurer, &trial, &bench->error);
	if (result == 0)
		result = measurer_wait(bench->measurer, &bench->outcome, &bench->error);
	strvec_release(&command.parallel.argv);
	return result;
}

static int
run_line(struct bench *bench, const char *line)
{
	const char *const words[] = {"sh", "-c", line, NULL};

	return run_words(bench, words);
}

static char *
log_text(const struct bench *bench)
{
	char *path = xasprintf("/%03d.log", bench->number);
	char *text = procfile_read(bench->folder, path);

	free(path);
	return text != NULL ? text : xstrdup("no such log");
}

#define ASSERT_LOG(bench, expected)                                                            \
	do {                                                                                   \
		char *log_ = log_text(bench);                                                  \
		ASSERT_TEXT(log_, expected);                                                   \
		free(log_);                                                                    \
	} while (0)

/* The number that the command printed first. */
static long
log_number(const struct bench *bench)
{
	char *text = log_text(bench);
	long number = strtol(text, NULL, 10);

	free(text);
	return number;
}

static bool
alive(long pid)
{
	return pid > 0 && (kill((pid_t)pid, 0) == 0 || errno != ESRCH);
}

static void
test_exit_code(void)
{
	struct bench bench = {0};

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "exit 0") == 0);
	CU_ASSERT(observation_succeeded(&bench.outcome.observation));
	CU_ASSERT(bench.outcome.observation.exit_code == 0);
	ASSERT_TEXT(bench.outcome.reason, "");
	CU_ASSERT(run_line(&bench, "exit 3") == 0);
	CU_ASSERT(bench.outcome.kind == OUTCOME_OBSERVED);
	CU_ASSERT(bench.outcome.observation.exit_code == 3);
	ASSERT_TEXT(bench.outcome.reason, "it ended with exit code 3");
	CU_ASSERT(run_line(&bench, "kill -SEGV $$") == 0);
	CU_ASSERT(bench.outcome.observation.signal == SIGSEGV);
	CU_ASSERT(bench.outcome.observation.exit_code == UNKNOWN_COUNT);
	ASSERT_TEXT(bench.outcome.reason, "it was ended by SIGSEGV");
	bench_close(&bench);
}

/* A program that exits with 127 was there; one that is not there is an error. */
static void
test_exec_failure(void)
{
	struct bench bench = {0};
	const char *const missing[] = {"/no/such/program", NULL};
	const char *const folder[] = {"/usr", NULL};

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "exit 127") == 0);
	CU_ASSERT(bench.outcome.observation.exit_code == 127);
	CU_ASSERT(run_words(&bench, missing) == -1);
	CU_ASSERT(bench.error.status == STATUS_NOT_FOUND);
	CU_ASSERT(strstr(bench.error.text, "/no/such/program") != NULL);
	CU_ASSERT(run_words(&bench, folder) == -1);
	CU_ASSERT(bench.error.status == STATUS_NOT_EXECUTABLE);
	/* The measurer can go on. */
	CU_ASSERT(run_line(&bench, "exit 0") == 0);
	bench_close(&bench);
}

/* The signals that ptbench handles; whoever runs the tests may ignore others, SIGHUP as well. */
static unsigned long long
ours(void)
{
	static const int numbers[] = {SIGINT, SIGQUIT, SIGTERM, SIGPIPE, SIGXFSZ, SIGCHLD};
	unsigned long long mask = 0;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		mask |= 1ULL << (numbers[i] - 1);
	return mask;
}

static void
test_surroundings(void)
{
	struct bench bench = {0};

	bench_open(&bench);
	CU_ASSERT(run_line(&bench,
			  "echo $PTBENCH_WORKERS $PTBENCH_MODE $PTBENCH_RUN; cat; "
			  "echo to stderr >&2") == 0);
	ASSERT_LOG(&bench, "4 par 1\nto stderr\n");
	ASSERT_TEXT(bench.outcome.observation.log, "logs/001.log");
	/* Its own process group, and the signals as a program expects them. */
	CU_ASSERT(run_line(&bench, "ps -o pgid= -p $$ | tr -d ' '; echo $$") == 0);
	char *text = log_text(&bench);
	char *second = strchr(text, '\n');
	CU_ASSERT_FATAL(second != NULL);
	CU_ASSERT(strtol(text, NULL, 10) == strtol(second, NULL, 10));
	free(text);
	CU_ASSERT(
		run_line(&bench,
			"sed -n 's/^Sig\\(Blk\\|Ign\\):[^0-9a-f]*//p' /proc/self/status") == 0);
	text = log_text(&bench);
	char *ignored = text;
	CU_ASSERT((strtoull(text, &ignored, 16) & ours()) == 0);
	CU_ASSERT((strtoull(ignored, &ignored, 16) & ours()) == 0);
	CU_ASSERT_STRING_EQUAL(ignored, "\n");
	free(text);
	bench_close(&bench);
}

/* One of the CPUs that we may use; it need not be the first of the machine. */
static size_t
own_cpu(void)
{
	cpu_set_t set;
	size_t cpu = 0;

	CU_ASSERT_FATAL(sched_getaffinity(0, sizeof set, &set) == 0);
	while (!CPU_ISSET(cpu, &set))
		cpu++;
	return cpu;
}

static void
test_input_and_cpus(void)
{
	char cpu[24];
	struct bench bench = {
		.arg = {.setting = {.input = SOURCE_DIR "/COPYING", .cpus = cpu}}};

	snprintf(cpu, sizeof cpu, "%zu", own_cpu());
	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "cmp - " SOURCE_DIR "/COPYING && nproc") == 0);
	ASSERT_LOG(&bench, "1\n");
	bench_close(&bench);
}

static void
test_refusals(void)
{
	static const struct {
		struct local_arg arg;
		const char *words;
	} rows[] = {
		{{.setting = {.cpus = ""}}, "an empty list"},
		{{.setting = {.cpus = "a"}}, "not a list of CPUs"},
		{{.setting = {.cpus = "0,"}}, "not a list of CPUs"},
		{{.setting = {.cpus = "3-1"}}, "not a list of CPUs"},
		{{.setting = {.cpus = "99999999999"}}, "not a list of CPUs"},
		{{.setting = {.input = "/no/such/file"}}, "/no/such/file"},
		{{.log_directory = "/no/such/folder"}, "/no/such/folder"},
	};
	struct error error;

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		CU_ASSERT(local_new(&rows[i].arg, &error) == NULL);
		CU_ASSERT(strstr(error.text, rows[i].words) != NULL);
	}
}

/* Head and tail are kept, and what is missing is said; nobody is ever blocked. */
static void
test_log_limit(void)
{
	struct bench bench = {.arg = {.setting = {.log_limit = 1000}}};

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "seq 1 100000; echo end") == 0);
	CU_ASSERT(bench.outcome.observation.exit_code == 0);
	char *text = log_text(&bench);
	CU_ASSERT(strlen(text) == 1000 + strlen("\n[ptbench left out 587900 bytes here]\n"));
	CU_ASSERT(strncmp(text, "1\n2\n3\n", 6) == 0);
	CU_ASSERT(strstr(text, "\n[ptbench left out 587899 bytes here]\n") != NULL);
	CU_ASSERT(strstr(text, "\n99999\n100000\nend\n") != NULL);
	free(text);
	CU_ASSERT(run_line(&bench, "seq 1 200") == 0);
	text = log_text(&bench);
	CU_ASSERT(strlen(text) == 692);
	free(text);
	bench_close(&bench);
}

/* Logs of silent runs are one empty file, and nobody ever writes into that. */
static void
test_silent_logs(void)
{
	struct bench bench = {0};

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "exit 0") == 0);
	CU_ASSERT(run_line(&bench, "exit 0") == 0);
	ASSERT_LOG(&bench, "");
	bench.number = 1;
	CU_ASSERT(run_line(&bench, "echo again") == 0);
	ASSERT_LOG(&bench, "again\n");
	bench.number = 1;
	ASSERT_LOG(&bench, "");
	bench_close(&bench);
}

/*
 * The line prints a number when it is ready for its deadline of at least a second; on a machine
 * that is too busy for that it gets a later one. Returns the deadline; the bench stays open.
 */
static double
run_into_deadline(struct bench *bench, const char *line)
{
	double timeout_s = 1.0;

	for (;;) {
		*bench = (struct bench){
			.arg = {.setting = {.timeout_s = timeout_s, .kill_after_s = 0.1}}};
		bench_open(bench);
		CU_ASSERT(run_line(bench, line) == 0);
		CU_ASSERT(bench->outcome.observation.timed_out);
		if (log_number(bench) > 0 || timeout_s > 60.0)
			return timeout_s;
		bench_close(bench);
		timeout_s *= 4.0;
	}
}

static void
test_timeout(void)
{
	struct bench bench;
	const struct observation *row = &bench.outcome.observation;
	double timeout_s = run_into_deadline(&bench, "echo $$; sleep 100");

	CU_ASSERT(row->signal == SIGTERM && row->wall_s >= timeout_s);
	if (timeout_s <= 1.0)
		ASSERT_TEXT(bench.outcome.reason, "it did not end within 1.00 s");
	bench_close(&bench);
	/* SIGTERM is ignored by all, inherited over the exec, and SIGKILL is not. */
	timeout_s = run_into_deadline(&bench, "trap '' TERM; sleep 100 & echo $!; sleep 100");
	CU_ASSERT(row->signal == SIGKILL && row->wall_s >= timeout_s + 0.1);
	CU_ASSERT(!alive(log_number(&bench)));
	bench_close(&bench);
	/* A stopped one takes its SIGTERM, too. */
	run_into_deadline(&bench, "echo $$; kill -STOP $$");
	CU_ASSERT(row->signal == SIGTERM);
	bench_close(&bench);
}

static void
test_in_time(void)
{
	struct bench bench = {.arg = {.setting = {.timeout_s = 100.0, .kill_after_s = 0.1}}};

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "exit 0") == 0);
	CU_ASSERT(!bench.outcome.observation.timed_out);
	CU_ASSERT(bench.outcome.observation.exit_code == 0);
	bench_close(&bench);
}

/* A launcher that exits at once: the time is that of its workers, and so is the CPU. */
static void
test_orphans(void)
{
	struct bench bench = {0};
	const struct observation *row = &bench.outcome.observation;

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "(sleep 0.3; echo late) & exit 0") == 0);
	CU_ASSERT(row->wall_s >= 0.3);
	ASSERT_LOG(&bench, "late\n");
	CU_ASSERT(run_line(&bench,
			  "setsid sh -c '(setsid sleep 0.3; echo later) &' & exit 5") == 0);
	CU_ASSERT(row->wall_s >= 0.3 && row->exit_code == 5);
	ASSERT_LOG(&bench, "later\n");
	bench_close(&bench);
}

/* Groups of a measurer are gone with it. */
static void
test_groups_are_removed(void)
{
	struct bench bench = {0};
	char *line = xasprintf(
		"find /sys/fs/cgroup -type d -name 'ptbench-%ld' -o -name 'ptbench-%ld-*'",
		(long)getpid(), (long)getpid());

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "cat /proc/self/cgroup") == 0);
	bench_close(&bench);

	FILE *found = popen(line, "r");
	CU_ASSERT_FATAL(found != NULL);
	CU_ASSERT(fgetc(found) == EOF);
	pclose(found);
	free(line);
}

static void
test_hooks(void)
{
	struct trial trial = {.suite = "", .number = 7, .mode = MODE_SEQ, .workers = 1};
	struct hook hook = {.name = "--prepare"};
	struct error error;

	CU_ASSERT(hook_run(&hook, &trial, &error) == 0);
	hook.command = "test {n} = 1 && test $PTBENCH_RUN$PTBENCH_MODE = 7seq";
	CU_ASSERT(hook_run(&hook, &trial, &error) == 0);
	hook.command = "echo oh; echo no >&2; exit 3";
	CU_ASSERT(hook_run(&hook, &trial, &error) == -1);
	ASSERT_TEXT(error.text,
		"--prepare failed with exit code 3: echo oh; echo no >&2; exit 3: oh no");
	hook.command = "kill -KILL $$";
	CU_ASSERT(hook_run(&hook, NULL, &error) == -1);
	CU_ASSERT(strstr(error.text, "--prepare was ended by SIGKILL") != NULL);
}

/* What a hook starts and leaves running is a service: no part of any trial. */
static void
test_hook_leaves_service(void)
{
	char *path = xasprintf("/tmp/ptbench-unit-%ld.pid", (long)getpid());
	char *prepare = xasprintf("sleep 60 & echo $! >%s", path);
	struct bench bench = {.arg = {.setting = {.prepare = prepare}}};
	double pid = 0;

	bench_open(&bench);
	CU_ASSERT(run_line(&bench, "exit 0") == 0);
	CU_ASSERT_FATAL(procfile_number("", path, &pid));
	CU_ASSERT(alive((long)pid));
	CU_ASSERT(kill((pid_t)pid, SIGKILL) == 0);
	unlink(path);
	free(prepare);
	free(path);
	bench_close(&bench);
}

SUITE(local, {"exit codes and signals", test_exit_code},
	{"a failed exec is no exit code", test_exec_failure},
	{"environment, files, group", test_surroundings},
	{"--input and --cpus", test_input_and_cpus}, {"bad arguments", test_refusals},
	{"the log keeps head and tail", test_log_limit},
	{"logs of silent runs", test_silent_logs}, {"deadlines", test_timeout},
	{"in time", test_in_time}, {"orphans are waited for", test_orphans},
	{"groups are removed", test_groups_are_removed}, {"hooks", test_hooks},
	{"a hook may leave a service", test_hook_leaves_service});
