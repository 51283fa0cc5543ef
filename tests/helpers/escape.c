/*
 * escape [clean]: leaves process group, session, terminal and parent behind and goes on
 * forever; `clean` empties its environment, too. The launcher waits for nothing.
 */
#include "helper.h"

#include <signal.h>

int
main(int argc, char **argv)
{
	char *const nothing[] = {NULL};
	char forever[] = "forever";
	char *const again[] = {argv[0], forever, NULL};

	if (argc > 1 && strcmp(argv[1], "forever") == 0) {
		signal(SIGTERM, SIG_IGN);
		signal(SIGHUP, SIG_IGN);
		for (;;)
			pause();
	}
	if (fork() > 0) {
		sleep_s(0.05);
		return 0;
	}
	setsid();
	if (fork() > 0)
		_exit(0);
	setpgid(0, 0);
	note_pid();
	if (argc > 1)
		execve("/proc/self/exe", again, nothing);
	execv("/proc/self/exe", again);
	return 96;
}
