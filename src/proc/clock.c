#include "config.h"

#include "proc/clock.h"

#include <time.h>

double
clock_monotonic_s(void)
{
	struct timespec now = {0};

	/* This clock does not fail; where something in between does, the next try may not. */
	for (int tries = 0; tries < 3 && clock_gettime(CLOCK_MONOTONIC, &now) != 0; tries++)
		continue;
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void
clock_pause(double seconds)
{
	struct timespec pause = {.tv_sec = (time_t)seconds};

	pause.tv_nsec = (long)((seconds - (double)pause.tv_sec) * 1e9);
	nanosleep(&pause, NULL);
}

static struct tm
utc_now(void)
{
	time_t now = time(NULL);
	struct tm parts = {0};

	gmtime_r(&now, &parts);
	return parts;
}

void
clock_utc(char text[static CLOCK_UTC_SIZE])
{
	struct tm now = utc_now();

	strftime(text, CLOCK_UTC_SIZE, "%Y-%m-%dT%H:%M:%SZ", &now);
}

void
clock_utc_compact(char text[static CLOCK_UTC_SIZE])
{
	struct tm now = utc_now();

	strftime(text, CLOCK_UTC_SIZE, "%Y%m%dT%H%M%SZ", &now);
}
