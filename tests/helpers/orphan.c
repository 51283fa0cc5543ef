/* orphan CPU_SECONDS: a launcher that exits at once; its orphaned grandchild works on. */
#include "helper.h"

int
main(int argc, char **argv)
{
	double seconds = argument(argc, argv, 1, 0.5);

	if (fork() > 0)
		return 0;
	setsid();
	if (fork() > 0)
		_exit(0);
	note_pid();
	burn_s(seconds);
	puts("orphan done");
	return 0;
}
