/*
 * clock - the only place that asks what time it is.
 */
#ifndef PROC_CLOCK_H
#define PROC_CLOCK_H

#define CLOCK_UTC_SIZE 32

/* Seconds on CLOCK_MONOTONIC. */
double clock_monotonic_s(void);

void clock_pause(double seconds);

/* "2026-01-31T12:00:00Z"; the second form, "20260131T120000Z", fits in a file name. */
void clock_utc(char text[static CLOCK_UTC_SIZE]);
void clock_utc_compact(char text[static CLOCK_UTC_SIZE]);

#endif
