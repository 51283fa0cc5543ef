/*
 * Which counts fail, and how often. Counts with the same finding share one sentence: ten of
 * them one by one would drive everything else off the screen.
 */
#include "config.h"

#include "view/sentences.h"

#include <stdbool.h>

#include "base/strbuf.h"

static bool
fails_always(const struct point *point)
{
	return point->failed == point->runs;
}

static bool
same_finding(const struct point *one, const struct point *other)
{
	if (one->mode != other->mode || one->failed == 0 || other->failed == 0)
		return false;
	return (fails_always(one) && fails_always(other)) ||
		(one->failed == other->failed && one->runs == other->runs);
}

/* The next point with that finding from `i` on; the count of points without one. */
static size_t
next_alike(const struct analysis *analysis, const struct point *point, size_t i)
{
	while (i < analysis->point_count && !same_finding(&analysis->points[i], point))
		i++;
	return i;
}

static bool
follows(const struct analysis *analysis, size_t i, size_t next)
{
	return next < analysis->point_count &&
		analysis->points[next].workers == analysis->points[i].workers + 1;
}

/* Behind `i` when the counts from there on have no gap. */
static size_t
end_of_range(const struct analysis *analysis, size_t i)
{
	const struct point *point = &analysis->points[i];
	size_t next = next_alike(analysis, point, i + 1);

	while (follows(analysis, i, next)) {
		i = next;
		next = next_alike(analysis, point, i + 1);
	}
	return i;
}

/* "4", "4 and 8", "2, 4 and 8 to 16": how many counts they are. */
static size_t
add_counts(struct strbuf *out, const struct analysis *analysis, size_t first)
{
	const struct point *point = &analysis->points[first];
	size_t count = 0;

	for (size_t i = first; i < analysis->point_count;) {
		int workers = analysis->points[i].workers;
		size_t last = end_of_range(analysis, i);
		int last_workers = analysis->points[last].workers;

		/* Two neighbours are no range. */
		if (last_workers - workers < 2) {
			last = i;
			last_workers = workers;
		}
		size_t next = next_alike(analysis, point, last + 1);
		bool ends = next >= analysis->point_count;
		strbuf_addf(out, "%s%d", count == 0 ? "" : ends ? " and " : ", ", workers);
		if (last > i)
			strbuf_addf(out, " to %d", last_workers);
		count += (size_t)(last_workers - workers) + 1;
		i = next;
	}
	return count;
}

static void
add_how_often(struct strbuf *out, const struct point *point, size_t counts)
{
	if (counts > 1 && fails_always(point))
		strbuf_addstr(out, " failed in every run");
	else if (point->runs == 1)
		strbuf_addstr(out, " failed in its only run");
	else if (fails_always(point))
		strbuf_addf(out, " failed in all %d runs", point->runs);
	else
		strbuf_addf(out, " failed in %d of %d runs%s", point->failed, point->runs,
			counts > 1 ? " each" : "");
}

/* Whether a point before this one has said it for both. */
static bool
is_said(const struct analysis *analysis, size_t i)
{
	return next_alike(analysis, &analysis->points[i], 0) < i;
}

void
failure_sentences(const struct analysis *analysis, struct strvec *list)
{
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		struct strbuf text = STRBUF_INIT;
		size_t counts = 1;

		if (point->failed == 0 || is_said(analysis, i))
			continue;
		if (point->mode == MODE_SEQ) {
			strbuf_addstr(&text, "The sequential form");
		} else {
			strbuf_addstr(&text, "Unsafe: with ");
			counts = add_counts(&text, analysis, i);
			strbuf_addf(&text, " worker%s it",
				counts == 1 && point->workers == 1 ? "" : "s");
		}
		add_how_often(&text, point, counts);
		if (point->mode != MODE_SEQ)
			strbuf_addf(&text, ", so that %s never advised",
				counts == 1 ? "this count is" : "these counts are");
		strbuf_addch(&text, '.');
		strvec_push_owned(list, strbuf_detach(&text));
	}
}
