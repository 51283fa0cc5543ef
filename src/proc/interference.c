#include "config.h"

#include "proc/interference.h"

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

enum pressure {
	PRESSURE_CPU,
	PRESSURE_IO,
	PRESSURE_MEMORY,
	PRESSURE_COUNT,
};

struct snapshot {
	double pressure_s[PRESSURE_COUNT];
	double steal_s;
	double throttled_s;
	double load; /* as it is, no sum */
};

struct interference {
	int pressure[PRESSURE_COUNT];
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
reread(struct interference *interference, int fd)
{
	if (fd == NO_FILE)
		return NULL;

	ssize_t got = pread(fd, interference->text, sizeof interference->text - 1, 0);
	if (got <= 0)
		return NULL;
	interference->text[got] = '\0';
	return interference->text;
}

/* "some avg10=0.00 avg60=0.00 avg300=0.00 total=1234", microseconds. */
static double
read_pressure(struct interference *interference, int fd)
{
	const char *text = reread(interference, fd);
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
is_ours(const struct interference *interference, const char *line, const char **numbers)
{
	char *end;
	unsigned long cpu = strtoul(line + 3, &end, 10);
	bool total = line[3] == ' ';

	*numbers = total ? line + 3 : end;
	if (interference->allowed == NULL)
		return total;
	return !total && hwloc_bitmap_isset(interference->allowed, (unsigned)cpu);
}

/* Time taken by the hypervisor from the CPUs that this process may use. */
static double
read_steal(struct interference *interference)
{
	const char *line = reread(interference, interference->stat);
	double sum = UNKNOWN;

	while (line != NULL && strncmp(line, "cpu", 3) == 0) {
		const char *numbers;
		double ticks;

		if (is_ours(interference, line, &numbers)) {
			if (!steal_of_line(numbers, &ticks))
				return UNKNOWN;
			sum = isnan(sum) ? ticks : sum + ticks;
			/* The total comes first and is all that is needed. */
			if (interference->allowed == NULL)
				break;
		}
		line = strchr(line, '\n');
		line += line != NULL;
	}
	return sum * interference->tick_s;
}

/* Every group with a quota counts its own throttling: the most restrained one tells. */
static double
read_throttled(struct interference *interference)
{
	double most = UNKNOWN;

	for (size_t i = 0; i < interference->throttle_count; i++) {
		const char *text = reread(interference, interference->throttle[i]);
		double value;

		if (text != NULL &&
			(procfile_field(text, "throttled_usec", &value) ||
				procfile_field(text, "throttled_time", &value)))
			most = fmax(most, value * interference->throttle_unit_s);
	}
	return most;
}

static void
take_snapshot(struct interference *interference, struct snapshot *snapshot)
{
	for (int i = 0; i < PRESSURE_COUNT; i++)
		snapshot->pressure_s[i] =
			read_pressure(interference, interference->pressure[i]);
	snapshot->steal_s = read_steal(interference);
	snapshot->throttled_s = read_throttled(interference);

	const char *load = reread(interference, interference->loadavg);
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
open_pressures(struct interference *interference, const char *root, const char *group)
{
	static const char *const machine[PRESSURE_COUNT] = {
		"/proc/pressure/cpu", "/proc/pressure/io", "/proc/pressure/memory"};
	static const char *const own[PRESSURE_COUNT] = {
		"/cpu.pressure", "/io.pressure", "/memory.pressure"};

	for (int i = 0; i < PRESSURE_COUNT; i++) {
		int *fd = &interference->pressure[i];

		*fd = open_file(root, machine[i]);
		/* With PSI compiled in but switched off, the file opens and cannot be read. */
		if (*fd != NO_FILE && reread(interference, *fd) == NULL) {
			close(*fd);
			*fd = NO_FILE;
		}
		if (*fd == NO_FILE && group != NULL)
			*fd = open_file(group, own[i]);
	}
}

static void
open_throttlers(struct interference *interference, const struct lineage *lineage)
{
	interference->throttle_unit_s = lineage->version == 1 ? 1e-9 : 1e-6;
	for (size_t i = 0; i < lineage->count; i++) {
		int fd = open_file(lineage->groups[i].directory, "/cpu.stat");

		if (fd == NO_FILE)
			continue;
		if (interference->throttle_count == MAX_THROTTLERS) {
			close(fd);
			return;
		}
		interference->throttle[interference->throttle_count++] = fd;
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

struct interference *
interference_new(const char *root)
{
	struct interference *interference = xcalloc(1, sizeof *interference);
	struct lineage lineage = LINEAGE_INIT;
	long ticks = sysconf(_SC_CLK_TCK);

	interference->before_s = -WINDOW_S;
	interference->tick_s = 1.0 / (double)(ticks > 0 ? ticks : 100);
	interference->stat = open_file(root, "/proc/stat");
	interference->loadavg = open_file(root, "/proc/loadavg");
	interference->allowed = some_cpus(root);
	lineage_read(root, "cpu", &lineage);
	open_pressures(
		interference, root, lineage.version == 2 ? lineage.groups[0].directory : NULL);
	open_throttlers(interference, &lineage);
	lineage_release(&lineage);
	return interference;
}

/*
 * Runs that follow each other at once share a window: reading all these files costs a
 * noticeable part of a very short run.
 */
void
interference_begin(struct interference *interference)
{
	double now_s = clock_monotonic_s();

	interference->begin_s = now_s;
	interference->opened = now_s - interference->before_s >= WINDOW_S;
	if (interference->opened) {
		take_snapshot(interference, &interference->before);
		interference->before_s = now_s;
	}
	interference->load = interference->before.load;
}

/* The end of one window is the beginning of the next. */
static void
close_window(struct interference *interference, double now_s)
{
	const struct snapshot before = interference->before;
	const struct snapshot *after = &interference->before;
	struct snapshot *rates = &interference->rate;
	double seconds = now_s - interference->before_s;

	take_snapshot(interference, &interference->before);
	interference->before_s = now_s;
	for (int i = 0; i < PRESSURE_COUNT; i++)
		rates->pressure_s[i] =
			rate(before.pressure_s[i], after->pressure_s[i], seconds);
	rates->steal_s = rate(before.steal_s, after->steal_s, seconds);
	rates->throttled_s = rate(before.throttled_s, after->throttled_s, seconds);
}

void
interference_end(struct interference *interference, struct observation *row)
{
	const struct snapshot *rates = &interference->rate;
	double now_s = clock_monotonic_s();
	double seconds = now_s - interference->begin_s;

	/* A run that opened a window closes it: before the next one there may be a long pause.
	 */
	if (interference->opened || now_s - interference->before_s >= WINDOW_S)
		close_window(interference, now_s);
	row->cpu_pressure_s = (float)(rates->pressure_s[PRESSURE_CPU] * seconds);
	row->io_pressure_s = (float)(rates->pressure_s[PRESSURE_IO] * seconds);
	row->memory_pressure_s = (float)(rates->pressure_s[PRESSURE_MEMORY] * seconds);
	row->steal_s = (float)(rates->steal_s * seconds);
	row->throttled_s = (float)(rates->throttled_s * seconds);
	row->loadavg = (float)interference->load;
}

void
interference_free(struct interference *interference)
{
	if (interference == NULL)
		return;
	for (int i = 0; i < PRESSURE_COUNT; i++)
		if (interference->pressure[i] != NO_FILE)
			close(interference->pressure[i]);
	for (size_t i = 0; i < interference->throttle_count; i++)
		close(interference->throttle[i]);
	if (interference->stat != NO_FILE)
		close(interference->stat);
	if (interference->loadavg != NO_FILE)
		close(interference->loadavg);
	hwloc_bitmap_free(interference->allowed);
	free(interference);
}
