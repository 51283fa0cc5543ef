#include "config.h"

#include "unit.h"

#include "base/nearest.h"

static const char *
nearest_of(const char *word, const char *const *names, size_t count)
{
	struct nearest meant = NEAREST(word);

	for (size_t i = 0; i < count; i++)
		nearest_offer(&meant, names[i]);
	return meant.name;
}

static void
test_changes(void)
{
	static const char *const names[] = {"fit", "host", "workers", "runs", "budget"};
	static const struct {
		const char *word, *name;
	} cases[] = {
		{"fi", "fit"}, /* left out */
		{"fitt", "fit"}, /* added */
		{"fut", "fit"}, /* changed */
		{"hots", "host"}, /* swapped: one change, not two */
		{"wrokres", "workers"}, /* two changes */
		{"rnu", NULL}, /* two, in a short word */
		{"wrkrss", NULL}, /* three */
		{"budget", "budget"},
		{"f", NULL},
		{"", NULL},
	};
	char long_word[200];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *name = nearest_of(cases[i].word, names, 5);
		if (cases[i].name == NULL || name == NULL) {
			CU_ASSERT_PTR_EQUAL(name, cases[i].name);
		} else {
			CU_ASSERT_STRING_EQUAL(name, cases[i].name);
		}
	}
	memset(long_word, 'w', sizeof long_word - 1);
	long_word[sizeof long_word - 1] = '\0';
	CU_ASSERT_PTR_NULL(nearest_of(long_word, names, 5));
}

/* The nearest one wins wherever it stands, and of equal ones the first. */
static void
test_order(void)
{
	static const char *const names[] = {"runner", "runners", "rulers", "running"};

	CU_ASSERT_PTR_EQUAL(nearest_of("runnerz", names, 4), names[0]);
	CU_ASSERT_PTR_EQUAL(nearest_of("runnerss", names, 4), names[1]);
}

SUITE(nearest, {"one change, or two in long words", test_changes},
	{"the nearest of several", test_order});
