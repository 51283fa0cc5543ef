/* foreground: takes the terminal for its own process group, and does not give it back. */
#include "helper.h"

#include <signal.h>

int
main(void)
{
	int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC);

	signal(SIGTTOU, SIG_IGN);
	return terminal < 0 || tcsetpgrp(terminal, getpgrp()) != 0;
}
