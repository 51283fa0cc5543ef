/*
 * What the tests inside the command tell: the long pole, those that behave otherwise in
 * parallel, and where the workers' time went.
 */
#include "config.h"

#include "view/sentences.h"

#include <math.h>

#include "base/strbuf.h"
#include "view/figures.h"
#include "view/text.h"

static void
tests_sentence(const struct tests_summary *tests, struct strvec *list)
{
	struct strbuf text = STRBUF_INIT;

	if (!(tests->total_s > 0.0)) {
		strbuf_addf(&text, "Tests: %d; how long they take is not known.", tests->tests);
		strvec_push_owned(list, strbuf_detach(&text));
		return;
	}
	strbuf_addf(&text, "Tests: %d take ", tests->tests);
	figure_seconds(&text, tests->total_s);
	if (tests->longest.name != NULL) {
		strbuf_addstr(&text, ", the longest ");
		figure_seconds(&text, tests->longest.seconds);
		strbuf_addstr(&text, " (");
		text_add_clean(&text, tests->longest.name, SENTENCE_NAME_COLUMNS, true);
		strbuf_addch(&text, ')');
	}
	if (tests->useful_workers > 0)
		strbuf_addf(&text, ": more than %d worker%s cannot help", tests->useful_workers,
			tests->useful_workers == 1 ? "" : "s");
	strbuf_addch(&text, '.');
	strvec_push_owned(list, strbuf_detach(&text));
}

static void
add_one_finding(struct strbuf *text, const struct test_finding *finding, bool slower)
{
	text_add_clean(text, finding->name, SENTENCE_NAME_COLUMNS, true);
	if (slower && finding->sequential_s > 0.0)
		strbuf_addf(text, " (%.1f times with %d workers)",
			finding->parallel_s / finding->sequential_s, finding->smallest_workers);
	else if (!slower && finding->smallest_workers > 0)
		strbuf_addf(text, " (from %d workers)", finding->smallest_workers);
}

struct finding_list {
	const char *intro;
	const struct test_finding *items;
	size_t count;
	bool slower;
};

static void
finding_sentence(const struct finding_list *findings, size_t most, struct strvec *list)
{
	struct strbuf text = STRBUF_INIT;

	if (findings->count == 0)
		return;
	strbuf_addstr(&text, findings->intro);
	for (size_t i = 0; i < findings->count && i < most; i++) {
		strbuf_addstr(&text, i > 0 ? ", " : " ");
		add_one_finding(&text, &findings->items[i], findings->slower);
	}
	if (findings->count > most)
		strbuf_addf(&text, " and %zu more", findings->count - most);
	strbuf_addch(&text, '.');
	strvec_push_owned(list, strbuf_detach(&text));
}

void
test_sentences(const struct analysis *analysis, size_t most, struct strvec *list)
{
	const struct tests_summary *tests = &analysis->tests;
	const struct finding_list findings[] = {
		{"Fail in parallel only:", tests->unsafe, tests->unsafe_count, false},
		{"Flaky:", tests->flaky, tests->flaky_count, false},
		{"Slower in parallel:", tests->slower, tests->slower_count, true},
	};

	if (!tests->known)
		return;
	tests_sentence(tests, list);
	for (size_t i = 0; i < sizeof findings / sizeof *findings; i++)
		finding_sentence(&findings[i], most, list);
	for (size_t i = 0; i < tests->count_count && i < most; i++) {
		struct strbuf text = STRBUF_INIT;
		strbuf_addf(&text, "With %d workers %d tests ran, sequentially %d.",
			tests->counts[i].workers, tests->counts[i].tests, tests->tests);
		strvec_push_owned(list, strbuf_detach(&text));
	}
}

static void
add_part(struct strbuf *text, const char *name, double part, double whole,
	const char **separator)
{
	/* What is less than a hundredth of the whole is no explanation. */
	if (!(fabs(part) >= 0.01 * whole))
		return;
	strbuf_addf(text, "%s%s ", *separator, name);
	figure_percent(text, part / whole);
	*separator = ", ";
}

void
breakdown_sentence(const struct analysis *analysis, struct strvec *list)
{
	struct strbuf text = STRBUF_INIT;
	const char *separator = ": ";

	if (analysis->breakdown_count == 0)
		return;
	const struct breakdown *last = &analysis->breakdowns[analysis->breakdown_count - 1];
	if (!(last->lost_s > 0.0))
		return;
	strbuf_addf(&text, "With %d workers ", last->workers);
	figure_seconds(&text, last->lost_s);
	strbuf_addstr(&text, " of the workers' time are lost");
	add_part(&text, "start-up", last->startup_s, last->lost_s, &separator);
	add_part(&text, "each worker's cost", last->per_worker_s, last->lost_s, &separator);
	add_part(&text, "imbalance", last->imbalance_s, last->lost_s, &separator);
	add_part(&text, "waiting for CPUs", last->contention_s, last->lost_s, &separator);
	add_part(&text, "slower tests", last->inflation_s, last->lost_s, &separator);
	add_part(&text, "other", last->other_s, last->lost_s, &separator);
	strbuf_addch(&text, '.');
	strvec_push_owned(list, strbuf_detach(&text));
}
