#include "config.h"

#include "core/suites.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "base/units.h"

#define NAMED_MOST 6 /* suites that the sentence names; of more the table tells */
#define WORTH	   0.99 /* of the sequential time: what saves less is not worth a sentence */
#define NAME_MOST  32 /* bytes of a name in it */

enum suite_safety
suite_safety(const struct analysis *suite, int *fails_at)
{
	enum suite_safety safety = SUITE_UNKNOWN;

	*fails_at = 0;
	for (size_t i = 0; i < suite->point_count; i++) {
		const struct point *point = &suite->points[i];

		if (point->mode == MODE_SEQ && !isfinite(point->wall_s.estimate))
			return SUITE_UNKNOWN;
		if (point->mode != MODE_PAR || point->runs + point->failed == 0)
			continue;
		if (safety == SUITE_UNKNOWN)
			safety = SUITE_SAFE;
		if (point->safe)
			continue;
		safety = SUITE_UNSAFE;
		if (*fails_at == 0 || point->workers < *fails_at)
			*fails_at = point->workers;
	}
	return safety;
}

double
suites_own_s(const struct result *result)
{
	double sum = result->suite_count > 0 ? 0 : UNKNOWN;

	for (size_t i = 0; i < result->suite_count; i++)
		sum += result->suites[i].analysis.recommendation.local.wall_s;
	return sum;
}

static bool
passes_somewhere(const struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->point_count; i++)
		if (analysis->points[i].mode == MODE_PAR && analysis->points[i].runs > 0 &&
			analysis->points[i].safe)
			return true;
	return false;
}

static bool
can_be_named(const struct result *result)
{
	for (size_t i = 0; i < result->suite_count; i++)
		if (strlen(result->suites[i].analysis.name) > NAME_MOST)
			return false;
	return result->suite_count <= NAMED_MOST;
}

/* "unit 4, db sequential" */
static void
add_counts(struct strbuf *text, const struct result *result)
{
	for (size_t i = 0; i < result->suite_count; i++) {
		const struct analysis *suite = &result->suites[i].analysis;
		const struct advice *advice = &suite->recommendation.local;

		strbuf_addf(text, "%s%s ", i > 0 ? ", " : "", suite->name);
		if (advice->mode == MODE_SEQ)
			strbuf_addstr(text, "sequential");
		else
			strbuf_addf(text, "%d", advice->workers);
	}
}

void
suites_advise(struct result *result)
{
	struct analysis *total = &result->total;
	const struct point *base =
		analysis_point(total, total->reference_mode, total->reference_workers);
	double own_s = suites_own_s(result);
	struct strbuf text = STRBUF_INIT;
	char own[NUMBER_SIZE], before[NUMBER_SIZE];

	if (!isfinite(own_s) || base == NULL || !(own_s < WORTH * base->wall_s.estimate))
		return;
	if (passes_somewhere(total))
		strbuf_addstr(&text, total->recommendation.sentence);
	else
		strbuf_addstr(&text, "No count of workers passes in every suite.");
	format_time(own_s, own);
	format_time(base->wall_s.estimate, before);
	strbuf_addstr(&text, " With its own count for each suite ");
	if (can_be_named(result)) {
		strbuf_addch(&text, '(');
		add_counts(&text, result);
		strbuf_addstr(&text, ") ");
	}
	strbuf_addf(&text, "all take %s instead of %s.", own, before);
	free(total->recommendation.sentence);
	total->recommendation.sentence = strbuf_detach(&text);
}
