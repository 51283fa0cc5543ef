#include "config.h"

#include "proc/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/strbuf.h"
#include "proc/program.h"

extern char **environ;

bool
gnuplot_available(void)
{
	struct error error;

	return program_check("gnuplot", &error) == 0;
}

/* Each script must make its picture alone, so that nothing of one may reach the next. */
static void
build_arguments(const struct strvec *scripts, struct strvec *argv)
{
	strvec_push(argv, "gnuplot");
	for (size_t i = 0; i < scripts->count; i++) {
		if (i > 0) {
			strvec_push(argv, "-e");
			strvec_push(argv, "reset session");
		}
		strvec_push(argv, scripts->items[i]);
	}
}

/* Starts gnuplot in `directory` with its output in the pipe; 0 or an errno. */
static int
start(const char *directory, const struct strvec *argv, int output, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none;
	int problem = posix_spawn_file_actions_init(&actions);

	if (problem != 0)
		return problem;
	/* Whatever is blocked here, an interrupt must end gnuplot. */
	sigemptyset(&none);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
	if ((problem = posix_spawn_file_actions_addchdir_np(&actions, directory)) == 0 &&
		(problem = posix_spawn_file_actions_addopen(
			 &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)) == 0 &&
		(problem = posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)) ==
			0 &&
		(problem = posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO)) ==
			0)
		problem = posix_spawnp(
			pid, argv->items[0], &actions, &attributes, argv->items, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return problem;
}

/* Everything it says, as one line. */
static void
read_output(int fd, struct strbuf *said)
{
	char bytes[1024];
	ssize_t got;

	while ((got = read(fd, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR))
		if (got > 0)
			strbuf_add(said, bytes, (size_t)got);
	for (size_t i = 0; i < said->length; i++)
		if (said->text[i] == '\n' || said->text[i] == '\t')
			said->text[i] = ' ';
	while (said->length > 0 && said->text[said->length - 1] == ' ')
		strbuf_truncate(said, said->length - 1);
}

static int
finish(pid_t pid, const struct strbuf *said, struct error *error)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return error_set(error, STATUS_INTERNAL, "cannot wait for gnuplot: %s",
				strerror(errno));
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	if (WIFSIGNALED(status))
		return error_set(error, STATUS_INTERNAL,
			"gnuplot was ended by signal %d: the scripts are there, run them by "
			"hand",
			WTERMSIG(status));
	return error_set(error, STATUS_INTERNAL, "gnuplot says:%s%s",
		said->length > 0 && said->text[0] == ' ' ? "" : " ", strbuf_text(said));
}

int
gnuplot_run(const char *directory, const struct strvec *scripts, struct error *error)
{
	struct strvec argv = STRVEC_INIT;
	struct strbuf said = STRBUF_INIT;
	int ends[2];
	pid_t pid;

	if (scripts->count == 0)
		return 0;
	if (pipe2(ends, O_CLOEXEC) != 0)
		return error_set(
			error, STATUS_INTERNAL, "cannot start gnuplot: %s", strerror(errno));
	build_arguments(scripts, &argv);
	int problem = start(directory, &argv, ends[1], &pid);
	close(ends[1]);

	int result;
	if (problem != 0) {
		result = error_set(error, STATUS_INTERNAL, "cannot start gnuplot in %s: %s",
			directory, strerror(problem));
	} else {
		read_output(ends[0], &said);
		result = finish(pid, &said, error);
	}
	close(ends[0]);
	strbuf_release(&said);
	strvec_release(&argv);
	return result;
}
