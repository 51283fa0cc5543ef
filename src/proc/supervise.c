#include "config.h"

#include "proc/supervise.h"

#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include "proc/clock.h"
#include "proc/signals.h"

#define KILL_AGAIN_S 0.02 /* what was forked meanwhile gets it next time */
#define TICK_S	     1.0
#define PATIENCE_S   30.0 /* after the first SIGKILL: longer hangs only what cannot be killed */

enum stage {
	STAGE_RUNNING,
	STAGE_TERMINATED, /* SIGTERM is out */
	STAGE_KILLED,
};

struct supervision {
	const struct supervise_arg *arg;
	struct supervised *run;
	enum stage stage;
	double next_stage_s; /* SIGKILL is due */
	double give_up_s;
	double next_tick_s;
	bool leader_gone;
	bool tree_gone;
	bool output_lost;
	sigset_t open;
};

int
supervise_start(const struct spawn_arg *spawn_arg, struct supervised *run, struct error *error)
{
	struct spawned spawned;
	sigset_t before;
	sigset_t open;

	*run = (struct supervised){.leader = -1, .continued = signals_continued()};
	signals_hold(&before, &open);
	int result = spawn(spawn_arg, &spawned, error);
	signals_let_go(&before);
	if (result != 0)
		return -1;
	run->leader = spawned.pid;
	run->start_s = spawned.start_s;
	run->end_s = spawned.start_s;
	return 0;
}

static double
seconds(const struct timeval *time)
{
	return (double)time->tv_sec + (double)time->tv_usec * 1e-6;
}

static void
account(struct supervised *run, const struct rusage *usage)
{
	double largest = (double)usage->ru_maxrss * 1024.0;

	run->user_s += seconds(&usage->ru_utime);
	run->sys_s += seconds(&usage->ru_stime);
	if (largest > run->largest_bytes)
		run->largest_bytes = largest;
	run->reaped++;
}

/* Reaps whatever ended, orphans that became ours included. */
static void
reap(struct supervision *all)
{
	struct supervised *run = all->run;
	struct rusage usage;
	int status;
	int continued = signals_continued();

	for (;;) {
		/* Clearing a process away is no time of the command's. */
		double now_s = clock_monotonic_s();
		pid_t pid = wait4(-1, &status, WNOHANG, &usage);
		if (pid == 0) {
			run->continued = continued;
			return;
		}
		if (pid < 0)
			break;
		if (tree_is_stranger(all->arg->tree, pid))
			continue;
		run->end_s = now_s;
		run->overslept = signals_continued() != run->continued;
		account(run, &usage);
		if (pid == run->leader) {
			run->status = status;
			run->leader_end_s = now_s;
			all->leader_gone = true;
		}
	}
	all->tree_gone = true;
}

/*
 * With strangers among ptbench's children there is no ECHILD: then the processes themselves
 * are looked at, each time one of them has ended.
 */
static bool
over(const struct supervision *all)
{
	struct tree *tree = all->arg->tree;

	if (all->tree_gone || !all->leader_gone)
		return all->tree_gone;
	if (all->arg->leader_only && all->stage == STAGE_RUNNING)
		return true;
	if (!tree->has_strange_children)
		return false;
	tree_look_everywhere(tree);
	return tree->count == 0;
}

/* A stopped process takes nothing but SIGKILL until it goes on. */
static void
terminate(struct supervision *all, double now_s)
{
	tree_look_everywhere(all->arg->tree);
	tree_signal(all->arg->tree, SIGTERM);
	tree_signal(all->arg->tree, SIGCONT);
	all->stage = STAGE_TERMINATED;
	all->next_stage_s = now_s + all->arg->kill_after_s;
}

/*
 * The group first: the kernel ends it as one, against which not even a fork bomb wins. Then
 * everybody who is still there, stopped before it is killed, so that it does not answer the
 * death of its children with new ones.
 */
static void
kill_tree(struct supervision *all, double now_s)
{
	struct tree *tree = all->arg->tree;

	if (all->stage != STAGE_KILLED)
		all->give_up_s = now_s + PATIENCE_S;
	if (tree->groups != NULL)
		groups_kill(tree->groups);
	tree_look_everywhere(tree);
	tree_signal(tree, SIGSTOP);
	tree_signal(tree, SIGKILL);
	all->stage = STAGE_KILLED;
	all->next_stage_s = now_s + KILL_AGAIN_S;
}

/* How many signals came that are meant for this run. */
static int
interrupts(const struct supervise_arg *arg)
{
	return signals_count() - arg->signals_before;
}

static void
advance(struct supervision *all, double now_s)
{
	struct supervised *run = all->run;
	bool late = now_s >= run->start_s + all->arg->timeout_s;

	if (all->stage == STAGE_RUNNING) {
		if (interrupts(all->arg) > 0)
			run->interrupted = true;
		else if (late)
			run->timed_out = true;
		else if (!all->output_lost)
			return;
		terminate(all, now_s);
		return;
	}
	/* An interrupt while a timeout is winding up still is one. */
	if (interrupts(all->arg) > 0)
		run->interrupted = true;
	if (now_s >= all->next_stage_s ||
		(all->stage == STAGE_TERMINATED && interrupts(all->arg) > 1))
		kill_tree(all, now_s);
}

static bool
ticks(const struct supervision *all)
{
	return all->arg->tick != NULL && (!all->arg->tick_late || all->leader_gone);
}

static double
next_event_s(const struct supervision *all)
{
	const struct supervise_arg *arg = all->arg;
	double next_s = all->stage == STAGE_RUNNING ? all->run->start_s + arg->timeout_s
						    : all->next_stage_s;

	if (arg->sampler != NULL && all->stage == STAGE_RUNNING)
		next_s = fmin(next_s, arg->sampler->next_s);
	if (ticks(all))
		next_s = fmin(next_s, all->next_tick_s);
	return next_s;
}

/*
 * Sleeps until a child ends, output comes, a signal arrives, or something is due. All these
 * signals are held except inside ppoll(), so none can slip in between the looks and the sleep.
 */
static void
sleep_until_event(struct supervision *all, double now_s)
{
	struct capture *capture = all->arg->capture;
	bool listen = capture != NULL && !all->output_lost;
	struct pollfd output = {.fd = listen ? capture->read_end : -1, .events = POLLIN};
	double wait_s = next_event_s(all) - now_s;
	struct timespec timeout;

	if (wait_s < 0.0)
		wait_s = 0.0;
	if (wait_s > 1e6)
		wait_s = 1e6;
	timeout.tv_sec = (time_t)wait_s;
	timeout.tv_nsec = (long)((wait_s - (double)timeout.tv_sec) * 1e9);
	if (ppoll(&output, 1, &timeout, &all->open) > 0 && capture_drain(capture) != 0)
		all->output_lost = true;
}

static void
tick(struct supervision *all, double now_s)
{
	if (!ticks(all) || now_s < all->next_tick_s)
		return;
	all->arg->tick(all->arg->tick_context);
	all->next_tick_s = now_s + TICK_S;
}

/* wait() knows nothing of the command: without its end there is no row. */
static int
lost(struct supervision *all, double now_s, struct error *error)
{
	kill_tree(all, now_s);
	return error_set(error, STATUS_INTERNAL,
		"the end of process %ld was lost: it was killed; measure again",
		(long)all->run->leader);
}

static int
loop(struct supervision *all, struct error *error)
{
	const struct supervise_arg *arg = all->arg;

	for (;;) {
		reap(all);
		double now_s = clock_monotonic_s();
		if (all->tree_gone && !all->leader_gone)
			return lost(all, now_s, error);
		if (over(all))
			return 0;
		advance(all, now_s);
		if (all->stage == STAGE_KILLED && now_s > all->give_up_s)
			return error_set(error, STATUS_INTERNAL,
				"processes of the command cannot be killed, process %ld is "
				"one: see "
				"what they wait for (ps -o pid,wchan,cmd)",
				arg->tree->count > 0 ? (long)arg->tree->processes[0].pid
						     : (long)all->run->leader);
		if (arg->sampler != NULL && all->stage == STAGE_RUNNING)
			sampler_tick(arg->sampler, now_s);
		tick(all, now_s);
		sleep_until_event(all, now_s);
	}
}

int
supervise_wait(const struct supervise_arg *arg, struct supervised *run, struct error *error)
{
	struct supervision all = {.arg = arg, .run = run};
	sigset_t before;

	signals_hold(&before, &all.open);
	all.next_tick_s = run->start_s + TICK_S;
	if (arg->sampler != NULL)
		sampler_begin(arg->sampler, run->start_s);
	int result = loop(&all, error);
	signals_let_go(&before);
	/* Who ends a whole container signals the command, too, and it may be the first to go. */
	if (interrupts(arg) > 0 && run->status != 0)
		run->interrupted = true;
	return result;
}
