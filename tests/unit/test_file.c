#include "config.h"

#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "io/directory.h"
#include "io/file.h"

/* Every test has a folder of its own and stands in it. */
struct place {
	char *before;
	char folder[32];
};

static void
place_enter(struct place *place)
{
	strcpy(place->folder, "/tmp/ptbench-unit.XXXXXX");
	place->before = realpath(".", NULL);
	CU_ASSERT_PTR_NOT_NULL_FATAL(mkdtemp(place->folder));
	CU_ASSERT_EQUAL_FATAL(chdir(place->folder), 0);
}

static void
place_leave(struct place *place)
{
	char *remove = xasprintf("rm -rf '%s'", place->folder);

	CU_ASSERT_EQUAL(chdir(place->before), 0);
	CU_ASSERT_EQUAL(system(remove), 0);
	free(place->before);
	free(remove);
}

static void
put(const char *path, const char *text)
{
	struct error error = {.text = ""};

	CU_ASSERT_EQUAL(file_write(path, text, strlen(text), &error), 0);
	ASSERT_TEXT(error.text, "");
}

static void
check_text(const char *path, const char *expected)
{
	struct strbuf text = STRBUF_INIT;
	struct error error = {.text = ""};

	CU_ASSERT_EQUAL(file_read(path, 1000, &text, &error), 0);
	ASSERT_TEXT(strbuf_text(&text), expected);
	strbuf_release(&text);
}

static void
check_link(const char *path, const char *expected)
{
	char target[256] = "";

	CU_ASSERT_TRUE(readlink(path, target, sizeof target - 1) > 0);
	ASSERT_TEXT(target, expected);
}

static void
test_write(void)
{
	struct place place;
	struct stat found;
	struct error error = {.text = ""};

	place_enter(&place);
	put("a", "one");
	put("a", "two");
	check_text("a", "two");
	CU_ASSERT_EQUAL(file_append("a", " more", 5, &error), 0);
	check_text("a", "two more");

	/* Its permissions stay. */
	CU_ASSERT_EQUAL(chmod("a", 0600), 0);
	put("a", "three");
	CU_ASSERT_EQUAL(stat("a", &found), 0);
	CU_ASSERT_EQUAL(found.st_mode & 07777, 0600);

	/* A link stays one, dangling or not. */
	CU_ASSERT_EQUAL(symlink("a", "link"), 0);
	put("link", "four");
	check_link("link", "a");
	check_text("a", "four");

	/* What is no plain file is written into, not replaced. */
	put("/dev/null", "x");
	CU_ASSERT_EQUAL(stat("/dev/null", &found), 0);
	CU_ASSERT_TRUE(S_ISCHR(found.st_mode));
	place_leave(&place);
}

static void
test_write_fails(void)
{
	struct place place;
	struct error error = {.text = ""};

	place_enter(&place);
	CU_ASSERT_EQUAL(file_write("/dev/full", "x", 1, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	ASSERT_TEXT(error.text,
		"/dev/full: cannot be written (No space left on device): free some "
		"space");
	CU_ASSERT_EQUAL(file_write("none/a", "x", 1, &error), -1);
	ASSERT_TEXT(error.text,
		"none/a: cannot be written (No such file or directory): choose a "
		"file that can be written");
	CU_ASSERT_EQUAL(mkdir("folder", 0777), 0);
	CU_ASSERT_EQUAL(file_write("folder", "x", 1, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	CU_ASSERT_EQUAL(rmdir("folder"), 0);
	/* Nothing was left behind. */
	CU_ASSERT_EQUAL(chdir("/"), 0);
	CU_ASSERT_EQUAL(rmdir(place.folder), 0);
	CU_ASSERT_EQUAL(mkdir(place.folder, 0700), 0);
	place_leave(&place);
}

static void
test_read_fails(void)
{
	struct place place;
	struct strbuf text = STRBUF_INIT;
	struct error error = {.text = ""};

	place_enter(&place);
	put("a", "0123456789");
	CU_ASSERT_EQUAL(file_read("a", 9, &text, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	ASSERT_TEXT(error.text, "a: is larger than 9 B: give a smaller file");
	CU_ASSERT_EQUAL(file_read("none", 9, &text, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	strbuf_release(&text);
	place_leave(&place);
}

static void
test_stamped(void)
{
	struct place place;
	struct error error = {.text = ""};
	char *first = NULL;
	char *second = NULL;

	place_enter(&place);
	CU_ASSERT_EQUAL_FATAL(directory_make(NULL, "20260131T120000Z", &first, &error), 0);
	ASSERT_TEXT(first, "ptbench-results/20260131T120000Z");
	CU_ASSERT_TRUE(file_is_directory("ptbench-results/20260131T120000Z/logs"));
	CU_ASSERT_TRUE(file_is_directory("ptbench-results/latest/plots"));
	check_text("ptbench-results/.gitignore",
		"# Measurements are no part of the project.\n*\n");
	CU_ASSERT_PTR_NULL(directory_recent(0));

	/* A second start within the same second. */
	CU_ASSERT_EQUAL_FATAL(directory_make(NULL, "20260131T120000Z", &second, &error), 0);
	ASSERT_TEXT(second, "ptbench-results/20260131T120000Z-2");
	check_link("ptbench-results/latest", "20260131T120000Z-2");

	put("ptbench-results/20260131T120000Z/report.json", "{}");
	put("ptbench-results/20260131T120000Z-2/report.json", "{}");
	char *newest = directory_recent(0);
	char *before = directory_recent(1);
	ASSERT_TEXT(newest, second);
	ASSERT_TEXT(before, first);
	CU_ASSERT_PTR_NULL(directory_recent(2));
	free(newest);
	free(before);
	free(first);
	free(second);
	place_leave(&place);
}

static void
test_latest(void)
{
	struct place place;
	struct error error = {.text = ""};
	char *path = NULL;

	place_enter(&place);
	CU_ASSERT_EQUAL(mkdir("ptbench-results", 0777), 0);
	CU_ASSERT_EQUAL(symlink("nowhere", "ptbench-results/latest"), 0);
	put("ptbench-results/.gitignore", "mine\n");
	CU_ASSERT_EQUAL_FATAL(directory_make(NULL, "1", &path, &error), 0);
	check_link("ptbench-results/latest", "1");
	check_text("ptbench-results/.gitignore", "mine\n");
	free(path);

	/* What the user called `latest` is no link of ours. */
	CU_ASSERT_EQUAL(unlink("ptbench-results/latest"), 0);
	put("ptbench-results/latest", "mine");
	CU_ASSERT_EQUAL_FATAL(directory_make(NULL, "2", &path, &error), 0);
	check_text("ptbench-results/latest", "mine");
	free(path);
	place_leave(&place);
}

static void
test_wanted(void)
{
	struct place place;
	struct error error = {.text = ""};
	char *path = NULL;

	place_enter(&place);
	CU_ASSERT_EQUAL_FATAL(directory_make("a/b/c", "1", &path, &error), 0);
	ASSERT_TEXT(path, "a/b/c");
	CU_ASSERT_TRUE(file_is_directory("a/b/c/logs"));
	CU_ASSERT_FALSE(file_exists("ptbench-results"));
	free(path);

	/* Foreign files do not matter, results do. */
	put("a/b/c/notes.txt", "x");
	CU_ASSERT_EQUAL_FATAL(directory_make("a/b/c/", "1", &path, &error), 0);
	free(path);
	put("a/b/c/runs.csv", "x");
	CU_ASSERT_EQUAL(directory_make("a/b/c", "1", &path, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_USAGE);
	ASSERT_TEXT(error.text,
		"a/b/c: holds results already: choose another folder with --output");
	put("a/b/c/session.json", "x");
	CU_ASSERT_EQUAL(directory_make("a/b/c", "1", &path, &error), -1);
	ASSERT_TEXT(error.text,
		"a/b/c: holds results already: go on with --resume, or choose "
		"another folder with --output");

	put("file", "x");
	CU_ASSERT_EQUAL(directory_make("file", "1", &path, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	ASSERT_TEXT(error.text,
		"file: the folder cannot be made or written (a file of that name "
		"is in the way): choose another one with --output");
	CU_ASSERT_EQUAL(directory_make("file/x", "1", &path, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	CU_ASSERT_EQUAL(mkdir("d", 0777), 0);
	put("d/logs", "x");
	CU_ASSERT_EQUAL(directory_make("d", "1", &path, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	CU_ASSERT_EQUAL(directory_make("/proc/x", "1", &path, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);

	put("ptbench-results", "x");
	CU_ASSERT_EQUAL(directory_make(NULL, "1", &path, &error), -1);
	CU_ASSERT_EQUAL(error.status, STATUS_INTERNAL);
	place_leave(&place);
}

SUITE(file, {"files are replaced whole", test_write},
	{"a failed write says so and leaves nothing", test_write_fails},
	{"a failed read says so", test_read_fails});

SUITE(directory, {"each measurement has its folder", test_stamped},
	{"latest points at the newest", test_latest},
	{"--output never writes over results", test_wanted});
