/* memory WORKERS MEGABYTES SECONDS: workers that hold memory, all at the same time. */
#include "helper.h"

static void
hold(size_t bytes, double seconds)
{
	char *block = malloc(bytes);

	if (block == NULL)
		_exit(98);
	memset(block, 1, bytes);
	sleep_s(seconds);
	/* Looked at once more, so that no compiler takes the block away. */
	_exit(block[bytes / 2] == 1 ? 0 : 97);
}

int
main(int argc, char **argv)
{
	int workers = (int)argument(argc, argv, 1, 4);
	size_t bytes = (size_t)(argument(argc, argv, 2, 100) * 1048576.0);
	double seconds = argument(argc, argv, 3, 0.5);
	int failed = 0;
	int status;

	for (int i = 0; i < workers; i++)
		if (fork() == 0)
			hold(bytes, seconds);
	while (wait(&status) > 0)
		failed += status != 0;
	return failed;
}
