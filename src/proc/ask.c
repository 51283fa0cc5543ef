#include "config.h"

#include "proc/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static int
add_actions(posix_spawn_file_actions_t *actions, const char *directory, int output)
{
	int problem = 0;

	if (directory != NULL)
		problem = posix_spawn_file_actions_addchdir_np(actions, directory);
	if (problem == 0)
		problem = posix_spawn_file_actions_addopen(
			actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	if (problem == 0)
		problem = posix_spawn_file_actions_adddup2(actions, output, STDOUT_FILENO);
	if (problem == 0)
		problem = posix_spawn_file_actions_adddup2(actions, output, STDERR_FILENO);
	return problem;
}

static int
start(const struct ask_arg *arg, int output, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int problem = posix_spawn_file_actions_init(&actions);

	if (problem != 0)
		return problem;
	/* Whatever is held back here, an interrupt must end the helper. */
	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	problem = add_actions(&actions, arg->directory, output);
	if (problem == 0)
		problem = posix_spawnp(pid, arg->argv->items[0], &actions, &attributes,
			arg->argv->items, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return problem;
}

static void
read_all(int fd, struct strbuf *said)
{
	char bytes[4096];
	ssize_t got;

	while ((got = read(fd, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			strbuf_add(said, bytes, (size_t)got);
}

int
ask_run(const struct ask_arg *arg, struct strbuf *said, int *status)
{
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) != 0)
		return errno;
	int problem = start(arg, ends[1], &pid);
	close(ends[1]);
	if (problem == 0) {
		read_all(ends[0], said);
		while (waitpid(pid, status, 0) < 0 && problem == 0)
			problem = errno == EINTR ? 0 : errno;
	}
	close(ends[0]);
	return problem;
}

void
ask_one_line(struct strbuf *said)
{
	size_t blanks = 0;

	for (size_t i = 0; i < said->length; i++)
		if (strchr("\n\r\t", said->text[i]) != NULL)
			said->text[i] = ' ';
	while (said->length > 0 && said->text[said->length - 1] == ' ')
		strbuf_truncate(said, said->length - 1);
	while (blanks < said->length && said->text[blanks] == ' ')
		blanks++;
	if (blanks > 0) {
		memmove(said->text, said->text + blanks, said->length - blanks + 1);
		said->length -= blanks;
	}
}
