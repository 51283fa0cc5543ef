/* How often the tree is looked at: less and less while nothing happens, and within a budget. */
#include "config.h"

#include "unit.h"

#include "proc/clock.h"
#include "proc/sampler.h"

struct watch {
	struct tree tree;
	struct sampler sampler;
	double start_s;
};

static void
watch_open(struct watch *watch)
{
	tree_init(&watch->tree, NULL);
	sampler_init(&watch->sampler, &watch->tree, true);
	watch->start_s = clock_monotonic_s();
	sampler_begin(&watch->sampler, watch->start_s);
}

static void
watch_close(struct watch *watch)
{
	sampler_release(&watch->sampler);
	tree_release(&watch->tree);
}

static void
test_adapts(void)
{
	struct watch watch;
	double before_s;

	watch_open(&watch);
	/* Not before its time. */
	sampler_tick(&watch.sampler, watch.start_s);
	CU_ASSERT(watch.sampler.interval_s < 0.02 && watch.sampler.threads == 0);
	for (int i = 0; i < 3; i++) {
		before_s = watch.sampler.interval_s;
		sampler_tick(&watch.sampler, watch.sampler.next_s);
		CU_ASSERT(watch.sampler.interval_s > 1.5 * before_s);
	}
	for (int i = 0; i < 6; i++)
		sampler_tick(&watch.sampler, watch.sampler.next_s);
	ASSERT_NEAR(watch.sampler.interval_s, 1.0, 1e-9);
	watch_close(&watch);
}

static void
test_budget(void)
{
	struct watch watch;

	watch_open(&watch);
	/* Looks that took a tenth of a second so far: the next when the run is 22 s old. */
	watch.sampler.spent_s = 0.1;
	sampler_tick(&watch.sampler, watch.sampler.next_s);
	CU_ASSERT(watch.sampler.next_s >= watch.start_s + 22.0);
	watch_close(&watch);
}

/* Process 7 was seen twice; then another one had its number. */
static void
test_cpu(void)
{
	struct watch watch;
	struct sighting seen[] = {{7, 1.5, 0.25}, {9, 0.5, 0.0}};
	double user_s;
	double sys_s;

	watch_open(&watch);
	struct sampler sampler = watch.sampler;
	sampler.seen = seen;
	sampler.seen_count = 2;
	sampler.gone_user_s = 2.0;
	sampler.gone_sys_s = 1.0;
	sampler_cpu(&sampler, &user_s, &sys_s);
	ASSERT_NEAR(user_s, 4.0, 1e-9);
	ASSERT_NEAR(sys_s, 1.25, 1e-9);
	watch_close(&watch);
}

SUITE(sampler, {"looks adapt", test_adapts}, {"looks have a budget", test_budget},
	{"CPU seconds of all that were seen", test_cpu});
