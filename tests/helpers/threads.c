/* threads COUNT SECONDS: one process with that many threads, its first one included. */
#include "helper.h"

#include <pthread.h>

static double seconds;

static void *
rest(void *unused)
{
	sleep_s(seconds);
	return unused;
}

int
main(int argc, char **argv)
{
	int count = (int)argument(argc, argv, 1, 8);
	pthread_t threads[256];

	seconds = argument(argc, argv, 2, 0.3);
	if (count > 256)
		return 93;
	for (int i = 1; i < count; i++)
		if (pthread_create(&threads[i], NULL, rest, NULL) != 0)
			return 92;
	for (int i = 1; i < count; i++)
		pthread_join(threads[i], NULL);
	return 0;
}
