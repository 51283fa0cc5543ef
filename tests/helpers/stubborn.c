/* stubborn: it and its child ignore every signal that can be ignored. */
#include "helper.h"

#include <signal.h>

int
main(void)
{
	for (int i = 1; i < NSIG; i++)
		if (i != SIGCHLD)
			signal(i, SIG_IGN);
	fork();
	note_pid();
	for (;;)
		pause();
}
