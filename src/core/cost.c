#include "config.h"

#include "core/cost.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/predict.h"

void
prices_release(struct prices *prices)
{
	for (size_t i = 0; i < prices->count; i++) {
		free(prices->rows[i].provider);
		free(prices->rows[i].label);
	}
	free(prices->rows);
	*prices = (struct prices)PRICES_INIT;
}

double
cost_billed_usd(const struct price *price, double seconds)
{
	double billed_s = seconds;

	/* A run of exactly one step is not two, whatever the last bit says. */
	if (price->billing_s > 0.0)
		billed_s = ceil(seconds / price->billing_s - 1e-9) * price->billing_s;
	return billed_s / 60.0 * price->usd_per_min;
}

/* Bytes that a form and count needs; NAN when unknown. */
static double
memory_needed(const struct analysis *analysis, const struct point *point, int workers)
{
	if (point != NULL && isfinite(point->peak_bytes))
		return point->peak_bytes;
	if (!analysis->memory.known)
		return UNKNOWN;
	return analysis->memory.base_bytes + analysis->memory.per_worker_bytes * workers;
}

struct candidate {
	enum mode mode;
	int workers;
	double wall_s;
	bool fits; /* in the machine's memory, as far as is known */
};

static struct candidate
candidate_at(const struct fits *fits, const struct cost_arg *arg, const struct price *price,
	const struct analysis *analysis, struct candidate form)
{
	const struct point *point = analysis_point(analysis, form.mode, form.workers);

	form.wall_s = UNKNOWN;
	if (point == NULL || point->safe)
		form.wall_s = predict_value(fits, form.mode, form.workers, price->cpus) /
			arg->core_speed;
	/* An unknown need or size is no reason to strike a machine out. */
	form.fits = !(memory_needed(analysis, point, form.workers) > price->memory_bytes);
	return form;
}

/* Where more workers than those that passed fail, nothing tells that a count between passes. */
static bool
may_pass(const struct analysis *analysis, int workers)
{
	int passed, fails;

	return !analysis_fails_beyond(analysis, &passed, &fails) || workers < passed;
}

/* Candidates are the forms measured, and as many workers as the machine has CPUs. */
static size_t
list_candidates(const struct fits *fits, const struct cost_arg *arg, const struct price *price,
	const struct analysis *analysis, struct candidate *candidates)
{
	size_t count = 0;
	struct candidate own = {.mode = MODE_PAR, .workers = (int)price->cpus};

	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];
		struct candidate form = {.mode = point->mode, .workers = point->workers};
		candidates[count++] = candidate_at(fits, arg, price, analysis, form);
	}
	if (own.workers >= 2 && analysis_point(analysis, MODE_PAR, own.workers) == NULL &&
		may_pass(analysis, own.workers))
		candidates[count++] = candidate_at(fits, arg, price, analysis, own);
	return count;
}

/* The smallest count within the tolerance of the fastest one that fits; NULL: none is known. */
static const struct candidate *
choose(const struct candidate *candidates, size_t count, double tolerance)
{
	const struct candidate *chosen = NULL;
	double least = (double)INFINITY;

	for (size_t i = 0; i < count; i++)
		if (candidates[i].fits && candidates[i].wall_s < least)
			least = candidates[i].wall_s;
	for (size_t i = 0; i < count; i++) {
		const struct candidate *candidate = &candidates[i];
		if (!candidate->fits || !(candidate->wall_s <= least * (1.0 + tolerance)))
			continue;
		if (chosen == NULL || candidate->mode < chosen->mode ||
			(candidate->mode == chosen->mode &&
				candidate->workers < chosen->workers))
			chosen = candidate;
	}
	return chosen;
}

static struct cost
cost_on(const struct fits *fits, const struct cost_arg *arg, const struct price *price,
	const struct analysis *analysis, struct candidate *scratch)
{
	size_t count = list_candidates(fits, arg, price, analysis, scratch);
	const struct candidate *chosen = choose(scratch, count, arg->tolerance);
	bool any_fits = false;

	for (size_t i = 0; i < count; i++)
		any_fits |= scratch[i].fits;
	struct cost cost = {
		.provider = xstrdup(price->provider),
		.label = xstrdup(price->label),
		.cpus = price->cpus,
		.memory_bytes = price->memory_bytes,
		.mode = chosen != NULL ? chosen->mode : MODE_PAR,
		.workers = chosen != NULL ? chosen->workers : 0,
		.wall_s = chosen != NULL ? chosen->wall_s : UNKNOWN,
		.usd_per_run = UNKNOWN,
		.fits = any_fits,
	};
	if (chosen != NULL)
		cost.usd_per_run = cost_billed_usd(price, chosen->wall_s + arg->job_overhead_s);
	return cost;
}

static bool
dominates(const struct cost *other, const struct cost *cost)
{
	return other->wall_s <= cost->wall_s && other->usd_per_run <= cost->usd_per_run &&
		(other->wall_s < cost->wall_s || other->usd_per_run < cost->usd_per_run);
}

static void
mark_front(struct analysis *analysis)
{
	for (size_t i = 0; i < analysis->cost_count; i++) {
		struct cost *cost = &analysis->costs[i];
		cost->pareto =
			cost->fits && isfinite(cost->wall_s) && isfinite(cost->usd_per_run);
		for (size_t j = 0; j < analysis->cost_count && cost->pareto; j++)
			cost->pareto = !analysis->costs[j].fits ||
				!dominates(&analysis->costs[j], cost);
	}
}

void
cost_fill(const struct fits *fits, const struct cost_arg *arg, struct analysis *analysis)
{
	struct candidate *scratch = xcalloc(analysis->point_count + 1, sizeof *scratch);

	analysis->costs = xcalloc(arg->prices->count, sizeof *analysis->costs);
	for (size_t i = 0; i < arg->prices->count; i++)
		analysis->costs[analysis->cost_count++] =
			cost_on(fits, arg, &arg->prices->rows[i], analysis, scratch);
	mark_front(analysis);
	free(scratch);
}
