/*
 * pressure - how hard other work pressed on the machine while a trial ran.
 *
 * The kernel's counters are read before and after each run through descriptors that stay
 * open: stall times (PSI, of the machine, else of the own control group), stolen time of the
 * CPUs this process may use, throttling by a quota of any control group above, and the load
 * before. What the kernel does not tell stays unknown, which is not zero. These counters move
 * in ticks: runs shorter than 10 ms share a reading, and each has its part of what the last
 * 10 ms saw.
 */
#ifndef PROC_PRESSURE_H
#define PROC_PRESSURE_H

#include "core/observation.h"

struct pressure;

/* `root` is put before every path of /proc and /sys: "" for the real machine. */
struct pressure *pressure_new(const char *root);

/* Just before the command is started. Allocates nothing. */
void pressure_begin(struct pressure *pressure);

/* Just after it ended: fills throttled_s, *_pressure_s, steal_s and loadavg of `row`. */
void pressure_end(struct pressure *pressure, struct observation *row);

void pressure_free(struct pressure *pressure); /* NULL is fine */

#endif
