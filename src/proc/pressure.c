#include "config.h"

#include "proc/pressure.h"

#include <fcntl.h>
#include <hwloc.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "proc/affinity.h"
#include "proc/clock.h"
#include "proc/lineage.h"
#include "proc/procfile.h"

#define NO_FILE	       (-1)
#define MAX_THROTTLERS 16 /* groups above one another; nobody nests deeper */
#define WINDOW_S       0.01 /* a tick: shorter stretches tell nothing */
#define STAT_SIZE      65536 /* the cpu lines of /proc/stat for about a thousand CPUs */

enum stall {
	STALL_CPU,
	STALL_IO,
	STALL_MEMORY,
	STALL_COUNT,
};

struct snapshot {
	double stalled_s[STALL_COUNT];
	double steal_s;
	double throttled_s;
	double load; /* as it is, no sum */
};

struct pressure {
	int stalls[STALL_COUNT];
	int stat;
	int loadavg;
	int throttle[MAX_THROTTLERS];
	size_t throttle_count;
	double throttle_unit_s; /* version 2 counts microseconds, version 1 nanoseconds */
	double tick_s;
	hwloc_bitmap_t allowed; /* NULL: this process may use every CPU */
	double begin_s; /* of the run */
	double load; /* when it began */
	struct snapshot before; /* where the window began, at `before_s` */
	double before_s;
	bool opened; /* the window began with this run */
	struct snapshot rate; /* seconds per second in the last window that was closed */
	char text[STAT_SIZE];
};

static int
open_file(const char *directory, const char *name)
{
	char *path = xasprintf("%s%s", directory, name);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	free(path);
	return fd < 0 ? NO_FILE : fd;
}

/* The file from its beginning, as text; NULL when it cannot be read. */
static const char *
reread(struct pressure *pressure, int fd)
{
	if (fd == NO_FILE)
		return NULL;

	ssize_t got = pread(fd, pressure->text, sizeof pressure->text - 1, 0);
	if (got <= 0)
		return NULL;
	pressure->text[got] = '\0';
	return pressure->text;
}

/* "some avg10=0.00 avg60=0.00 avg300=0.00 total=1234", microseconds. */
static double
read_stall(struct pressure *pressure, int fd)
{
	const char *text = reread(pressure, fd);
	const char *total = text != NULL ? strstr(text, "total=") : NULL;

	return total != NULL ? strtod(total + strlen("total="), NULL) * 1e-6 : UNKNOWN;
}

/* The eighth number of "cpu  user nice system idle iowait irq softirq steal ...", in ticks. */
static bool
steal_of_line(const char *numbers, double *ticks)
{
	for (int i = 0; i < 8; i++) {
		char *end;
		*ticks = strtod(numbers, &end);
		if (end == numbers)
			return false;
		numbers = end;
	}
	return true;
}

/* Whether this is the line to add up: the total's, or that of one of our CPUs. */
static bool
is_ours(const struct pressure *pressure, const char *line, const char **numbers)
{
	char *end;
	unsigned long cpu = strtoul(line + 3, &end, 10);
	bool total = line[3] == ' ';

	*numbers = total ? line + 3 : end;
	if (pressure->allowed == NULL)
		return total;
	return !total && hwloc_bitmap_isset(pressure->allowed, (unsigned)cpu);
}

/* Time taken by the hypervisor from the CPUs that this process may use. */
static double
read_steal(struct pressure *pressure)
{
	const char *line = reread(pressure, pressure->stat);
	double sum = UNKNOWN;

	while (line != NULL && strncmp(line, "cpu", 3) == 0) {
		const char *numbers;
		double ticks;

		if (is_ours(pressure, line, &numbers)) {
			if (!steal_of_line(numbers, &ticks))
				return UNKNOWN;
			sum = isnan(sum) ? ticks : sum + ticks;
			/* The total comes first and is all that is needed. */
			if (pressure->allowed == NULL)
				break;
		}
		line = strchr(line, '\n');
		line += line != NULL;
	}
	return sum * pressure->tick_s;
}

/* Every group with a quota counts its own throttling: the most restrained one tells. */
static double
read_throttled(struct pressure *pressure)
{
	double most = UNKNOWN;

	for (size_t i = 0; i < pressure->throttle_count; i++) {
		const char *text = reread(pressure, pressure->throttle[i]);
		double value;

		if (text != NULL &&
			(procfile_field(text, "throttled_usec", &value) ||
				procfile_field(text, "throttled_time", &value)))
			most = fmax(most, value * pressure->throttle_unit_s);
	}
	return most;
}

static void
take_snapshot(struct pressure *pressure, struct snapshot *snapshot)
{
	for (int i = 0; i < STALL_COUNT; i++)
		snapshot->stalled_s[i] = read_stall(pressure, pressure->stalls[i]);
	snapshot->steal_s = read_steal(pressure);
	snapshot->throttled_s = read_throttled(pressure);

	const char *load = reread(pressure, pressure->loadavg);
	snapshot->load = load != NULL ? strtod(load, NULL) : UNKNOWN;
}

/* Counters of a group that was made anew begin again: that is unknown, not negative. */
static double
rate(double before, double after, double seconds)
{
	double difference = after - before;

	return difference >= 0.0 ? difference / seconds : UNKNOWN;
}

/* The machine's stall times; inside a container that hides them, the own group's. */
static void
open_stalls(struct pressure *pressure, const char *root, const char *group)
{
	static const char *const machine[STALL_COUNT] = {
		"/proc/pressure/cpu", "/proc/pressure/io", "/proc/pressure/memory"};
	static const char *const own[STALL_COUNT] = {
		"/cpu.pressure", "/io.pressure", "/memory.pressure"};

	for (int i = 0; i < STALL_COUNT; i++) {
		int *fd = &pressure->stalls[i];

		*fd = open_file(root, machine[i]);
		/* With PSI compiled in but switched off, the file opens and cannot be read. */
		if (*fd != NO_FILE && reread(pressure, *fd) == NULL) {
			close(*fd);
			*fd = NO_FILE;
		}
		if (*fd == NO_FILE && group != NULL)
			*fd = open_file(group, own[i]);
	}
}

static void
open_throttlers(struct pressure *pressure, const struct lineage *lineage)
{
	pressure->throttle_unit_s = lineage->version == 1 ? 1e-9 : 1e-6;
	for (size_t i = 0; i < lineage->count; i++) {
		int fd = open_file(lineage->groups[i].directory, "/cpu.stat");

		if (fd == NO_FILE)
			continue;
		if (pressure->throttle_count == MAX_THROTTLERS) {
			close(fd);
			return;
		}
		pressure->throttle[pressure->throttle_count++] = fd;
	}
}

/* The CPUs that are ours where others are not; NULL when all are. */
static hwloc_bitmap_t
some_cpus(const char *root)
{
	hwloc_bitmap_t allowed = affinity_of(root);
	hwloc_bitmap_t online = xneeded(hwloc_bitmap_alloc());
	char *list = procfile_line(root, "/sys/devices/system/cpu/online");
	bool all = hwloc_bitmap_iszero(allowed) || list == NULL ||
		hwloc_bitmap_list_sscanf(online, list) != 0 ||
		hwloc_bitmap_isincluded(online, allowed);

	free(list);
	hwloc_bitmap_free(online);
	if (!all)
		return allowed;
	hwloc_bitmap_free(allowed);
	return NULL;
}

struct pressure *
pressure_new(const char *root)
{
	struct pressure *pressure = xcalloc(1, sizeof *pressure);
	struct lineage lineage = LINEAGE_INIT;
	long ticks = sysconf(_SC_CLK_TCK);

	pressure->before_s = -WINDOW_S;
	pressure->tick_s = 1.0 / (double)(ticks > 0 ? ticks : 100);
	pressure->stat = open_file(root, "/proc/stat");
	pressure->loadavg = open_file(root, "/proc/loadavg");
	pressure->allowed = some_cpus(root);
	lineage_read(root, "cpu", &lineage);
	open_stalls(pressure, root, lineage.version == 2 ? lineage.groups[0].directory : NULL);
	open_throttlers(pressure, &lineage);
	lineage_release(&lineage);
	return pressure;
}

/*
 * Runs that follow each other at once share a window: reading all these files costs a
 * noticeable part of a very short run.
 */
void
pressure_begin(struct pressure *pressure)
{
	double now_s = clock_monotonic_s();

	pressure->begin_s = now_s;
	pressure->opened = now_s - pressure->before_s >= WINDOW_S;
	if (pressure->opened) {
		take_snapshot(pressure, &pressure->before);
		pressure->before_s = now_s;
	}
	pressure->load = pressure->before.load;
}

/* The end of one window is the beginning of the next. */
static void
close_window(struct pressure *pressure, double now_s)
{
	const struct snapshot before = pressure->before;
	struct snapshot after;
	struct snapshot *rates = &pressure->rate;
	double seconds = now_s - pressure->before_s;

	take_snapshot(pressure, &after);
	pressure->before = after;
	pressure->before_s = now_s;
	for (int i = 0; i < STALL_COUNT; i++)
		rates->stalled_s[i] = rate(before.stalled_s[i], after.stalled_s[i], seconds);
	rates->steal_s = rate(before.steal_s, after.steal_s, seconds);
	rates->throttled_s = rate(before.throttled_s, after.throttled_s, seconds);
}

void
pressure_end(struct pressure *pressure, struct observation *row)
{
	const struct snapshot *rates = &pressure->rate;
	double now_s = clock_monotonic_s();
	double seconds = now_s - pressure->begin_s;

	/* A run that opened a window closes it: before the next one there may be a long pause. */
	if (pressure->opened || now_s - pressure->before_s >= WINDOW_S)
		close_window(pressure, now_s);
	row->cpu_pressure_s = (float)(rates->stalled_s[STALL_CPU] * seconds);
	row->io_pressure_s = (float)(rates->stalled_s[STALL_IO] * seconds);
	row->memory_pressure_s = (float)(rates->stalled_s[STALL_MEMORY] * seconds);
	row->steal_s = (float)(rates->steal_s * seconds);
	row->throttled_s = (float)(rates->throttled_s * seconds);
	row->loadavg = (float)pressure->load;
}

void
pressure_free(struct pressure *pressure)
{
	if (pressure == NULL)
		return;
	for (int i = 0; i < STALL_COUNT; i++)
		if (pressure->stalls[i] != NO_FILE)
			close(pressure->stalls[i]);
	for (size_t i = 0; i < pressure->throttle_count; i++)
		close(pressure->throttle[i]);
	if (pressure->stat != NO_FILE)
		close(pressure->stat);
	if (pressure->loadavg != NO_FILE)
		close(pressure->loadavg);
	hwloc_bitmap_free(pressure->allowed);
	free(pressure);
}
