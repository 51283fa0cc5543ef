#include "config.h"

#include "proc/row.h"

#include <math.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "base/units.h"
#include "proc/signals.h"

/*
 * The memory of one process is a floor for that of all. ru_maxrss begins with the memory that
 * the child borrowed from ptbench until its exec, so it tells only what is beyond that.
 */
static double
largest_process_bytes(const struct supervised *run)
{
	struct rusage own;

	if (getrusage(RUSAGE_SELF, &own) != 0)
		return 0.0;
	return run->largest_bytes > (double)own.ru_maxrss * 1024.0 ? run->largest_bytes : 0.0;
}

/* The watermark of a control group, else the best of what was sampled. */
static void
fill_memory(const struct row_source *source, struct observation *row)
{
	const struct group_usage *usage = source->usage;
	const struct sampler *sampler = source->sampler;
	double largest = largest_process_bytes(source->run);
	double pss = sampler_peak_pss_bytes(sampler);

	if (usage->peak_method != PEAK_UNKNOWN) {
		row->peak_bytes = fmax(usage->peak_bytes, largest);
		row->peak_method = (unsigned char)usage->peak_method;
	} else if (pss > 0.0 && pss >= largest) {
		row->peak_bytes = pss;
		row->peak_method = PEAK_PSS;
	} else if (sampler->peak_rss_bytes > 0.0 || largest > 0.0) {
		/* A peak of one process between two looks, or nothing but RSS to be had. */
		row->peak_bytes = pss > 0.0 ? largest : fmax(sampler->peak_rss_bytes, largest);
		row->peak_method = PEAK_RSS;
	}
}

/* Takes these CPU seconds when they are more. */
static void
raise_cpu(double user_s, double sys_s, struct observation *row)
{
	if (user_s + sys_s > row->user_s + row->sys_s) {
		row->user_s = user_s;
		row->sys_s = sys_s;
	}
}

/* The clocks tell nanoseconds; differences in binary have digits that no clock told. */
static double
told(double seconds)
{
	return nearbyint(seconds * 1e9) / 1e9;
}

/*
 * Every sum misses something: the group what was used before it was joined, wait4() those whose
 * parent ignored SIGCHLD, the looks what was used after the last one. The largest is nearest to
 * the truth.
 */
static void
fill_cpu(const struct row_source *source, struct observation *row)
{
	double user_s;
	double sys_s;

	row->user_s = source->run->user_s;
	row->sys_s = source->run->sys_s;
	raise_cpu(source->usage->user_s, source->usage->sys_s, row);
	sampler_cpu(source->sampler, &user_s, &sys_s);
	raise_cpu(user_s, sys_s, row);
	row->user_s = told(row->user_s);
	row->sys_s = told(row->sys_s);
}

void
row_fill(const struct row_source *source, struct observation *row)
{
	const struct supervised *run = source->run;
	int seen = (int)source->sampler->seen_count;

	row->wall_s = told(run->end_s - run->start_s);
	row->timed_out = run->timed_out;
	row->processes = seen > run->reaped ? seen : run->reaped;
	if (source->sampler->threads > 0)
		row->threads = source->sampler->threads;
	if (WIFSIGNALED(run->status))
		row->signal = (unsigned char)WTERMSIG(run->status);
	else
		row->exit_code = WEXITSTATUS(run->status);
	fill_cpu(source, row);
	fill_memory(source, row);
}

void
row_reason(const struct observation *row, double timeout_s, char text[static ROW_REASON_SIZE])
{
	char name[SIGNAL_NAME_SIZE];
	char time[NUMBER_SIZE];

	text[0] = '\0';
	if (row->timed_out)
		snprintf(text, ROW_REASON_SIZE, "it did not end within %s",
			format_time(timeout_s, time));
	else if (row->signal != 0)
		snprintf(text, ROW_REASON_SIZE, "it was ended by %s",
			signal_name(row->signal, name));
	else if (row->exit_code != 0)
		snprintf(text, ROW_REASON_SIZE, "it ended with exit code %d", row->exit_code);
}
