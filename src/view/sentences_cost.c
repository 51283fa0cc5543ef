/*
 * What a run takes and costs on machines that can be rented.
 */
#include "config.h"

#include "view/sentences.h"

#include <math.h>

#include "base/strbuf.h"
#include "view/figures.h"

/* The machines that an answer names; NULL for none. */
struct picks {
	const struct cost *free; /* the fastest that costs nothing */
	const struct cost *cheapest; /* of those that cost something */
	const struct cost *fastest;
};

static bool
is_better(const struct cost *cost, const struct cost *best, bool by_price)
{
	if (best == NULL)
		return true;
	if (by_price && cost->usd_per_run < best->usd_per_run)
		return true;
	if (by_price && cost->usd_per_run > best->usd_per_run)
		return false;
	return cost->wall_s < best->wall_s;
}

/* What is free for one project costs another: the cheapest that costs is named, too. */
static struct picks
find_picks(const struct analysis *analysis)
{
	struct picks picks = {NULL, NULL, NULL};

	for (size_t i = 0; i < analysis->cost_count; i++) {
		const struct cost *cost = &analysis->costs[i];

		if (!cost->fits || !isfinite(cost->usd_per_run) || !isfinite(cost->wall_s))
			continue;
		if (cost->usd_per_run <= 0.0 && is_better(cost, picks.free, false))
			picks.free = cost;
		if (cost->usd_per_run > 0.0 && is_better(cost, picks.cheapest, true))
			picks.cheapest = cost;
		if (cost->pareto && is_better(cost, picks.fastest, false))
			picks.fastest = cost;
	}
	return picks;
}

static void
add_cost(struct strbuf *out, const char *intro, const struct cost *cost)
{
	if (cost == NULL)
		return;
	strbuf_addf(out, "%s %s %s (", intro, cost->provider, cost->label);
	figure_advice(out, cost->mode, cost->workers);
	strbuf_addstr(out, ", ");
	figure_seconds(out, cost->wall_s);
	if (cost->usd_per_run > 0.0) {
		strbuf_addstr(out, ", ");
		figure_price(out, cost->usd_per_run);
		strbuf_addstr(out, " a run");
	}
	strbuf_addch(out, ')');
}

void
cost_sentences(const struct analysis *analysis, struct strvec *list)
{
	struct picks picks = find_picks(analysis);
	struct strbuf text = STRBUF_INIT;

	if (picks.fastest == NULL)
		return;
	strbuf_addstr(&text, "Machines for rent (paid whole, so all their CPUs may work):");
	add_cost(&text, " free", picks.free);
	add_cost(&text, picks.free != NULL ? "; cheapest paid" : " cheapest", picks.cheapest);
	if (picks.fastest != picks.cheapest && picks.fastest != picks.free)
		add_cost(&text, "; fastest", picks.fastest);
	strbuf_addch(&text, '.');
	strvec_push_owned(list, strbuf_detach(&text));
}

void
cost_method_sentences(const struct result *result, struct strvec *list)
{
	struct strbuf text = STRBUF_INIT;

	if (result->total.cost_count == 0)
		return;
	strbuf_addstr(&text,
		"A rented machine costs the same however few of its CPUs are busy: each has the "
		"fewest workers within ");
	figure_percent(&text, result->tolerance);
	strbuf_addstr(&text,
		" of its fastest count. The advice for CI is for a machine that others use, "
		"too: it stops at the knee, beyond which a worker gains less than it takes.");
	strvec_push_owned(list, strbuf_detach(&text));
	strvec_push(list,
		"A core there counts as a core here, unless --core-speed says otherwise; every "
		"begun billing step is paid, and --job-overhead is added to each run. What is "
		"free may be so for public repositories only.");
}
