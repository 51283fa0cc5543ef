/* stopped: stops itself and its child, and does so again whenever it is told to go on. */
#include "helper.h"

#include <signal.h>

int
main(void)
{
	fork();
	note_pid();
	for (;;)
		raise(SIGSTOP);
}
