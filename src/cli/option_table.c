#include "config.h"

#include "cli/options.h"

#include "view/plots.h"

#define MEMBER(name) offsetof(struct options, name)
#define MEASURED     (COMMAND_RUN)
#define ON_NODES     (COMMAND_RUN | COMMAND_AGENT)
#define ANALYSED     (COMMAND_RUN | COMMAND_FIT)
#define EVERY                                                                                  \
	(COMMAND_RUN | COMMAND_FIT | COMMAND_PREDICT | COMMAND_SCHEDULE | COMMAND_COMPARE |    \
		COMMAND_SNIPPET | COMMAND_RUNNERS | COMMAND_HOST)

#define MOST_COUNT 1000000.0
#define MOST_TIME  1e9
#define MOST_SIZE  1e18

static const char *const colors[] = {"auto", "always", "never", NULL};
static const char *const engines[] = {"local", "slurm", NULL};

static const char what[] = "What is measured";
static const char often[] = "How often";
static const char around[] = "Around each run";
static const char numbers[] = "Numbers";
static const char output[] = "Output";
static const char cluster[] = "Clusters";

/* clang-format off */
const struct option_row option_table[] = {
	{"workers", 'w', "LIST", "counts: 2,4,8,1-3 and the words auto, cores, threads",
		what, MEASURED | COMMAND_PREDICT | COMMAND_SCHEDULE,
		OPTION_TEXT, MEMBER(workers), 0, 0, NULL, true},
	{"sequential", 0, "CMD", "the command without its parallel machinery",
		what, MEASURED, OPTION_TEXT, MEMBER(sequential), 0, 0, NULL, true},
	{"env", 'e', "NAME={n}", "pass the count in an environment variable",
		what, ON_NODES, OPTION_LIST, MEMBER(env), 0, 0, NULL, true},
	{"runner", 0, "NAME", "take CMD for this runner, or none",
		what, MEASURED, OPTION_TEXT, MEMBER(runner), 0, 0, NULL, true},
	{"runners", 0, "FILE", "rows that add to the table of runners",
		what, MEASURED | COMMAND_RUNNERS | COMMAND_SNIPPET,
		OPTION_TEXT, MEMBER(runners_file), 0, 0, NULL, true},
	{"shell", 0, NULL, "CMD is one line for sh -c",
		what, MEASURED, OPTION_FLAG, MEMBER(shell), 0, 0, NULL, true},
	{"suites", 0, "FILE", "measure every command of this CSV (name,command)",
		what, MEASURED, OPTION_TEXT, MEMBER(suites), 0, 0, NULL, true},
	{"simulate", 0, "SPEC", "run nothing: obey t1=110,s=0.1,noise=0.03,..",
		what, MEASURED, OPTION_TEXT, MEMBER(simulate), 0, 0, NULL, true},
	{"cpus", 0, "LIST", "confine CMD to these CPUs: 0-3,8",
		what, ON_NODES, OPTION_TEXT, MEMBER(cpus), 0, 0, NULL, true},
	{"input", 0, "FILE", "standard input of CMD (else /dev/null)",
		what, ON_NODES, OPTION_TEXT, MEMBER(input), 0, 0, NULL, true},
	{"junit", 0, "GLOB", "the JUnit reports that CMD writes; may be repeated",
		what, MEASURED, OPTION_LIST, MEMBER(junit), 0, 0, NULL, true},

	{"runs", 'r', "N", "this many rounds, each count once a round",
		often, MEASURED, OPTION_INTEGER, MEMBER(runs), 1, MOST_COUNT, NULL, true},
	{"min-runs", 0, "N", "runs of every listed count at least (2)",
		often, MEASURED, OPTION_INTEGER, MEMBER(min_runs), 0, MOST_COUNT, NULL, true},
	{"max-runs", 0, "N", "runs in all at most",
		often, MEASURED, OPTION_INTEGER, MEMBER(max_runs), 1, MOST_COUNT, NULL, true},
	{"budget", 0, "TIME", "stop measuring after 10m, 2h, ..",
		often, MEASURED, OPTION_TIME, MEMBER(budget_s), 0, MOST_TIME, NULL, true},
	{"warmup", 0, "N", "warm-up rounds (1)",
		often, MEASURED, OPTION_INTEGER, MEMBER(warmup), 0, MOST_COUNT, NULL, true},
	{"seed", 0, "N", "of all random choices",
		often, MEASURED | COMMAND_FIT, OPTION_INTEGER, MEMBER(seed), 0, 9e15, NULL, true},
	{"resume", 0, "DIR", "go on with a measurement that was cut short",
		often, MEASURED, OPTION_TEXT, MEMBER(resume), 0, 0, NULL, true},

	{"timeout", 't', "TIME", "end a run after this time",
		around, ON_NODES, OPTION_TIME, MEMBER(timeout_s), 1e-3, MOST_TIME, NULL, true},
	{"kill-after", 0, "TIME", "from TERM to KILL (2s)",
		around, ON_NODES, OPTION_TIME, MEMBER(kill_after_s), 0, MOST_TIME, NULL, true},
	{"setup", 0, "CMD", "once, before everything; through sh -c, as the next three",
		around, MEASURED, OPTION_TEXT, MEMBER(setup), 0, 0, NULL, true},
	{"prepare", 'p', "CMD", "before each run",
		around, ON_NODES, OPTION_TEXT, MEMBER(prepare), 0, 0, NULL, true},
	{"conclude", 0, "CMD", "after each run",
		around, ON_NODES, OPTION_TEXT, MEMBER(conclude), 0, 0, NULL, true},
	{"cleanup", 0, "CMD", "once, at the end, whatever happened",
		around, MEASURED, OPTION_TEXT, MEMBER(cleanup), 0, 0, NULL, true},
	{"ignore-failure", 'i', NULL, "a run with another exit code than 0 counts",
		around, ANALYSED, OPTION_FLAG, MEMBER(ignore_failure), 0, 0, NULL, true},
	{"log-limit", 0, "SIZE", "of each run's output, head and tail are kept (16M)",
		around, ON_NODES, OPTION_SIZE, MEMBER(log_limit), 4096, MOST_SIZE, NULL, true},

	{"tolerance", 0, "PCT", "slower by this much is as good (2)",
		numbers, ANALYSED, OPTION_PERCENT, MEMBER(tolerance), 0, 100, NULL, false},
	{"confidence", 0, "PCT", "stop when the choice is this sure (98)",
		numbers, ANALYSED, OPTION_PERCENT, MEMBER(confidence), 50, 99.99, NULL, false},
	{"law", 0, "NAME", "amdahl, fixed, usl, log, fixed-usl (else weighed)",
		numbers, ANALYSED, OPTION_LAW, MEMBER(law), 0, 0, NULL, false},
	{"loss", 0, "NAME", "relative, absolute, log, speedup, throughput, amdahl-fixed-t1",
		numbers, ANALYSED, OPTION_LOSS, MEMBER(loss), 0, 0, NULL, false},
	{"predict", 0, "LIST", "times of other counts, N or N@CPUS: 16,32@32",
		numbers, ANALYSED, OPTION_TEXT, MEMBER(predict), 0, 0, NULL, false},
	{"ci-cpus", 0, "N", "CPUs of the CI machine (as here)",
		numbers, ANALYSED, OPTION_INTEGER, MEMBER(ci_cpus), 1, 65536, NULL, false},
	{"memory-limit", 0, "SIZE", "memory of the machine that will run it: 7G",
		numbers, ANALYSED, OPTION_SIZE, MEMBER(memory_limit), 1, MOST_SIZE, NULL, false},
	{"host-cpus", 0, "N", "CPUs that the recorded runs had",
		numbers, COMMAND_FIT, OPTION_NUMBER, MEMBER(host_cpus), 0.01, 65536, NULL, false},
	{"map", 0, "OURS=THEIRS,..", "names of the columns: workers=threads,wall_s=mean",
		numbers, COMMAND_FIT, OPTION_LIST, MEMBER(map), 0, 0, NULL, false},
	{"prices", 0, "FILE", "CI machines and their prices, in place of ptbench's list",
		numbers, ANALYSED, OPTION_TEXT, MEMBER(prices), 0, 0, NULL, false},
	{"job-overhead", 0, "TIME", "billed with every run: checkout, installation",
		numbers, ANALYSED, OPTION_TIME, MEMBER(job_overhead_s), 0, MOST_TIME, NULL, false},
	{"core-speed", 0, "FACTOR", "speed of a core there, relative to one here (1)",
		numbers, ANALYSED, OPTION_NUMBER, MEMBER(core_speed), 0.001, 1000, NULL, false},
	{"t1", 0, "TIME", "time of the sequential run",
		numbers, COMMAND_PREDICT, OPTION_TIME, MEMBER(t1_s), 1e-9, MOST_TIME, NULL, false},
	{"serial", 0, "FRACTION", "serial fraction, 0 to 1",
		numbers, COMMAND_PREDICT, OPTION_NUMBER, MEMBER(serial), 0, 1, NULL, false},
	{"fixed", 0, "TIME", "cost of having workers at all",
		numbers, COMMAND_PREDICT, OPTION_TIME, MEMBER(fixed_s), 0, MOST_TIME, NULL, false},
	{"per-worker", 0, "TIME", "cost of each further worker",
		numbers, COMMAND_PREDICT,
		OPTION_TIME, MEMBER(per_worker_s), 0, MOST_TIME, NULL, false},

	{"scheduler", 0, "LIST",
		"any of list, lpt, static-lpt, load, loadfile, loadscope, loadgroup, worksteal (all)",
		numbers, COMMAND_SCHEDULE, OPTION_TEXT, MEMBER(scheduler), 0, 0, NULL, false},
	{"maxschedchunk", 0, "N", "pytest-xdist's option of this name, for load",
		numbers, COMMAND_SCHEDULE, OPTION_INTEGER, MEMBER(max_chunk), 1, 1e9, NULL, false},
	{"no-loadscope-reorder", 0, NULL,
		"pytest-xdist's option of this name, for loadscope, loadfile, loadgroup",
		numbers, COMMAND_SCHEDULE,
		OPTION_FLAG, MEMBER(no_scope_reorder), 0, 0, NULL, false},

	{"fail-if", 0, "EXPR", "a gate: 'time > 5%', 'serial > 2pp', 'advice-changes', ..",
		numbers, COMMAND_COMPARE, OPTION_LIST, MEMBER(fail_if), 0, 0, NULL, false},
	{"any-command", 0, NULL, "compare results of different commands, too",
		numbers, COMMAND_COMPARE, OPTION_FLAG, MEMBER(any_command), 0, 0, NULL, false},

	{"engine", 0, "NAME", "local, or slurm: each run is a job",
		cluster, MEASURED | COMMAND_HOST,
		OPTION_CHOICE, MEMBER(engine), 0, 0, engines, true},
	{"jobs", 0, "N", "jobs in flight, at most one a node (1)",
		cluster, MEASURED, OPTION_INTEGER, MEMBER(jobs), 1, 10000, NULL, true},
	{"engine-arg", 0, "ARG", "for Slurm: --engine-arg=--partition=long; may be repeated",
		cluster, MEASURED | COMMAND_HOST,
		OPTION_LIST, MEMBER(engine_args), 0, 0, NULL, true},
	{"span", 0, NULL, "ask for N tasks, not N CPUs: CMD spans nodes",
		cluster, MEASURED, OPTION_FLAG, MEMBER(span), 0, 0, NULL, true},

	{"output", 'o', "DIR", "folder of the results (ptbench-results/<UTC time>)",
		output, ANALYSED | COMMAND_SCHEDULE,
		OPTION_TEXT, MEMBER(output), 0, 0, NULL, false},
	{"no-report", 0, NULL, "write only what the next three name",
		output, ANALYSED, OPTION_FLAG, MEMBER(no_report), 0, 0, NULL, false},
	{"json", 0, "FILE", "the report as JSON; - is stdout",
		output, ANALYSED | COMMAND_PREDICT | COMMAND_SCHEDULE | COMMAND_COMPARE,
		OPTION_TEXT, MEMBER(json), 0, 0, NULL, false},
	{"markdown", 0, "FILE", "the report as Markdown; - is stdout",
		output, ANALYSED | COMMAND_COMPARE,
		OPTION_TEXT, MEMBER(markdown), 0, 0, NULL, false},
	{"csv", 0, "FILE", "the runs as CSV; - is stdout",
		output, ANALYSED, OPTION_TEXT, MEMBER(csv), 0, 0, NULL, false},
	{"plot-format", 0, "FORMAT", "svg, or besides that png or pdf",
		output, ANALYSED, OPTION_CHOICE, MEMBER(plot_format), 0, 0, plot_formats, false},
	{"github", 0, NULL, "annotations and a job summary for GitHub Actions",
		output, ANALYSED, OPTION_FLAG, MEMBER(github), 0, 0, NULL, false},
	{"gitlab", 0, NULL, "metrics.txt and junit.xml for GitLab's reports",
		output, ANALYSED, OPTION_FLAG, MEMBER(gitlab), 0, 0, NULL, false},
	{"color", 0, "WHEN", "auto, always, never",
		output, EVERY, OPTION_CHOICE, MEMBER(color), 0, 0, colors, false},
	{"quiet", 'q', NULL, "no progress, and only the advice",
		output, ANALYSED, OPTION_FLAG, MEMBER(quiet), 0, 0, NULL, false},
	{"help", 'h', NULL, "print this help",
		output, EVERY, OPTION_FLAG, MEMBER(help), 0, 0, NULL, false},
};
/* clang-format on */

const size_t option_count = sizeof option_table / sizeof *option_table;
