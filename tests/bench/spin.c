/*
 * spin ROUNDS FILE [CHILDREN]: a fixed amount of work that needs the CPU and nothing else, with
 * that many idle children about. Adds a line to the file: the seconds that the work took, and
 * its CPU seconds, as the program itself saw them.
 */
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
seconds(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Each step needs the one before (Marsaglia's xorshift), so that nothing can be left out. */
static uint64_t
work(unsigned long rounds)
{
	uint64_t x = 88172645463325252U;

	for (unsigned long i = 0; i < rounds; i++) {
		x ^= x << 13;
		x ^= x >> 7;
		x ^= x << 17;
	}
	return x;
}

static void
have_children(long count)
{
	for (long i = 0; i < count; i++) {
		if (fork() == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;)
				pause();
		}
	}
}

int
main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	FILE *file = fopen(argv[2], "a");
	if (file == NULL)
		return 1;
	have_children(argc > 3 ? strtol(argv[3], NULL, 10) : 0);

	double wall_s = seconds(CLOCK_MONOTONIC);
	double cpu_s = seconds(CLOCK_PROCESS_CPUTIME_ID);
	uint64_t result = work(strtoul(argv[1], NULL, 10));
	cpu_s = seconds(CLOCK_PROCESS_CPUTIME_ID) - cpu_s;
	wall_s = seconds(CLOCK_MONOTONIC) - wall_s;

	fprintf(file, "%.9f %.9f\n", wall_s, cpu_s);
	fclose(file);
	return result == 0;
}
