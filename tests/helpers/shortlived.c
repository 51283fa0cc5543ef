/*
 * shortlived COUNT CPU_SECONDS [ignore [seen]]: children one after the other, each of which works
 * for that long; with `ignore` the kernel reaps them and adds their times to nobody's, with
 * `seen` they stay until ptbench has seen them.
 */
#include "helper.h"

#include <signal.h>

int
main(int argc, char **argv)
{
	int count = (int)argument(argc, argv, 1, 500);
	double seconds = argument(argc, argv, 2, 0.002);

	if (argc > 3)
		signal(SIGCHLD, SIG_IGN);
	for (int i = 0; i < count; i++) {
		pid_t pid = fork();

		if (pid < 0)
			return 94;
		if (pid == 0) {
			burn_s(seconds);
			if (argc > 4)
				wait_until_seen();
			_exit(0);
		}
		waitpid(pid, NULL, 0);
	}
	return 0;
}
