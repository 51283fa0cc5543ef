/*
 * threads COUNT SECONDS: one process with that many threads, its first one included, for so long
 * and until ptbench has seen it.
 */
#include "helper.h"

#include <pthread.h>

static void *
rest(void *unused)
{
	pause();
	return unused;
}

int
main(int argc, char **argv)
{
	int count = (int)argument(argc, argv, 1, 8);
	double seconds = argument(argc, argv, 2, 0.3);
	pthread_t thread;

	for (int i = 1; i < count; i++)
		if (pthread_create(&thread, NULL, rest, NULL) != 0)
			return 92;
	sleep_s(seconds);
	wait_until_seen();
	return 0;
}
