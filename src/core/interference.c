#include "config.h"

#include "core/interference.h"

#include <stdio.h>
#include <string.h>

#define SHARE_TOLD 0.05 /* of the time of a run: below this nobody's advice changes */
#define LOAD_TOLD  0.25 /* busy CPUs, as a share of all, before the first run */

/* What the warnings look at: the rows of one suite that were measured. */
struct view {
	const struct observations *rows;
	const char *suite;
	double cpus; /* at least these; never unknown */
	bool cpus_known;
};

/* How many runs lost how much of their time to one cause. */
struct tally {
	int runs; /* in which the figure is known */
	int above; /* in which it was more than SHARE_TOLD */
	double worst;
};

static bool
belongs(const struct view *view, const struct observation *row)
{
	return view->suite == NULL || view->suite == row->suite ||
		strcmp(view->suite, row->suite) == 0;
}

static bool
counts(const struct view *view, const struct observation *row)
{
	return belongs(view, row) && !row->warmup && row->wall_s > 0.0;
}

/* At least as many CPUs as a run was seen to use, where nobody says how many there were. */
static double
cpus_seen(const struct view *view)
{
	double most = 1.0;

	for (size_t i = 0; i < view->rows->count; i++) {
		const struct observation *row = &view->rows->rows[i];

		if (counts(view, row))
			most = fmax(most, (row->user_s + row->sys_s) / row->wall_s);
	}
	return most;
}

static double
steal_share(const struct view *view, const struct observation *row)
{
	return (double)row->steal_s / (row->wall_s * view->cpus);
}

static double
throttled_share(const struct view *view, const struct observation *row)
{
	(void)view;
	return (double)row->throttled_s / row->wall_s;
}

static double
memory_share(const struct view *view, const struct observation *row)
{
	(void)view;
	return (double)row->memory_pressure_s / row->wall_s;
}

static double
io_share(const struct view *view, const struct observation *row)
{
	(void)view;
	return (double)row->io_pressure_s / row->wall_s;
}

/*
 * Waiting for a CPU is the command's own doing at larger counts; the sequential form on
 * several CPUs has no reason to wait for one.
 */
static double
cpu_share(const struct view *view, const struct observation *row)
{
	if (row->mode != MODE_SEQ || !view->cpus_known || view->cpus < 2.0)
		return UNKNOWN;
	if (!((row->user_s + row->sys_s) / row->wall_s < 0.75 * view->cpus))
		return UNKNOWN;
	return (double)row->cpu_pressure_s / row->wall_s;
}

/*
 * The sentence reads "7 of 24 RUNs WHAT (34 % at worst): WHY.", "The only RUN WHAT (34 %): WHY.".
 * Stalls are the whole machine's: a run that only sleeps sees others wait.
 */
static const struct cause {
	double (*share)(const struct view *view, const struct observation *row);
	const char *run;
	const char *what;
	const char *why;
} causes[] = {
	{steal_share, "run", "saw steal above 5 % of the CPU time",
		"another virtual machine took these CPUs, so that times here are too long and "
		"vary; a machine of your own would tell better"},
	{throttled_share, "run", "spent more than 5 % of the time throttled by the CPU quota",
		"the control group's quota, not the number of CPUs, is the limit here"},
	{cpu_share, "sequential run",
		"saw programs wait for a CPU for more than 5 % of the time",
		"other programs use this machine; measure again when it is idle"},
	{memory_share, "run", "saw programs wait for memory for more than 5 % of the time",
		"the machine is short of memory; fewer workers or more memory would help"},
	{io_share, "run", "saw programs wait for the disk for more than 5 % of the time",
		"more workers cannot make the disk faster; a temporary folder in memory may"},
};

#define CAUSES (sizeof causes / sizeof *causes)

static void
tally_add(struct tally *tally, double share)
{
	if (isnan(share))
		return;
	tally->runs++;
	tally->above += share > SHARE_TOLD;
	/* Others stalled, too, and before the run began: more than all of it is all of it. */
	tally->worst = fmax(tally->worst, fmin(share, 1.0));
}

static void
warn_causes(const struct view *view, struct strvec *warnings)
{
	struct tally tallies[CAUSES] = {0};

	for (size_t i = 0; i < view->rows->count; i++) {
		const struct observation *row = &view->rows->rows[i];

		for (size_t c = 0; counts(view, row) && c < CAUSES; c++)
			tally_add(&tallies[c], causes[c].share(view, row));
	}
	for (size_t c = 0; c < CAUSES; c++) {
		const struct tally *tally = &tallies[c];

		if (tally->above > 0 && tally->runs == 1)
			strvec_pushf(warnings, "The only %s %s (%.0f %%): %s.", causes[c].run,
				causes[c].what, tally->worst * 100.0, causes[c].why);
		else if (tally->above > 0)
			strvec_pushf(warnings, "%d of %d %ss %s (%.0f %% at worst): %s.",
				tally->above, tally->runs, causes[c].run, causes[c].what,
				tally->worst * 100.0, causes[c].why);
	}
}

/* Later runs follow our own load: only the first one tells about others. */
static void
warn_load(const struct view *view, struct strvec *warnings)
{
	if (!view->cpus_known || view->rows->count == 0)
		return;

	const struct observation *first = &view->rows->rows[0];
	double load = (double)first->loadavg;

	if (belongs(view, first) && load > LOAD_TOLD * view->cpus && load >= 0.5)
		strvec_pushf(warnings,
			"The load was %.1f on %.3g CPUs before the first run: other programs "
			"were at work, so that the speedups may be too low; measure again when "
			"it is idle.",
			load, view->cpus);
}

/* The most of any sequential run: one worker at work. */
static int
threads_per_worker(const struct view *view, double *cpu_use)
{
	int threads = 1;

	for (size_t i = 0; i < view->rows->count; i++) {
		const struct observation *row = &view->rows->rows[i];

		if (!belongs(view, row) || row->mode != MODE_SEQ || row->threads < 1)
			continue;
		if (row->threads > threads)
			threads = row->threads;
		*cpu_use = fmax(*cpu_use, (row->user_s + row->sys_s) / row->wall_s);
	}
	return threads;
}

/* The smallest parallel count at which the threads are more than the CPUs; 0 for none. */
static int
first_crowded(const struct view *view, int threads)
{
	int smallest = 0;

	for (size_t i = 0; i < view->rows->count; i++) {
		const struct observation *row = &view->rows->rows[i];

		if (belongs(view, row) && row->mode == MODE_PAR &&
			(double)row->workers * threads > view->cpus &&
			(smallest == 0 || row->workers < smallest))
			smallest = row->workers;
	}
	return smallest;
}

/*
 * Workers whose libraries start a thread per CPU of their own: the classic reason why
 * a suite gets slower with every worker.
 */
static void
warn_nested(const struct view *view, struct strvec *warnings)
{
	double cpu_use = 0.0;
	int threads = threads_per_worker(view, &cpu_use);
	int workers = threads > 1 && view->cpus_known ? first_crowded(view, threads) : 0;
	char together[64] = "";

	if (workers == 0)
		return;
	if (workers > 1)
		snprintf(together, sizeof together, ", so that %d workers are %ld threads",
			workers, (long)threads * workers);
	strvec_pushf(warnings,
		"Nested parallelism: one worker runs %d threads%s%s on %.3g CPUs: "
		"set OMP_NUM_THREADS=1, OPENBLAS_NUM_THREADS=1, "
		"MKL_NUM_THREADS=1, BLIS_NUM_THREADS=1, NUMEXPR_NUM_THREADS=1, "
		"VECLIB_MAXIMUM_THREADS=1 or RAYON_NUM_THREADS=1 (what the suite uses) and "
		"measure again%s.",
		threads, cpu_use > 1.1 ? " and uses more than one CPU" : "", together,
		view->cpus, cpu_use > 1.1 ? "" : "; threads that only wait do no harm");
}

void
interference_warnings(const struct observations *rows, const char *suite, double cpus,
	struct strvec *warnings)
{
	struct view view = {.rows = rows, .suite = suite, .cpus = cpus};

	view.cpus_known = cpus > 0.0;
	if (!view.cpus_known)
		view.cpus = cpus_seen(&view);
	warn_causes(&view, warnings);
	warn_load(&view, warnings);
	warn_nested(&view, warnings);
}
