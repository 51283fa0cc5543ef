#include "config.h"

#include "proc/program.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/strvec.h"

#define SHEBANG_SIZE 256 /* what the kernel reads of a script (BINPRM_BUF_SIZE) */

/* What execve() would say about the file: 0 or an errno. */
static int
executable(const char *path)
{
	struct stat status;

	if (stat(path, &status) != 0)
		return errno;
	if (S_ISDIR(status.st_mode))
		return EISDIR;
	if (!S_ISREG(status.st_mode))
		return EACCES;
	return faccessat(AT_FDCWD, path, X_OK, AT_EACCESS) == 0 ? 0 : errno;
}

/* The interpreter of a script's "#!" line, NULL where there is none; the caller frees it. */
static char *
interpreter(const char *path)
{
	char line[SHEBANG_SIZE + 1];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return NULL;
	ssize_t got = pread(fd, line, SHEBANG_SIZE, 0);
	close(fd);
	if (got < 2)
		return NULL;
	line[got] = '\0';
	if (strncmp(line, "#!", 2) != 0)
		return NULL;

	const char *name = line + 2 + strspn(line + 2, " \t");
	size_t length = strcspn(name, " \t\n");
	return length > 0 ? xstrndup(name, length) : NULL;
}

/* Fills the error for a file that is there and cannot be executed. */
static int
refuse(const char *path, int reason, struct error *error)
{
	switch (reason) {
	case EISDIR:
		return error_set(error, STATUS_NOT_EXECUTABLE,
			"%s is a folder: name the program in it", path);
	case EACCES:
		return error_set(error, STATUS_NOT_EXECUTABLE,
			"%s may not be executed: make it executable (chmod +x) or put its "
			"interpreter in front",
			path);
	default:
		return error_set(error, STATUS_NOT_EXECUTABLE, "%s cannot be executed: %s",
			path, strerror(reason));
	}
}

static int
check_script(const char *path, struct error *error)
{
	char *name = interpreter(path);
	int reason = name != NULL ? executable(name) : 0;

	if (reason != 0)
		error_set(error, STATUS_NOT_EXECUTABLE,
			"%s asks for the interpreter %s (%s): install it or change the "
			"script's "
			"first line",
			path, name, strerror(reason));
	free(name);
	return reason != 0 ? -1 : 0;
}

/* A name with a slash is a path and is not looked for. */
static int
check_path(const char *path, struct error *error)
{
	int reason = executable(path);

	if (reason == 0)
		return check_script(path, error);
	if (reason == ENOENT || reason == ENOTDIR)
		return error_set(error, STATUS_NOT_FOUND,
			"%s is not there: check the path of the command", path);
	return refuse(path, reason, error);
}

/* The folders of PATH; an empty one is the current folder, an unset PATH the system's default. */
static void
search_path(struct strvec *folders)
{
	const char *path = getenv("PATH");
	char *standard = NULL;

	if (path == NULL) {
		size_t size = confstr(_CS_PATH, NULL, 0);
		standard = xmalloc(size + 1);
		standard[0] = '\0';
		confstr(_CS_PATH, standard, size);
		path = standard;
	}
	strvec_split(folders, path, ':');
	free(standard);
}

/* As execvp(): the first that can be executed wins; one that is there and cannot is remembered. */
static int
check_folders(const char *name, const struct strvec *folders, struct error *error)
{
	char *refused = NULL;
	int reason = 0;

	for (size_t i = 0; i < folders->count; i++) {
		const char *folder = folders->items[i];
		char *path = xasprintf("%s%s%s", folder, *folder != '\0' ? "/" : "./", name);
		int result = executable(path);

		if (result == 0) {
			result = check_script(path, error);
			free(path);
			free(refused);
			return result;
		}
		if (result != ENOENT && result != ENOTDIR && refused == NULL) {
			refused = path;
			reason = result;
		} else {
			free(path);
		}
	}
	if (refused != NULL)
		refuse(refused, reason, error);
	else
		error_set(error, STATUS_NOT_FOUND,
			"%s is not found in PATH: install it or give its path", name);
	free(refused);
	return -1;
}

int
program_check(const char *name, struct error *error)
{
	struct strvec folders = STRVEC_INIT;

	if (*name == '\0')
		return error_set(error, STATUS_NOT_FOUND,
			"the command's name is empty: name a program after --");
	if (strchr(name, '/') != NULL)
		return check_path(name, error);

	search_path(&folders);
	int result = check_folders(name, &folders, error);
	strvec_release(&folders);
	return result;
}
