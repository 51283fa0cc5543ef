/*
 * forks SECONDS: everybody forks two who do the same and exits, up to some hundreds at once;
 * nobody lives for longer than that many seconds, should nobody end them.
 */
#include "helper.h"

#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/mman.h>

#define MOST 300

int
main(int argc, char **argv)
{
	double seconds = argument(argc, argv, 1, 20);
	atomic_int *alive = mmap(
		NULL, sizeof *alive, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct timespec start;
	struct timespec now;

	if (alive == MAP_FAILED)
		return 95;
	note_pid();
	signal(SIGTERM, SIG_IGN);
	signal(SIGCHLD, SIG_IGN);
	clock_gettime(CLOCK_MONOTONIC, &start);
	atomic_store(alive, 1);
	do {
		if (atomic_fetch_add(alive, 2) < MOST) {
			/* The parent dies, the children go on: nobody stays to be found. */
			if (fork() != 0 && fork() != 0)
				break;
		} else {
			atomic_fetch_sub(alive, 2);
			sched_yield();
		}
		clock_gettime(CLOCK_MONOTONIC, &now);
	} while ((double)(now.tv_sec - start.tv_sec) < seconds);
	atomic_fetch_sub(alive, 1);
	return 0;
}
