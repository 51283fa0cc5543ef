#include "config.h"

#include "proc/remedy.h"

#include <errno.h>
#include <stddef.h>

static const struct {
	int reason;
	const char *remedy;
} remedies[] = {
	{EMFILE, "raise the limit of open files (ulimit -n)"},
	{ENFILE, "close other programs or raise the machine's limit of files (fs.file-max)"},
	{EAGAIN, "stop other processes or raise the limit of processes (ulimit -u)"},
	{ENOMEM, "stop other programs that use memory"},
	{ENOSPC, "make room"},
	{EDQUOT, "make room"},
	{EFBIG, "raise the limit of file sizes (ulimit -f)"},
	{EACCES, "get the right to it, or be another user"},
	{EPERM, "get the right to it, or be another user"},
};

const char *
remedy(int reason)
{
	for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
		if (remedies[i].reason == reason)
			return remedies[i].remedy;
	return "see what in this system or container forbids it";
}
