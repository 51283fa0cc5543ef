#include "config.h"

#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "fixture.h"
#include "proc/gnuplot.h"
#include "proc/program.h"

/* A folder of programs as they should not be, made where the test can be root or not. */
static char *
make_programs(void)
{
	char *root = fixture_unpack("programs");
	static const struct {
		const char *path;
		mode_t mode;
	} modes[] = {
		{"/bin/good", 0755},
		{"/bin/headless", 0755},
		{"/bin/lost", 0755},
		{"/bin/plain", 0644},
		{"/more/plain", 0755},
	};

	for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
		char *path = xasprintf("%s%s", root, modes[i].path);
		CU_ASSERT_EQUAL(chmod(path, modes[i].mode), 0);
		free(path);
	}
	char *dangling = xasprintf("%s/bin/dangling", root);
	CU_ASSERT_EQUAL(symlink("nowhere", dangling), 0);
	free(dangling);
	return root;
}

/* What execvp() itself says: 0 or an errno, which comes through a pipe that exec closes. */
static int
execvp_says(const char *name)
{
	int ends[2], problem = 0;

	CU_ASSERT_EQUAL_FATAL(pipe2(ends, O_CLOEXEC), 0);
	pid_t child = fork();
	if (child == 0) {
		char copy[1024];
		char *argv[] = {copy, NULL};

		snprintf(copy, sizeof copy, "%s", name);
		execvp(name, argv);
		problem = errno;
		_exit(write(ends[1], &problem, sizeof problem) < 0);
	}
	close(ends[1]);
	if (read(ends[0], &problem, sizeof problem) != sizeof problem)
		problem = 0;
	close(ends[0]);
	waitpid(child, NULL, 0);
	return problem;
}

static enum status
verdict(const char *name)
{
	struct error error = {.status = STATUS_OK, .text = ""};

	if (program_check(name, &error) == 0)
		return STATUS_OK;
	CU_ASSERT(strlen(error.text) > 10);
	return error.status;
}

static enum status
status_of(int problem)
{
	if (problem == 0)
		return STATUS_OK;
	return problem == ENOENT || problem == ENOTDIR ? STATUS_NOT_FOUND
						       : STATUS_NOT_EXECUTABLE;
}

/* PATH is %1$s/more and so on, with ROOT for the folder; names may have ROOT in front, too. */
static void
test_programs(void)
{
	static const struct {
		const char *path;
		const char *name;
		enum status status;
	} rows[] = {
		{"/bin", "good", STATUS_OK},
		{"/bin", "headless", STATUS_OK},
		{"/bin", "plain", STATUS_NOT_EXECUTABLE},
		{"/bin:/more", "plain", STATUS_OK},
		{"/bin", "dangling", STATUS_NOT_FOUND},
		{"/bin", "folder", STATUS_NOT_EXECUTABLE},
		{"/bin", "absent", STATUS_NOT_FOUND},
		{"/absent:/bin/good", "good", STATUS_NOT_FOUND},
		{"/absent:/bin", "good", STATUS_OK},
		{"/bin", "", STATUS_NOT_FOUND},
		{"/bin", "/bin/good", STATUS_OK},
		{"/bin", "/bin/plain", STATUS_NOT_EXECUTABLE},
		{"/bin", "/bin/folder", STATUS_NOT_EXECUTABLE},
		{"/bin", "/bin/absent", STATUS_NOT_FOUND},
		{"/bin", "/bin/good/inside", STATUS_NOT_FOUND},
		{"/bin", "/bin/dangling", STATUS_NOT_FOUND},
	};
	char *saved = xstrdup(getenv("PATH"));
	char *root = make_programs();

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *second = strchr(rows[i].path, ':');
		size_t length = second != NULL ? (size_t)(second - rows[i].path) : 1000;
		char *path = xasprintf("%s%.*s%s%s%s", root, (int)length, rows[i].path,
			second != NULL ? ":" : "", second != NULL ? root : "",
			second != NULL ? second + 1 : "");
		char *name =
			xasprintf("%s%s", rows[i].name[0] == '/' ? root : "", rows[i].name);

		setenv("PATH", path, 1);
		CU_ASSERT_EQUAL(verdict(name), rows[i].status);
		CU_ASSERT_EQUAL(verdict(name), status_of(execvp_says(name)));
		free(name);
		free(path);
	}
	setenv("PATH", saved, 1);
	fixture_remove(root);
	free(saved);
}

/* execve() says ENOENT, which would blame the script for what its interpreter is. */
static void
test_interpreter(void)
{
	char *root = make_programs();
	char *name = xasprintf("%s/bin/lost", root);
	struct error error;

	CU_ASSERT_EQUAL(program_check(name, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_NOT_EXECUTABLE);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "/no/such/interpreter"));
	free(name);
	fixture_remove(root);
}

/* An unset PATH is the system's default; an empty part is the current folder. */
static void
test_odd_paths(void)
{
	char *saved = xstrdup(getenv("PATH"));
	char *root = make_programs();
	char *bin = xasprintf("%s/bin", root);
	int here = open(".", O_RDONLY | O_DIRECTORY);

	unsetenv("PATH");
	CU_ASSERT_EQUAL(verdict("sh"), STATUS_OK);
	CU_ASSERT_EQUAL(chdir(bin), 0);
	setenv("PATH", "/absent:", 1);
	CU_ASSERT_EQUAL(verdict("good"), STATUS_OK);
	setenv("PATH", "/absent", 1);
	CU_ASSERT_EQUAL(verdict("good"), STATUS_NOT_FOUND);
	CU_ASSERT_EQUAL(fchdir(here), 0);
	close(here);
	setenv("PATH", saved, 1);
	free(bin);
	free(saved);
	fixture_remove(root);
}

static void
test_gnuplot(void)
{
	char *root = fixture_unpack("gnuplot");
	struct strvec scripts = STRVEC_INIT;
	struct error error = {.text = ""};

	if (!gnuplot_available()) {
		fixture_remove(root);
		return;
	}
	strvec_push(&scripts, "first.gp");
	strvec_push(&scripts, "second.gp");
	CU_ASSERT_EQUAL(gnuplot_run(root, &scripts, &error), 0);
	ASSERT_TEXT(error.text, "");
	char *made = xasprintf("%s/made by second", root);
	CU_ASSERT_EQUAL(access(made, F_OK), 0);
	free(made);

	strvec_push(&scripts, "broken.gp");
	CU_ASSERT_EQUAL(gnuplot_run(root, &scripts, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	CU_ASSERT_PTR_NOT_NULL(strstr(error.text, "broken.gp"));
	CU_ASSERT_PTR_NULL(strchr(error.text, '\n'));
	CU_ASSERT_EQUAL(gnuplot_run("/absent", &scripts, &error), -1);
	strvec_release(&scripts);
	CU_ASSERT_EQUAL(gnuplot_run(root, &scripts, &error), 0);
	fixture_remove(root);
}

SUITE(program, {"programs are found as execvp() finds them", test_programs},
	{"a script's interpreter is looked at", test_interpreter},
	{"an unset PATH, an empty part of it", test_odd_paths},
	{"gnuplot runs scripts apart and says what is wrong", test_gnuplot});
