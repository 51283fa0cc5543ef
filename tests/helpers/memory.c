/*
 * memory WORKERS MEGABYTES SECONDS: workers that all hold memory at the same time, for so long
 * and until ptbench has seen it.
 */
#include "helper.h"

static void
hold(size_t bytes, int ready, int done)
{
	char *block = malloc(bytes);
	char byte;

	if (block == NULL)
		_exit(98);
	memset(block, 1, bytes);
	if (write(ready, "r", 1) != 1 || read(done, &byte, 1) != 0)
		_exit(91);
	/* Looked at once more, so that no compiler takes the block away. */
	_exit(block[bytes / 2] == 1 ? 0 : 97);
}

int
main(int argc, char **argv)
{
	int workers = (int)argument(argc, argv, 1, 4);
	size_t bytes = (size_t)(argument(argc, argv, 2, 100) * 1048576.0);
	double seconds = argument(argc, argv, 3, 0.5);
	int ready[2];
	int done[2];
	int failed = 0;
	int status;
	char byte;

	if (pipe(ready) != 0 || pipe(done) != 0)
		return 90;
	for (int i = 0; i < workers; i++) {
		if (fork() == 0) {
			close(done[1]);
			hold(bytes, ready[1], done[0]);
		}
	}
	for (int i = 0; i < workers; i++)
		failed += read(ready[0], &byte, 1) != 1;
	sleep_s(seconds);
	wait_until_seen();
	close(done[1]);
	while (wait(&status) > 0)
		failed += status != 0;
	return failed;
}
