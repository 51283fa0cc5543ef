#include "config.h"

#include "proc/slurm/slurm.h"

#include <assert.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/clock.h"
#include "proc/row.h"
#include "proc/signals.h"
#include "proc/slurm/ending.h"
#include "proc/slurm/files.h"
#include "proc/slurm/job.h"
#include "proc/slurm/pool.h"

#define ATTEMPTS	2
#define LOOK_EVERY_S	5.0 /* at jobs that do not start */
#define REFRESH_EVERY_S 10.0 /* a pool of which some nodes are out of order */
#define CANCEL_GRACE_S	10.0

struct slurm {
	struct measurer measurer;
	struct job_setting setting;
	slurm_read_fn *read;
	struct slurm_files files;
	char *program;
	struct pool pool;
	struct job *jobs;
	int job_count; /* slots */
	double born_s;
	double looked_s; /* at the queue, last */
	double refreshed_s; /* the pool, last */
	double tick_s;
	double cancelled_s; /* when all were cancelled; 0: not */
	struct observations rows; /* what came back; owns the outcomes' texts */
	char start_utc[CLOCK_UTC_SIZE];
	char reason[ROW_REASON_SIZE];
	struct ending ending;
};

/* There is one: never more trials are started than fit. */
static struct job *
free_slot(struct slurm *slurm)
{
	int i = 0;

	while (i < slurm->job_count && slurm->jobs[i].pid != 0)
		i++;
	assert(i < slurm->job_count);
	return &slurm->jobs[i];
}

static int
submit(struct slurm *slurm, struct job *job, struct error *error)
{
	double now = clock_monotonic_s();

	/* A node that was out of order may be back. */
	if (!pool_is_whole(&slurm->pool) && now - slurm->refreshed_s > REFRESH_EVERY_S) {
		slurm->refreshed_s = now;
		pool_refresh(&slurm->pool);
	}
	job->node = slurm->setting.span ? -1 : pool_take(&slurm->pool, &job->trial, job->node);
	const char *node = job->node >= 0 ? slurm->pool.nodes[job->node].name : NULL;

	if (job_start(&slurm->setting, node, job, error) == 0)
		return 0;
	pool_give_back(&slurm->pool, job->node);
	return -1;
}

static int
slurm_start(struct measurer *measurer, const struct trial *trial, struct error *error)
{
	struct slurm *slurm = (struct slurm *)measurer;
	struct job *job = free_slot(slurm);

	*job = (struct job){.trial = *trial, .attempt = 1, .node = -1};
	return submit(slurm, job, error);
}

static void
cancel_all(struct slurm *slurm)
{
	slurm->cancelled_s = clock_monotonic_s();
	for (int i = 0; i < slurm->job_count; i++)
		if (slurm->jobs[i].pid > 0)
			job_cancel(&slurm->jobs[i]);
}

/* A second interrupt, or an srun that does not end: what Slurm does with the job is its own. */
static void
press_cancelled(struct slurm *slurm)
{
	bool late = clock_monotonic_s() - slurm->cancelled_s > CANCEL_GRACE_S;

	if (signals_count() < 2 && !late)
		return;
	for (int i = 0; i < slurm->job_count; i++)
		if (slurm->jobs[i].pid > 0)
			kill(slurm->jobs[i].pid, SIGKILL);
}

/* A job that was sent to a node which takes none any more is sent to another one. */
static int
look_at_queue(struct slurm *slurm, struct error *error)
{
	for (int i = 0; i < slurm->job_count; i++) {
		struct job *job = &slurm->jobs[i];
		struct job_state state;

		if (job->pid == 0 || job->cancelled ||
			clock_monotonic_s() - job->start_s < LOOK_EVERY_S)
			continue;
		job_query(job->name, &state);
		if (strcmp(state.state, "PENDING") != 0)
			continue;
		if (strcmp(state.reason, "BadConstraints") == 0 ||
			strcmp(state.reason, "PartitionConfig") == 0)
			return error_set(error, STATUS_INTERNAL,
				"Slurm will never start a job for %d workers (%s): check the "
				"--engine-arg and the partition",
				job->trial.workers, state.reason);
		if (job->node >= 0 && pool_refuses(&slurm->pool, job->node)) {
			job_cancel(job);
			job->move = true;
		}
	}
	return 0;
}

/* What is to be done now and then while nothing ends. */
static int
keep_watch(struct slurm *slurm, struct error *error)
{
	double now = clock_monotonic_s();
	struct measurer *measurer = &slurm->measurer;

	if (signals_caught() != 0 && slurm->cancelled_s <= 0.0)
		cancel_all(slurm);
	if (slurm->cancelled_s > 0.0)
		press_cancelled(slurm);
	if (measurer->listener.tick != NULL && now - slurm->tick_s >= 1.0) {
		slurm->tick_s = now;
		measurer->listener.tick(measurer->listener.context);
	}
	if (now - slurm->looked_s < LOOK_EVERY_S || slurm->cancelled_s > 0.0)
		return 0;
	slurm->looked_s = now;
	return look_at_queue(slurm, error);
}

static struct job *
find_ended(struct slurm *slurm)
{
	for (int i = 0; i < slurm->job_count; i++) {
		struct job *job = &slurm->jobs[i];

		if (job->pid > 0 && waitpid(job->pid, &job->status, WNOHANG) == job->pid) {
			job->pid = 0;
			return job;
		}
	}
	return NULL;
}

static struct job *
wait_for_one(struct slurm *slurm, struct error *error)
{
	const struct timespec second = {.tv_sec = 1};
	struct job *job = NULL;
	sigset_t before, open;
	int result = 0;

	signals_hold(&before, &open);
	while (result == 0 && (job = find_ended(slurm)) == NULL) {
		result = keep_watch(slurm, error);
		if (result == 0)
			ppoll(NULL, 0, &second, &open);
	}
	signals_let_go(&before);
	return job;
}

/* The row that the agent printed; false when it did not come to that. */
static bool
read_row(struct slurm *slurm, const struct job *job, struct observation *row)
{
	size_t before = slurm->rows.count;
	struct error ignored;

	if (slurm->read(job->row, &slurm->rows, &ignored) != 0 ||
		slurm->rows.count != before + 1)
		return false;
	*row = slurm->rows.rows[before];
	return true;
}

/* The identity of a row that no agent has written. */
static struct observation
blank_row(struct slurm *slurm, const struct job *job, const char *node)
{
	struct observation row = observation_empty();
	const struct trial *trial = &job->trial;

	clock_utc(slurm->start_utc);
	row.suite = trial->suite;
	row.round = trial->round;
	row.position = trial->position;
	row.mode = (unsigned char)trial->mode;
	row.workers = trial->workers;
	row.warmup = trial->warmup;
	row.start_utc = slurm->start_utc;
	row.host = observations_text(&slurm->rows, node);
	return row;
}

static int
settle_lost(struct slurm *slurm, struct job *job, struct outcome *outcome, struct error *error)
{
	struct job_state state;

	ending_query(job->name, &state);
	if (ending_is_refusal(job, &state, error))
		return -1;
	ending_tell(job, &state, &slurm->ending);
	outcome->observation = blank_row(slurm, job, state.node);
	outcome->reason = slurm->ending.text;
	if (job->attempt < ATTEMPTS) {
		outcome->kind = OUTCOME_RETRIED;
		pool_blame(&slurm->pool, job->node);
		job->attempt++;
		return submit(slurm, job, error);
	}
	/* Lost twice, it is no accident any more: the row must say that it failed. */
	outcome->kind = OUTCOME_OBSERVED;
	if (strcmp(state.state, "TIMEOUT") == 0)
		outcome->observation.timed_out = true;
	else
		outcome->observation.signal = SIGKILL;
	return 0;
}

static int
settle(struct slurm *slurm, struct job *job, struct outcome *outcome, struct error *error)
{
	pool_give_back(&slurm->pool, job->node);
	*outcome =
		(struct outcome){.kind = OUTCOME_OBSERVED, .trial = job->trial, .reason = ""};
	bool measured = read_row(slurm, job, &outcome->observation);
	/* What ends a job can end the command just before the agent hears of it. */
	if (measured && !observation_succeeded(&outcome->observation))
		measured = !job->cancelled && !ending_from_outside(job->name);
	if (measured) {
		row_reason(
			&outcome->observation, slurm->setting.trial.timeout_s, slurm->reason);
		outcome->reason = slurm->reason;
		return 0;
	}
	/* Nor is it to be found by --resume. */
	unlink(job->row);
	if (job->cancelled) {
		outcome->kind = OUTCOME_INTERRUPTED;
		outcome->observation = blank_row(slurm, job, "");
		return 0;
	}
	return settle_lost(slurm, job, outcome, error);
}

static int
slurm_wait(struct measurer *measurer, struct outcome *outcome, struct error *error)
{
	struct slurm *slurm = (struct slurm *)measurer;

	for (;;) {
		struct job *job = wait_for_one(slurm, error);

		if (job == NULL)
			return -1;
		if (!job->move || signals_caught() != 0) {
			int result = settle(slurm, job, outcome, error);
			if (job->pid == 0)
				job_release(job);
			return result;
		}
		pool_give_back(&slurm->pool, job->node);
		if (submit(slurm, job, error) != 0)
			return -1;
	}
}

static bool
is_busy(const struct slurm *slurm)
{
	for (int i = 0; i < slurm->job_count; i++)
		if (slurm->jobs[i].pid > 0)
			return true;
	return false;
}

static double
slurm_elapsed_s(const struct measurer *measurer)
{
	return clock_monotonic_s() - ((const struct slurm *)measurer)->born_s;
}

static void
slurm_release(struct measurer *measurer)
{
	struct slurm *slurm = (struct slurm *)measurer;
	struct error ignored;

	measurer->listener = (struct listener){0};
	cancel_all(slurm);
	while (is_busy(slurm))
		wait_for_one(slurm, &ignored);
	for (int i = 0; i < slurm->job_count; i++)
		job_release(&slurm->jobs[i]);
	free(slurm->jobs);
	pool_release(&slurm->pool);
	slurm_files_close(&slurm->files);
	observations_release(&slurm->rows);
	free(slurm->program);
	free(slurm);
}

static const struct measurer_class slurm_class = {
	.name = "slurm",
	.start = slurm_start,
	.wait = slurm_wait,
	.release = slurm_release,
};

/* The nodes find ptbench where it is here: home and installation folders are shared. */
static char *
own_program(void)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);

	return length > 0 ? xstrndup(path, (size_t)length) : xstrdup("ptbench");
}

static void
fill_setting(struct slurm *slurm, const struct slurm_arg *arg)
{
	const struct cluster_node *largest = cluster_largest(arg->cluster);

	slurm->program = own_program();
	slurm->setting = (struct job_setting){
		.program = slurm->program,
		.directory = slurm->files.directory,
		.logs = slurm->files.logs,
		.mark = slurm->files.mark,
		.engine_args = arg->engine_args,
		.trial = arg->setting,
		.span = arg->span,
		.node_cpus = largest != NULL ? largest->cpus : 1,
	};
}

struct measurer *
slurm_new(const struct slurm_arg *arg, struct error *error)
{
	struct slurm *slurm = xcalloc(1, sizeof *slurm);

	slurm->born_s = clock_monotonic_s();
	slurm->looked_s = slurm->born_s;
	slurm->read = arg->read;
	if (slurm_files_open(arg->directory, &slurm->files, error) != 0) {
		free(slurm);
		return NULL;
	}
	fill_setting(slurm, arg);
	pool_init(&slurm->pool, arg->cluster, arg->engine_args, arg->jobs);
	slurm->job_count = arg->jobs;
	/* Two jobs of ours on one node would measure each other. */
	if (!arg->span && slurm->pool.count > 0 && slurm->pool.count < arg->jobs)
		slurm->job_count = slurm->pool.count;
	slurm->jobs = xcalloc((size_t)slurm->job_count, sizeof *slurm->jobs);
	slurm->measurer = (struct measurer){
		.class = &slurm_class,
		.in_flight = slurm->job_count,
		.elapsed_s = slurm_elapsed_s,
	};
	return &slurm->measurer;
}
