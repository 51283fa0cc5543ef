/*
 * The .trs file that automake's parallel test harness leaves beside the .log of each script
 * (Automake manual, "Log files generation and test results recording").
 *
 * It holds results and no times, but `make check` removes both files first, the driver makes
 * the .log when the script begins and writes the .trs when it has ended: the file system has
 * the time, where it knows when a file was made.
 */
#include "config.h"

#include "io/test_report_kind.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>

#define SUFFIX ".trs"

bool
recognise_automake(const char *text)
{
	return strncmp(text, ":test-result: ", 14) == 0 ||
		strncmp(text, ":test-global-result: ", 21) == 0 ||
		strncmp(text, ":global-test-result: ", 21) == 0 ||
		strncmp(text, ":recheck: ", 10) == 0;
}

/* The length of the path without its suffix. */
static size_t
stem_length(const char *path)
{
	size_t length = strlen(path), suffix = strlen(SUFFIX);

	return length > suffix && strcmp(path + length - suffix, SUFFIX) == 0 ? length - suffix
									      : length;
}

/* From the making of the .log to the last byte of the .trs; negative where nobody knows. */
static double
elapsed_s(const struct report *report)
{
	struct strbuf log = STRBUF_INIT;
	struct statx begun;
	struct stat ended;

	strbuf_addf(&log, "%.*s.log", (int)stem_length(report->path), report->path);
	bool known = statx(AT_FDCWD, strbuf_text(&log), 0, STATX_BTIME, &begun) == 0 &&
		(begun.stx_mask & STATX_BTIME) != 0 && fstat(fileno(report->file), &ended) == 0;
	strbuf_release(&log);
	if (!known)
		return -1;
	return (double)(ended.st_mtim.tv_sec - begun.stx_btime.tv_sec) +
		1e-9 * ((double)ended.st_mtim.tv_nsec - (double)begun.stx_btime.tv_nsec);
}

static const char *
value_of(const char *line, const char *key)
{
	size_t length = strlen(key);

	return strncmp(line, key, length) == 0 ? line + length + strspn(line + length, " \t")
					       : NULL;
}

static enum test_result
result_of(const char *word)
{
	if (strncmp(word, "PASS", 4) == 0 || strncmp(word, "XFAIL", 5) == 0)
		return TEST_PASSED;
	return strncmp(word, "SKIP", 4) == 0 ? TEST_SKIPPED : TEST_FAILED;
}

/* What is worse: a script whose driver told no global result failed with any of its tests. */
static enum test_result
worse(enum test_result one, enum test_result other)
{
	if (one == TEST_FAILED || other == TEST_FAILED)
		return TEST_FAILED;
	return one == TEST_PASSED || other == TEST_PASSED ? TEST_PASSED : TEST_SKIPPED;
}

int
read_automake(struct report *report, struct error *error)
{
	struct strbuf line = STRBUF_INIT, name = STRBUF_INIT;
	enum test_result result = TEST_SKIPPED;
	size_t results = 0;
	bool global = false;

	while (report_line(report, &line)) {
		const char *text = strbuf_text(&line);
		const char *one = value_of(text, ":test-result:");
		const char *all = value_of(text, ":test-global-result:");

		if (all == NULL)
			all = value_of(text, ":global-test-result:");
		if (all != NULL)
			result = result_of(all);
		else if (one != NULL && !global)
			result = results > 0 ? worse(result, result_of(one)) : result_of(one);
		global = global || all != NULL;
		results += one != NULL || all != NULL;
	}
	if (results > 0) {
		const char *path = report->path + 2 * (strncmp(report->path, "./", 2) == 0);

		strbuf_add(&name, path, stem_length(path));
		report_add(report,
			(struct test_case){
				.file = "",
				.class_name = "",
				.name = strbuf_text(&name),
				.result = result,
			},
			elapsed_s(report));
	}
	strbuf_release(&line);
	strbuf_release(&name);
	return report_end(report, results, error);
}
