#include "config.h"

#include "core/point_warnings.h"

#include <math.h>

#include "base/strbuf.h"
#include "core/sample.h"

/* 1.96 sqrt(2): so much of ln of the ratio of two runs, in sigma, is 95 %. */
#define RATIO_MARGIN 2.77

/* The speedup at least; with the usual noise where no run could tell it. */
static double
least_speedup(const struct analysis *analysis, const struct point *point)
{
	if (isnan(analysis->noise))
		return point->speedup.estimate * exp(-RATIO_MARGIN * SAMPLE_USUAL_NOISE);
	return point->speedup.low;
}

/* A point whose speedup is beyond its count even at its lower end. */
static void
say_superlinear(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		if (analysis->reference_workers != 1 || point->workers < 2 ||
			!(least_speedup(analysis, point) > point->workers))
			continue;
		strvec_pushf(&analysis->warnings,
			"%d workers are %.2f times as fast, more than %d: no law explains "
			"that. Perhaps the sequential form does more (coverage, caches, "
			"memory), or the parallel one does less. Karp-Flatt is negative there.",
			point->workers, point->speedup.estimate, point->workers);
		return;
	}
}

static void
say_reference(struct analysis *analysis)
{
	if (analysis->reference_mode == MODE_SEQ || analysis->reference_workers == 0)
		return;
	strvec_pushf(&analysis->warnings,
		"%s: the parallel form with %d worker%s, the smallest count%s, is the "
		"reference for every speedup.",
		analysis_point(analysis, MODE_SEQ, 1) == NULL
			? "There is no run of the sequential form"
			: "No run of the sequential form passed",
		analysis->reference_workers, analysis->reference_workers == 1 ? "" : "s",
		analysis_point(analysis, MODE_SEQ, 1) == NULL ? "" : " that did");
}

static void
say_flagged(struct analysis *analysis)
{
	struct strbuf text = STRBUF_INIT;
	const char *separator = "";
	int flagged = 0;

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		flagged += point->flagged;
		if (point->flagged == 0)
			continue;
		if (point->mode == MODE_SEQ)
			strbuf_addf(&text, "%s%d sequential", separator, point->flagged);
		else
			strbuf_addf(
				&text, "%s%d at %d", separator, point->flagged, point->workers);
		separator = ", ";
	}
	if (flagged > 0)
		strvec_pushf(&analysis->warnings,
			"%d slow run%s (%s), more than 4 times the noise of %.1f %% away, %s "
			"left out of the estimates and kept in the files.",
			flagged, flagged == 1 ? "" : "s", strbuf_text(&text),
			100.0 * analysis->noise, flagged == 1 ? "was" : "were");
	strbuf_release(&text);
}

static void
say_replicates(struct analysis *analysis)
{
	/* Where no run passed there is no reference, and other things to worry about. */
	if (isnan(analysis->noise) && analysis->reference_workers > 0)
		strvec_pushf(&analysis->warnings,
			"Every count was run only once: the noise is not known, so times and "
			"speedups have no intervals, and the advice takes it for what is usual, "
			"about %g %%; run each at least twice.",
			100.0 * SAMPLE_USUAL_NOISE);
}

void
point_warnings(struct analysis *analysis)
{
	say_reference(analysis);
	say_replicates(analysis);
	say_flagged(analysis);
	say_superlinear(analysis);
}
