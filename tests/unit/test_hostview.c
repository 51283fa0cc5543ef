#include "config.h"

#include "unit.h"

#include <stdlib.h>

#include "base/memory.h"
#include "fixture.h"
#include "proc/host.h"
#include "view/hostview.h"

static char *
view_fixture(const char *name, bool color)
{
	struct style style = {.color = color};
	struct strbuf text = STRBUF_INIT;
	struct host host = HOST_INIT;
	char *path = xasprintf("host/%s", name);
	char *root = fixture_unpack(path);

	host_read(root, &host);
	host_view(&host, &style, &text);
	host_release(&host);
	fixture_remove(root);
	free(path);
	return strbuf_detach(&text);
}

static int
count_lines(const char *text)
{
	int lines = 0;

	for (; *text != '\0'; text++)
		lines += *text == '\n';
	return lines;
}

static size_t
longest_line(const char *text)
{
	size_t longest = 0;

	while (*text != '\0') {
		size_t length = strcspn(text, "\n");

		longest = length > longest ? length : longest;
		text += length + (text[length] == '\n');
	}
	return longest;
}

static void
test_quota(void)
{
	static const char wanted[] =
		"auto is 2 here: the quota of 2.5 CPUs, rounded down.\n"
		"\n"
		"  machine             v2-nested, 8 CPUs\n"
		"  kernel              6.1.0-test\n"
		"  may run on          0-7 (8 CPUs, from the affinity)\n"
		"  CPU quotas          2.5 CPUs: 250000 us in every 100000 us, "
		"/user.slice/build.slice (cgroup v2)\n"
		"                      rounded down: 2 (used; at least 1), rounded up: 3\n"
		"                      4 CPUs: 400000 us in every 100000 us, /user.slice "
		"(cgroup v2)\n"
		"  memory              3.0 GB of 16 GB, 8.0 GB of the machine's free now\n"
		"                      memory.high of /user.slice/build.slice (cgroup v2)\n"
		"  --workers words     auto = 2, threads = 8\n"
		"\n"
		"What others start here when they are told to choose:\n"
		"      2  ninja 1.11, cargo test, nextest, Node.js 22.12: affinity and quota, "
		"down\n"
		"      1  jest, vitest, node --test: that minus one\n"
		"      3  JVM, .NET: affinity and quota, rounded up\n"
		"      3  Go 1.25: the same, the quota counts as 2 at least\n"
		"      8  nproc, pytest-xdist without psutil: affinity\n"
		"      ?  pytest-xdist with psutil: the machine's physical cores\n"
		"      8  meson, stestr, Django, mocha, ava, playwright: the machine's CPUs\n";
	char *text = view_fixture("v2-nested", false);

	ASSERT_TEXT(text, wanted);
	free(text);
}

/* Half a CPU: one worker here, one in a JVM, two in Go; nobody starts none. */
static void
test_small_quota(void)
{
	char *text = view_fixture("v2-below-one", false);

	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "auto is 1 here: the quota of 0.5 CPUs, and at least one."));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "rounded down: 0 (used; at least 1), rounded up: 1"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "      1  jest"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "      1  JVM"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "      2  Go"));
	free(text);
}

static void
test_affinity(void)
{
	char *text = view_fixture("smt", false);

	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "auto is 4 here: the CPUs on which this process may run."));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "8 CPUs on 4 physical cores"));
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "0-2,4 (4 CPUs on 3 physical cores, from the affinity)"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "auto = 4, cores = 3, threads = 4"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "      4  pytest-xdist with psutil"));
	free(text);

	text = view_fixture("kinds", false);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "kinds of cores      2 cores up to 4800 MHz, speed 1.00"));
	CU_ASSERT_PTR_NOT_NULL(strstr(text, "4 cores up to 3600 MHz, speed 0.75"));
	free(text);
}

/* Every machine fits on one screen, and one that tells nothing gets no invented figure. */
static void
test_one_screen(void)
{
	static const char *const names[] = {"v2-nested", "v1", "hybrid", "smt", "kinds",
		"nothing", "many-cpus", "container-v1"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *text = view_fixture(names[i], false);
		CU_ASSERT(count_lines(text) <= 24);
		CU_ASSERT(longest_line(text) <= 100);
		CU_ASSERT_PTR_NULL(strstr(text, "nan"));
		CU_ASSERT_PTR_NULL(strchr(text, '\033'));
		free(text);
	}
	char *text = view_fixture("nothing", false);
	CU_ASSERT_PTR_NOT_NULL(
		strstr(text, "auto is 1 here: the machine does not tell its CPUs."));
	free(text);
	text = view_fixture("v1", true);
	CU_ASSERT_PTR_NOT_NULL(strchr(text, '\033'));
	free(text);
}

SUITE(hostview, {"the quota that binds, with both roundings", test_quota},
	{"less than one CPU", test_small_quota},
	{"affinity, physical cores, kinds of cores", test_affinity},
	{"one screen, nothing invented", test_one_screen});
