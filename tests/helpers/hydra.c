/*
 * hydra HEADS: a parent and that many children who ignore SIGTERM. When the parent dies, every
 * child that still can grows a new one, who notes "reborn" in $HELPER_PIDS and lives on.
 */
#include "helper.h"

#include <signal.h>
#include <sys/prctl.h>

static void
note_birth(void)
{
	int fd = open(getenv("HELPER_PIDS"), O_WRONLY | O_APPEND | O_CLOEXEC);

	if (fd < 0 || write(fd, "reborn\n", 7) != 7)
		_exit(98);
	close(fd);
}

static void __attribute__((noreturn)) watch(const sigset_t *death)
{
	int number;

	prctl(PR_SET_PDEATHSIG, SIGUSR1);
	sigwait(death, &number);
	if (fork() == 0)
		note_birth();
	for (;;)
		pause();
}

int
main(int argc, char **argv)
{
	int heads = (int)argument(argc, argv, 1, 100);
	sigset_t death;

	signal(SIGTERM, SIG_IGN);
	sigemptyset(&death);
	sigaddset(&death, SIGUSR1);
	sigprocmask(SIG_BLOCK, &death, NULL);
	for (int i = 0; i < heads; i++)
		if (fork() == 0)
			watch(&death);
	note_pid();
	for (;;)
		pause();
}
