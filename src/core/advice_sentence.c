#include "config.h"

#include "core/advice_sentence.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "base/strbuf.h"
#include "base/units.h"

static void
add_count(struct strbuf *text, enum mode mode, int workers)
{
	if (mode == MODE_SEQ)
		strbuf_addstr(text, "the sequential form");
	else
		strbuf_addf(text, "%d worker%s", workers, workers == 1 ? "" : "s");
}

/* Never "100 %": that is for what cannot be otherwise. */
static void
add_percent(struct strbuf *text, double fraction)
{
	double percent = floor(100.0 * fraction + 0.5);

	if (percent > 99.0)
		strbuf_addstr(text, "over 99 %");
	else
		strbuf_addf(text, "%.0f %%", percent);
}

/* "3.4 times as fast as sequentially (31.4 s instead of 109 s)" */
static void
add_gain(struct strbuf *text, const struct analysis *analysis, const struct advice *advice)
{
	const struct point *base =
		analysis_point(analysis, analysis->reference_mode, analysis->reference_workers);
	char here[NUMBER_SIZE], before[NUMBER_SIZE];

	format_time(advice->wall_s, here);
	if (base == NULL || (advice->mode == base->mode && advice->workers == base->workers)) {
		strbuf_addf(text, "%s", here);
		return;
	}
	double speedup = base->wall_s.estimate / advice->wall_s;
	format_time(base->wall_s.estimate, before);
	strbuf_addf(text, "%.*f times as fast as ", speedup < 9.95 ? 1 : 0, speedup);
	if (base->mode == MODE_SEQ)
		strbuf_addstr(text, "sequentially");
	else
		strbuf_addf(text, "with %d", base->workers);
	strbuf_addf(text, ", %s instead of %s", here, before);
}

/* Counts that fail may be faster, and are no choice. */
static const char *
restriction(const struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->point_count; i++)
		if (!analysis->points[i].safe)
			return " that passes";
	return "";
}

static void
add_sure(struct strbuf *text, const struct advice_sentence_arg *arg, const struct advice *local)
{
	const struct advice *fastest = &arg->analysis->recommendation.fastest;
	bool same = local->mode == fastest->mode && local->workers == fastest->workers;

	strbuf_addstr(text, "Use ");
	add_count(text, local->mode, local->workers);
	strbuf_addstr(text, " here: ");
	add_gain(text, arg->analysis, local);
	if (local->probability >= arg->confidence)
		strbuf_addf(text, ", and no other count%s is more than %g %% faster (",
			restriction(arg->analysis), 100.0 * arg->tolerance);
	else
		strbuf_addf(text, ", and%s within %g %% of the best%s%s (",
			same ? "" : " probably", 100.0 * arg->tolerance,
			restriction(arg->analysis), same ? " as far as the runs can tell" : "");
	add_percent(text, local->probability);
	strbuf_addstr(text, " probable)");
}

/* With workers both are probably as good as the best; no workers at all are another matter. */
static bool
is_equal(const struct advice_sentence_arg *arg, const struct advice *local)
{
	return local->mode == MODE_PAR && local->probability >= 0.5 &&
		arg->rival_probability >= 0.5;
}

/* The data cannot tell them apart: fewer workers cost less. The rival has more of them. */
static void
add_tie(struct strbuf *text, const struct advice_sentence_arg *arg, const struct advice *local)
{
	const struct point *rival = &arg->analysis->points[arg->rival];

	if (local->mode == MODE_SEQ) {
		strbuf_addstr(text, "The sequential form and ");
		add_count(text, rival->mode, rival->workers);
	} else {
		strbuf_addf(text, "%d and %d workers", local->workers, rival->workers);
	}
	strbuf_addstr(text,
		is_equal(arg, local) ? " are equal within the noise: take "
				     : " cannot be told apart by these runs: take ");
	if (local->mode == MODE_SEQ)
		strbuf_addstr(text, "the sequential form");
	else
		strbuf_addf(text, "%d", local->workers);
	strbuf_addstr(text, " here (");
	add_gain(text, arg->analysis, local);
	strbuf_addf(text, "; within %g %% of the best%s with ", 100.0 * arg->tolerance,
		restriction(arg->analysis));
	add_percent(text, local->probability);
	strbuf_addstr(text, " probability)");
}

static bool
fails_in_parallel(const struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->point_count; i++)
		if (analysis->points[i].mode == MODE_PAR && analysis->points[i].safe)
			return false;
	return true;
}

static void
add_sequential(
	struct strbuf *text, const struct advice_sentence_arg *arg, const struct advice *local)
{
	if (fails_in_parallel(arg->analysis)) {
		strbuf_addstr(text, "Stay sequential here: every count of workers fails");
		return;
	}
	strbuf_addf(text,
		"Stay sequential here: no count of workers%s is more than %g %% faster (",
		restriction(arg->analysis), 100.0 * arg->tolerance);
	add_percent(text, local->probability);
	strbuf_addstr(text, " probable)");
}

static void
add_ci(struct strbuf *text, const struct advice_sentence_arg *arg, const struct advice *local)
{
	const struct recommendation *recommendation = &arg->analysis->recommendation;
	const struct advice *ci = &recommendation->ci;

	strbuf_addstr(text, "; ");
	if (ci->workers == 0) {
		/* The rule is a sentence of its own: here it goes on without capital and
		 * period. */
		strbuf_addf(text, "for CI nothing can be advised, as %c%.*s",
			tolower((unsigned char)ci->rule[0]), (int)strlen(ci->rule) - 2,
			ci->rule + 1);
		return;
	}
	if (arg->elsewhere)
		strbuf_addf(text, "in CI with %d CPU%s ", recommendation->ci_cpus,
			recommendation->ci_cpus == 1 ? "" : "s");
	else
		strbuf_addstr(text, "in CI ");
	if (ci->mode == local->mode && ci->workers == local->workers) {
		strbuf_addstr(text, "the same");
		return;
	}
	if (ci->mode == MODE_SEQ)
		strbuf_addstr(text, "stay sequential");
	else
		strbuf_addf(text, "use %d", ci->workers);
	/* NAN, for other CPUs, is no doubt. */
	if (ci->probability < 0.5) {
		strbuf_addstr(text, ", as far as the runs can tell (");
		add_percent(text, ci->probability);
		strbuf_addstr(text, " probable)");
	}
	if (ci->mode == MODE_SEQ)
		strbuf_addstr(text, ": workers gain less than they take");
	else
		strbuf_addstr(text, ": beyond this knee each worker gains less than it takes");
}

/* Why there is no advice: nothing ran or passed, or there is nothing to compare with. */
static void
add_silence(struct strbuf *text, const struct analysis *analysis)
{
	const struct point *only = NULL;
	bool sequential_fails = false;
	bool fails = false;

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		fails = fails || point->failed > 0;
		if (point->mode == MODE_SEQ && point->failed > 0)
			sequential_fails = true;
		if (isfinite(point->wall_s.estimate) &&
			(point->safe || point->mode == MODE_SEQ))
			only = point;
	}
	if (only != NULL) {
		strbuf_addstr(text, "Only ");
		add_count(text, only->mode, only->workers);
		strbuf_addf(text, " can be used of what was measured: measure %s to get advice",
			only->mode == MODE_SEQ ? "a count of workers"
					       : "the sequential form or another count");
	} else if (fails && !sequential_fails) {
		strbuf_addstr(text, "Stay sequential: every count of workers fails");
	} else {
		strbuf_addstr(text, "No run passed, so that there is nothing to advise");
	}
}

char *
advice_sentence(const struct advice_sentence_arg *arg)
{
	const struct advice *local = &arg->analysis->recommendation.local;
	struct strbuf text = STRBUF_INIT;

	if (local->workers == 0) {
		add_silence(&text, arg->analysis);
	} else {
		if (arg->rival >= 0)
			add_tie(&text, arg, local);
		else if (local->mode == MODE_SEQ)
			add_sequential(&text, arg, local);
		else
			add_sure(&text, arg, local);
		add_ci(&text, arg, local);
	}
	strbuf_addch(&text, '.');
	return strbuf_detach(&text);
}
