#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "proc/slurm/job.h"
#include "proc/slurm/nodes.h"
#include "proc/slurm/pool.h"

static const char sinfo[] = "n1|8|2:2:2|1000|main*|idle\n"
			    "n2|8|2:2:2|1000|main*|allocated\n"
			    "n3|4|1:4:1|500|main*|idle\n"
			    "n4|16|2:8:1|64000|main*|down*\n"
			    "n5|16|2:8:1|64000|main*|idle*\n"
			    "n6|8|2:2:2|1000|main*|drained\n"
			    "big|64|2:32:1|256000|long|mixed\n"
			    "slurm: some remark\n";

static void
parse(const char *args, struct strvec *words, struct cluster *cluster)
{
	*words = (struct strvec)STRVEC_INIT;
	*cluster = (struct cluster)CLUSTER_INIT;
	if (*args != '\0')
		strvec_split(words, args, ' ');
	nodes_parse(sinfo, words, cluster);
}

static void
test_nodes(void)
{
	static const struct {
		const char *args;
		const char *largest; /* NULL: none takes jobs */
		const char *partition;
	} rows[] = {
		{"", "n1", "main"},
		{"--partition=long", "big", "long"},
		{"--partition long", "big", "long"},
		{"-p long", "big", "long"},
		{"-plong", "big", "long"},
		{"--time=5 --partition=main,long", "big", "main,long"},
		{"--partition=nope", NULL, "nope"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct cluster cluster;
		struct strvec args;

		parse(rows[i].args, &args, &cluster);
		CU_ASSERT_EQUAL(cluster.count, 7);
		ASSERT_TEXT(cluster.partition, rows[i].partition);
		const struct cluster_node *largest = cluster_largest(&cluster);
		CU_ASSERT_EQUAL(largest != NULL, rows[i].largest != NULL);
		if (largest != NULL && rows[i].largest != NULL)
			ASSERT_TEXT(largest->name, rows[i].largest);
		cluster_release(&cluster);
		strvec_release(&args);
	}
}

/* `auto` is the CPUs of a node; where no node takes jobs, a sentence says so. */
static void
test_host(void)
{
	struct cluster cluster;
	struct strvec args;
	struct host host = HOST_INIT;
	struct error error;

	parse("", &args, &cluster);
	CU_ASSERT_EQUAL(nodes_host(&cluster, &host, &error), 0);
	CU_ASSERT_EQUAL(host.automatic, 8);
	CU_ASSERT_EQUAL(host.physical_cores, 4);
	ASSERT_NEAR(host.memory_bytes, 1000.0 * 1024 * 1024, 1e-12);
	host_release(&host);
	cluster_release(&cluster);
	strvec_release(&args);

	parse("-p nope", &args, &cluster);
	CU_ASSERT_EQUAL(nodes_host(&cluster, &host, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "partition nope"));
	cluster_release(&cluster);
	strvec_release(&args);
}

static struct trial
trial_of(int workers)
{
	return (struct trial){.suite = "", .mode = MODE_PAR, .workers = workers, .number = 7};
}

/* Only nodes of the largest kind, idle ones first, each as often as the other. */
static void
test_pool(void)
{
	struct trial two = trial_of(2), four = trial_of(4);
	struct cluster cluster;
	struct strvec args;
	struct pool pool;

	parse("", &args, &cluster);
	pool_init(&pool, &cluster, &args, 2);
	CU_ASSERT_EQUAL_FATAL(pool.count, 2);
	CU_ASSERT_EQUAL(pool_take(&pool, &two, -1), 0);
	CU_ASSERT_EQUAL(pool_take(&pool, &two, -1), 1);
	/* Both are busy with jobs of ours. */
	CU_ASSERT_EQUAL(pool_take(&pool, &two, -1), -1);
	pool_give_back(&pool, 0);
	pool_give_back(&pool, 1);
	CU_ASSERT_EQUAL(pool_take(&pool, &four, -1), 0);
	pool_give_back(&pool, 0);
	/* This count was there: it goes to the other one now. */
	CU_ASSERT_EQUAL(pool_take(&pool, &four, -1), 1);
	pool_give_back(&pool, 1);
	/* A second attempt goes elsewhere, unless there is no other node. */
	CU_ASSERT_EQUAL(pool_take(&pool, &two, 0), 1);
	CU_ASSERT_EQUAL(pool_take(&pool, &two, 0), 0);
	pool_release(&pool);
	strvec_release(&args);

	/* One job at a time stays on one node; who chooses nodes himself is let be. */
	pool_init(&pool, &cluster, &args, 1);
	for (int i = 0; i < 3; i++) {
		CU_ASSERT_EQUAL(pool_take(&pool, &two, -1), 0);
		pool_give_back(&pool, 0);
	}
	pool_release(&pool);
	strvec_push(&args, "--nodelist=n3");
	pool_init(&pool, &cluster, &args, 4);
	CU_ASSERT_EQUAL(pool.count, 0);
	CU_ASSERT_EQUAL(pool_take(&pool, &two, -1), -1);
	pool_release(&pool);
	cluster_release(&cluster);
	strvec_release(&args);
}

static char *
arguments(const struct job_setting *setting, const struct job *job, const char *node)
{
	struct strvec argv = STRVEC_INIT;
	struct strbuf text = STRBUF_INIT;

	job_arguments(setting, node, job, &argv);
	for (size_t i = 0; i < argv.count; i++)
		strbuf_addf(&text, "%s[%s]", i > 0 ? " " : "", argv.items[i]);
	strvec_release(&argv);
	return strbuf_detach(&text);
}

static void
test_arguments(void)
{
	struct strvec args = STRVEC_INIT;
	struct command command = COMMAND_INIT;
	char name[] = "ptbench-1-007-1";
	struct job job = {.trial = trial_of(12), .name = name};
	struct job_setting setting = {
		.program = "/bin/ptbench",
		.logs = "/r/logs",
		.engine_args = &args,
		.trial = {.timeout_s = (double)INFINITY,
			.kill_after_s = 2.0,
			.log_limit = 4096},
		.node_cpus = 8,
	};

	strvec_push(&command.parallel.argv, "run me");
	strvec_push(&command.parallel.argv, "-j{n}");
	strvec_push(&command.parallel.env, "JOBS={n}");
	job.trial.command = &command;
	strvec_push(&args, "--partition=long");
	/* No more CPUs than a node has; the user's arguments come after ours and win. */
	char *text = arguments(&setting, &job, "n1");
	ASSERT_TEXT(text,
		"[srun] [--job-name=ptbench-1-007-1] [--exclusive] [--nodes=1] [--ntasks=1] "
		"[--cpus-per-task=8] [--mem=0] [--nodelist=n1] [--partition=long] [/bin/ptbench] "
		"[agent] [--kill-after=2] [--log-limit=4096] [--env=JOBS=12] [--] [/r/logs] [] [7] "
		"[0] [0] [par] [12] [run] [run me] [-j12]");
	free(text);

	setting.span = true;
	setting.trial.timeout_s = 1.5;
	strvec_push(&args, "--mem-per-cpu=1G");
	text = arguments(&setting, &job, NULL);
	CU_ASSERT_EQUAL(
		strncmp(text,
			"[salloc] [--job-name=ptbench-1-007-1] [--exclusive] [--ntasks=12] "
			"[--partition=long] [--mem-per-cpu=1G] [/bin/ptbench] [agent] "
			"[--timeout=1.5]",
			140),
		0);
	free(text);
	strvec_release(&args);
	form_release(&command.parallel);
}

SUITE(slurm, {"sinfo's lines, partitions, states", test_nodes},
	{"a node in the place of this machine", test_host},
	{"trials are spread over nodes", test_pool}, {"the words of a job", test_arguments});
