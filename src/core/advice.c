#include "config.h"

#include "core/advice.h"

#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "base/strbuf.h"
#include "core/advice_sentence.h"
#include "core/evidence.h"
#include "core/memory_model.h"
#include "core/posterior.h"
#include "core/predict.h"
#include "core/random.h"

/* Points that may be advised, and what the posterior says about them. */
struct candidates {
	const struct advice_arg *arg;
	struct analysis *analysis;
	size_t *points; /* index of the point that each arm of the posterior is */
	struct posterior posterior;
};

static bool
is_candidate(const struct point *point)
{
	bool measured = isfinite(point->wall_s.estimate);

	/* A flaky sequential form is still the baseline; a flaky count is unsafe. */
	if (point->mode == MODE_SEQ)
		return measured;
	return point->safe && (measured || point->runs == 0);
}

static bool
gather(struct candidates *candidates, struct evidence *evidence)
{
	const struct advice_arg *arg = candidates->arg;
	const struct analysis *analysis = candidates->analysis;
	bool measured = false;

	candidates->points = xcalloc(analysis->point_count + 1, sizeof *candidates->points);
	evidence_clear(evidence, analysis->point_count);
	for (size_t i = 0; i < analysis->point_count; i++) {
		const struct point *point = &analysis->points[i];

		if (!is_candidate(point))
			continue;
		candidates->points[evidence->arm_count] = i;
		measured |= isfinite(point->wall_s.estimate);
		evidence_add(evidence,
			&(struct evidence_arm){
				.mode = point->mode,
				.workers = point->workers,
				.observations = arg->observations,
				.rows = point->rows,
				.row_count = point->row_count,
				.sample =
					samples_find(arg->samples, point->mode, point->workers),
			});
	}
	return measured;
}

/* The same draws as the planner's last ones, where it planned these runs. */
static bool
believe(struct candidates *candidates)
{
	struct evidence evidence = EVIDENCE_INIT;
	bool known = gather(candidates, &evidence);

	if (known) {
		gsl_rng *random = random_new();
		posterior_seed(
			random, candidates->arg->seed, candidates->arg->observations->count);
		posterior_draw(&candidates->posterior,
			&(struct posterior_arg){
				.arms = evidence.arms,
				.arm_count = evidence.arm_count,
				.tolerance = candidates->arg->tolerance,
				.random = random,
			});
		gsl_rng_free(random);
	}
	evidence_release(&evidence);
	return known;
}

static const struct point *
candidate(const struct candidates *candidates, size_t arm)
{
	return &candidates->analysis->points[candidates->points[arm]];
}

/* The measured time, or what is believed of a count that was not measured. */
static double
time_here(const struct candidates *candidates, size_t arm)
{
	const struct point *point = candidate(candidates, arm);

	return isfinite(point->wall_s.estimate) ? point->wall_s.estimate
						: posterior_time(&candidates->posterior, arm);
}

static struct advice
advise(const struct candidates *candidates, size_t arm, char *rule)
{
	const struct point *point = candidate(candidates, arm);

	return (struct advice){
		.mode = point->mode,
		.workers = point->workers,
		.wall_s = time_here(candidates, arm),
		.probability = candidates->posterior.within[arm],
		.rule = rule,
	};
}

static struct advice
advise_fastest(const struct candidates *candidates)
{
	return advise(candidates, candidates->posterior.pick,
		xasprintf("Most probably within %g %% of the best count.",
			100.0 * candidates->arg->tolerance));
}

/* The fewest workers that are as good as the best as probably as not; the arms are ascending. */
static size_t
smallest_good_arm(const struct posterior *posterior)
{
	for (size_t arm = 0; arm < posterior->arm_count; arm++)
		if (posterior->gains[arm] && posterior->within[arm] >= 0.5)
			return arm;
	return posterior->pick;
}

static struct advice
advise_local(const struct candidates *candidates)
{
	return advise(candidates, smallest_good_arm(&candidates->posterior),
		xasprintf(
			"The fewest workers that are within %g %% of the best count at least as "
			"probably as not.",
			100.0 * candidates->arg->tolerance));
}

#define NOTHING_FITS (-1)

/* The largest count whose memory fits, 0 where that is not known. */
static int
memory_cap(const struct advice_arg *arg, const struct memory_model *memory)
{
	double workers = memory_model_most(memory, arg->memory_limit);

	if (isnan(workers))
		return 0;
	if (workers < 1.0)
		return NOTHING_FITS;
	return (int)fmin(workers, COUNTS_MAX_WORKERS);
}

static bool
is_elsewhere(const struct advice_arg *arg)
{
	return arg->ci_cpus > 0 && !(fabs(arg->ci_cpus - arg->cpus) < 1e-9);
}

/* The time on the CI machine; NAN where nothing supports a figure. */
static double
time_in_ci(const struct candidates *candidates, size_t arm)
{
	const struct advice_arg *arg = candidates->arg;
	const struct point *point = candidate(candidates, arm);

	if (!is_elsewhere(arg))
		return time_here(candidates, arm);
	if (arg->fits == NULL)
		return UNKNOWN;
	return predict_value(arg->fits, point->mode, point->workers, arg->ci_cpus);
}

static char *
knee_rule(const struct candidates *candidates, int cap)
{
	const struct advice_arg *arg = candidates->arg;
	struct strbuf rule = STRBUF_INIT;

	strbuf_addstr(&rule, "The knee, the largest speedup times efficiency");
	if (is_elsewhere(arg))
		strbuf_addf(&rule, ", as predicted for %d CPU%s", arg->ci_cpus,
			arg->ci_cpus == 1 ? "" : "s");
	if (cap > 0)
		strbuf_addf(&rule, ", of the counts whose memory fits (at most %d)", cap);
	strbuf_addch(&rule, '.');
	return strbuf_detach(&rule);
}

static struct advice
advise_nothing(char *rule)
{
	return (struct advice){.wall_s = UNKNOWN, .probability = UNKNOWN, .rule = rule};
}

/* That no other count is a better knee by more than the tolerance. */
static double
knee_probability(const struct candidates *candidates, size_t knee, int cap)
{
	const struct posterior *posterior = &candidates->posterior;
	int *workers = xcalloc(posterior->arm_count, sizeof *workers);

	for (size_t arm = 0; arm < posterior->arm_count; arm++) {
		int own = candidate(candidates, arm)->workers;
		workers[arm] = cap > 0 && own > cap ? 0 : own;
	}
	double probability =
		posterior_knee(posterior, workers, knee, candidates->arg->tolerance);
	free(workers);
	return probability;
}

static struct advice
advise_ci(const struct candidates *candidates, int cap)
{
	double best = 0.0, best_s = UNKNOWN;
	size_t knee = 0;

	if (cap == NOTHING_FITS)
		return advise_nothing(
			xstrdup("Not even one worker fits into the memory limit."));
	for (size_t arm = 0; arm < candidates->posterior.arm_count; arm++) {
		int workers = candidate(candidates, arm)->workers;
		double wall_s = time_in_ci(candidates, arm);
		/* S(N) E(N) = T(1)^2 / (N T(N)^2): T(1) is the same for all. */
		double merit = 1.0 / (workers * wall_s * wall_s);

		if ((cap > 0 && workers > cap) || !(merit > best))
			continue;
		best = merit;
		best_s = wall_s;
		knee = arm;
	}
	if (isnan(best_s))
		return advise_nothing(xasprintf(
			"The times on %d CPUs cannot be told without the CPU seconds of the runs "
			"and the CPUs they had (--host-cpus).",
			candidates->arg->ci_cpus));

	struct advice ci = advise(candidates, knee, knee_rule(candidates, cap));
	ci.wall_s = best_s;
	ci.probability = is_elsewhere(candidates->arg)
		? UNKNOWN
		: knee_probability(candidates, knee, cap);
	return ci;
}

/*
 * The point with more workers that the runs cannot tell from the local advice: the most
 * probable one, as long as the advice is not sure to be as good.
 */
static void
find_rival(const struct candidates *candidates, struct advice_sentence_arg *sentence)
{
	const struct posterior *posterior = &candidates->posterior;
	size_t local = smallest_good_arm(posterior);
	double most = 0.1;

	if (posterior->within[local] >= candidates->arg->confidence)
		return;
	for (size_t arm = local + 1; arm < posterior->arm_count; arm++)
		if (posterior->within[arm] > most) {
			most = posterior->within[arm];
			sentence->rival = (int)candidates->points[arm];
			sentence->rival_probability = most;
		}
}

/* One count alone is no advice, unless it is the sequential form because all others fail. */
static bool
can_compare(const struct candidates *candidates)
{
	const struct point *first = candidate(candidates, 0);
	size_t measured = 0;

	if (candidates->posterior.arm_count == 1)
		return first->mode == MODE_SEQ && candidates->analysis->point_count > 1;
	for (size_t arm = 0; arm < candidates->posterior.arm_count; arm++)
		if (isfinite(candidate(candidates, arm)->wall_s.estimate))
			measured++;
	return measured > 1;
}

void
advice_recommend(const struct advice_arg *arg, struct analysis *analysis)
{
	struct recommendation *recommendation = &analysis->recommendation;
	struct candidates candidates = {.arg = arg, .analysis = analysis};
	struct advice_sentence_arg sentence = {
		.analysis = analysis,
		.tolerance = arg->tolerance,
		.confidence = arg->confidence,
		.elsewhere = is_elsewhere(arg),
		.rival = -1,
	};

	recommendation->ci_cpus = arg->ci_cpus > 0 ? arg->ci_cpus
		: isfinite(arg->cpus)		   ? (int)floor(fmax(arg->cpus, 1.0))
						   : 0;
	int cap = memory_cap(arg, &analysis->memory);
	recommendation->memory_cap = cap > 0 ? cap : 0;
	if (believe(&candidates) && can_compare(&candidates)) {
		recommendation->fastest = advise_fastest(&candidates);
		recommendation->local = advise_local(&candidates);
		recommendation->ci = advise_ci(&candidates, cap);
		find_rival(&candidates, &sentence);
	}
	recommendation->sentence = advice_sentence(&sentence);
	free(candidates.points);
	posterior_release(&candidates.posterior);
}
