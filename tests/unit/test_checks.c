#include "config.h"

#include "unit.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <string.h>

#include "core/checks.h"

#include "runs.h"

#define SESSIONS 1000
#define MOST	 20 /* of them: at p < .01 each finding has 10 +- 3 by chance */

/* Rounds in random order on a machine that does not change, with 3 % noise. */
static void
add_session(gsl_rng *random, int points, int rounds, struct observations *all)
{
	int workers[] = {1, 2, 4, 8, 12, 16, 24, 32};

	for (int round = 1; round <= rounds; round++) {
		gsl_ran_shuffle(random, workers, (size_t)points, sizeof *workers);
		for (int i = 0; i < points; i++) {
			int n = workers[i];
			runs_add(all, n == 1 ? MODE_SEQ : MODE_PAR, n,
				(10.0 + 90.0 / n) * exp(gsl_ran_gaussian(random, 0.03)));
			all->rows[all->count - 1].round = round;
		}
	}
}

static int
count_sentences(const struct strvec *warnings, const char *words)
{
	int count = 0;

	for (size_t i = 0; i < warnings->count; i++)
		count += strstr(warnings->items[i], words) != NULL;
	return count;
}

static void
check_alarms(gsl_rng *random, int points, int rounds)
{
	struct strvec warnings = STRVEC_INIT;

	for (int i = 0; i < SESSIONS; i++) {
		struct observations all = OBSERVATIONS_INIT;
		struct samples samples;

		add_session(random, points, rounds, &all);
		samples_make(&all, NULL, &samples);
		checks_warnings(&all, &samples, &warnings);
		samples_release(&samples);
		observations_release(&all);
	}
	CU_ASSERT(count_sentences(&warnings, "from the first to the last") <= MOST);
	CU_ASSERT(count_sentences(&warnings, "than the others") <= MOST);
	strvec_release(&warnings);
}

/* Two runs of each count have half as many residuals that are free as there are runs. */
static void
test_false_alarms(void)
{
	gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);

	check_alarms(random, 4, 2);
	check_alarms(random, 8, 2);
	check_alarms(random, 4, 5);
	gsl_rng_free(random);
}

SUITE(checks, {"a machine that does not change is seldom accused", test_false_alarms});
