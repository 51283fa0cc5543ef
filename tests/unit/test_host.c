#include "config.h"

#include "unit.h"

#include <errno.h>
#include <hwloc.h>
#include <stdlib.h>

#include "base/memory.h"
#include "fixture.h"
#include "proc/affinity.h"
#include "proc/host.h"
#include "proc/lineage.h"

#define GIB (1024.0 * 1024.0 * 1024.0)

static void
read_fixture(const char *name, struct host *host)
{
	char *path = xasprintf("host/%s", name);
	char *root = fixture_unpack(path);

	*host = (struct host)HOST_INIT;
	host_read(root, host);
	fixture_remove(root);
	free(path);
}

/* The quota that binds, as "VERSION PATH QUOTA/PERIOD"; "none" without one. */
static void
check_tightest(const struct host *host, const char *wanted)
{
	char *actual = xstrdup("none");

	for (size_t i = 0; i < host->quota_count; i++) {
		const struct cpu_quota *quota = &host->quotas[i];

		if (quota->cpus <= host->quota_cpus) {
			free(actual);
			actual = xasprintf("%d %s %.0f/%.0f", quota->version, quota->group,
				quota->quota_us, quota->period_us);
			break;
		}
	}
	ASSERT_TEXT(actual, wanted);
	free(actual);
}

static void
test_quotas(void)
{
	static const struct {
		const char *fixture;
		int automatic;
		int affinity;
		const char *tightest;
		double memory_bytes;
	} rows[] = {
		{"v2-nested", 2, 8, "2 /user.slice/build.slice 250000/100000", 3 * GIB},
		{"v2-leaf-without-cpu", 3, 8, "2 /ci.slice 300000/100000", 16 * GIB},
		{"v2-below-one", 1, 8, "2 /tiny 50000/100000", 16 * GIB},
		{"v2-generous", 2, 2, "2 /big 1600000/100000", 16 * GIB},
		{"v1", 3, 8, "1 /batch 350000/100000", 2 * GIB},
		{"hybrid", 6, 8, "1 /job 600000/100000", 1 * GIB},
		{"hybrid-cpu-in-v2", 5, 8, "2 /job 550000/100000", 16 * GIB},
		{"container-own-namespace", 1, 8, "2 / 150000/100000", 0.5 * GIB},
		{"container-host-namespace", 2, 8,
			"2 /system.slice/docker-abc.scope 200000/100000", 1 * GIB},
		{"container-v1", 2, 8, "1 /docker/abc 250000/100000", 1 * GIB},
		{"container-path-not-mounted", 4, 8, "1 / 400000/100000", 16 * GIB},
		{"outside-namespace", 3, 8, "2 / 350000/100000", 16 * GIB},
		{"escaped-mount", 4, 8, "2 /a b 450000/100000", 16 * GIB},
		{"no-groups", 8, 8, "none", 16 * GIB},
		{"cpuset", 3, 3, "none", 16 * GIB},
		{"many-cpus", 1500, 1536, "2 /wide 150050000/100000", 4096 * GIB},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct host host;

		read_fixture(rows[i].fixture, &host);
		CU_ASSERT_EQUAL(host.automatic, rows[i].automatic);
		CU_ASSERT_EQUAL(host.affinity_cpus, rows[i].affinity);
		check_tightest(&host, rows[i].tightest);
		ASSERT_NEAR(host.memory_bytes, rows[i].memory_bytes, 1e-12);
		host_release(&host);
	}
}

/* Own group first; a group without the file has no line. */
static void
test_lineage(void)
{
	struct host host;

	read_fixture("v2-nested", &host);
	CU_ASSERT_EQUAL_FATAL(host.quota_count, 3);
	ASSERT_TEXT(host.quotas[0].group, "/user.slice/build.slice/job.scope");
	CU_ASSERT(isnan(host.quotas[0].cpus));
	ASSERT_NEAR(host.quotas[1].cpus, 2.5, 1e-12);
	ASSERT_TEXT(host.quotas[2].group, "/user.slice");
	ASSERT_NEAR(host.quotas[2].cpus, 4.0, 1e-12);
	ASSERT_NEAR(host.machine_memory_bytes, 16 * GIB, 1e-12);
	ASSERT_NEAR(host.available_bytes, 8 * GIB, 1e-12);
	host_release(&host);

	read_fixture("v1", &host);
	CU_ASSERT_EQUAL_FATAL(host.quota_count, 3);
	ASSERT_TEXT(host.quotas[0].group, "/batch/job7");
	ASSERT_TEXT(host.quotas[2].group, "/");
	CU_ASSERT(isnan(host.quotas[2].cpus));
	CU_ASSERT(isnan(host.memory_limits[0].bytes));
	host_release(&host);
}

static void
test_affinity_list(void)
{
	struct host host;

	read_fixture("cpuset", &host);
	ASSERT_TEXT(host.affinity_list, "0-1,4");
	CU_ASSERT_EQUAL(host.logical_cpus, 12);
	ASSERT_TEXT(host.name, "cpuset");
	ASSERT_TEXT(host.kernel, "6.1.0-test");
	host_release(&host);
}

/* Unknown is unknown: no CPU count is invented, and `auto` is still a count. */
static void
test_nothing(void)
{
	struct host host;

	read_fixture("nothing", &host);
	CU_ASSERT_EQUAL(host.automatic, 1);
	CU_ASSERT_EQUAL(host.logical_cpus, 0);
	CU_ASSERT(isnan(host.quota_cpus));
	CU_ASSERT(isnan(host.memory_bytes));
	ASSERT_TEXT(host.cpu_model, "");
	host_release(&host);
}

static void
test_cores(void)
{
	struct host host;

	read_fixture("smt", &host);
	CU_ASSERT_EQUAL(host.machine_cores, 4);
	CU_ASSERT_EQUAL(host.physical_cores, 3);
	CU_ASSERT_EQUAL(host.affinity_cpus, 4);
	CU_ASSERT_EQUAL(host.kind_count, 0);
	ASSERT_TEXT(host.cpu_model, "Example CPU @ 2.40GHz");
	host_release(&host);
}

static void
test_kinds(void)
{
	struct host host;

	read_fixture("kinds", &host);
	CU_ASSERT_EQUAL(host.physical_cores, 6);
	CU_ASSERT_EQUAL_FATAL(host.kind_count, 2);
	ASSERT_TEXT(host.kinds[0].name, "up to 4800 MHz");
	CU_ASSERT_EQUAL(host.kinds[0].cores, 2);
	CU_ASSERT_EQUAL(host.kinds[0].capacity, 1024);
	CU_ASSERT_EQUAL(host.kinds[1].cores, 4);
	CU_ASSERT_EQUAL(host.kinds[1].capacity, 768);
	host_release(&host);

	/* The fast cores of this board are not ours. */
	read_fixture("capacity", &host);
	CU_ASSERT_EQUAL(host.physical_cores, 4);
	CU_ASSERT_EQUAL(host.machine_cores, 6);
	CU_ASSERT_EQUAL_FATAL(host.kind_count, 1);
	CU_ASSERT_EQUAL(host.kinds[0].cores, 4);
	ASSERT_TEXT(host.kinds[0].name, "capacity 446");
	ASSERT_TEXT(host.cpu_model, "Example Board");
	host_release(&host);
}

/* A kernel whose own mask has 8192 CPUs, of which these are ours. */
static int
wide_affinity(size_t size, cpu_set_t *mask)
{
	if (size < 8192 / 8) {
		errno = EINVAL;
		return -1;
	}
	CPU_SET_S(3, size, mask);
	CPU_SET_S(5000, size, mask);
	return 0;
}

static int
no_affinity(size_t size, cpu_set_t *mask)
{
	(void)size;
	(void)mask;
	errno = EPERM;
	return -1;
}

static int
hopeless_affinity(size_t size, cpu_set_t *mask)
{
	(void)size;
	(void)mask;
	errno = EINVAL;
	return -1;
}

static void
test_wide_mask(void)
{
	hwloc_bitmap_t allowed = affinity_read(wide_affinity);

	CU_ASSERT_EQUAL(hwloc_bitmap_weight(allowed), 2);
	CU_ASSERT(hwloc_bitmap_isset(allowed, 5000));
	hwloc_bitmap_free(allowed);

	allowed = affinity_read(no_affinity);
	CU_ASSERT(hwloc_bitmap_iszero(allowed));
	hwloc_bitmap_free(allowed);

	allowed = affinity_read(hopeless_affinity);
	CU_ASSERT(hwloc_bitmap_iszero(allowed));
	hwloc_bitmap_free(allowed);
}

/* The real machine: whatever it is, the figures agree with one another. */
static void
test_here(void)
{
	struct host host = HOST_INIT;

	host_read("", &host);
	CU_ASSERT(host.automatic >= 1);
	CU_ASSERT(host.automatic <= host.affinity_cpus);
	CU_ASSERT(host.affinity_cpus <= host.logical_cpus);
	CU_ASSERT(host.physical_cores <= host.machine_cores);
	CU_ASSERT(host.memory_bytes <= host.machine_memory_bytes);
	CU_ASSERT(host.name[0] != '\0');
	host_release(&host);
}

static void
test_automatic(void)
{
	CU_ASSERT_EQUAL(host_automatic(8, (double)NAN), 8);
	CU_ASSERT_EQUAL(host_automatic(8, 2.5), 2);
	CU_ASSERT_EQUAL(host_automatic(8, 0.1), 1);
	CU_ASSERT_EQUAL(host_automatic(2, 2.5), 2);
	CU_ASSERT_EQUAL(host_automatic(0, (double)NAN), 1);
	CU_ASSERT_EQUAL(host_automatic(8, 8.0), 8);
}

SUITE(host, {"auto is the tightest of affinity and quotas", test_automatic},
	{"quotas and memory limits of every kind of hierarchy", test_quotas},
	{"ancestors in order, with the raw figures", test_lineage},
	{"the affinity list has its holes", test_affinity_list},
	{"a machine that tells nothing", test_nothing},
	{"physical cores among the allowed CPUs", test_cores}, {"kinds of cores", test_kinds},
	{"the affinity mask grows", test_wide_mask},
	{"this machine agrees with itself", test_here});
