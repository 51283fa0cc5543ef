#include "config.h"

#include "core/checks.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define MOST_RUNS    5000 /* a trend that needs more runs to be seen is too small to matter */
#define SIGNIFICANT  0.01
#define WORTH_SAYING 0.01 /* log-time: effects below 1 % change no decision */
#define MOST_ROUNDS  10000

/* Runs in the order in which they were made, with their log-residuals. */
struct sequence {
	double *order;
	double *residual;
	int *round;
	size_t count;
	double points; /* that they are of: each has taken its mean from its residuals */
};

struct entry {
	size_t row;
	double residual;
	int round;
};

static int
compare_entries(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;

	return (a->row > b->row) - (a->row < b->row);
}

/* Every n-th run of each point when there are very many. Points of one run say nothing. */
static size_t
collect(const struct observations *all, const struct samples *samples, struct entry *entries)
{
	size_t stride = samples->used / MOST_RUNS + 1;
	size_t count = 0;

	for (size_t s = 0; s < samples->count; s++) {
		const struct sample *sample = &samples->items[s];
		if (sample->usable < 2)
			continue;
		for (size_t i = 0; i < sample->row_count; i += stride) {
			const struct observation *row = &all->rows[sample->rows[i]];
			if (!observation_usable(row))
				continue;
			entries[count].row = sample->rows[i];
			/* One slow run is no trend: what is flagged counts as just that slow. */
			double most = SAMPLE_FLAG_SCALES * samples->noise;
			double residual = log(row->wall_s) - sample->log.mean;
			entries[count].residual = fmin(fmax(residual, -most), most);
			entries[count++].round = row->round;
		}
	}
	qsort(entries, count, sizeof *entries, compare_entries);
	return count;
}

static void
sequence_make(const struct observations *all, const struct samples *samples,
	struct sequence *sequence)
{
	size_t rows = 1;

	for (size_t s = 0; s < samples->count; s++) {
		rows += samples->items[s].row_count / (samples->used / MOST_RUNS + 1) + 1;
		sequence->points += samples->items[s].usable >= 2 ? 1.0 : 0.0;
	}
	struct entry *entries = xcalloc(rows, sizeof *entries);
	sequence->count = collect(all, samples, entries);
	sequence->order = xcalloc(rows, sizeof *sequence->order);
	sequence->residual = xcalloc(rows, sizeof *sequence->residual);
	sequence->round = xcalloc(rows, sizeof *sequence->round);
	for (size_t i = 0; i < sequence->count; i++) {
		sequence->order[i] = (double)i;
		sequence->residual[i] = entries[i].residual;
		sequence->round[i] = entries[i].round;
	}
	free(entries);
}

static void
sequence_release(struct sequence *sequence)
{
	free(sequence->order);
	free(sequence->residual);
	free(sequence->round);
}

static void
check_drift(const struct sequence *sequence, struct strvec *warnings)
{
	size_t n = sequence->count;
	double constant = 0.0, slope = 0.0, c00 = 0.0, c01 = 0.0, c11 = 0.0, squares = 0.0;
	double df = (double)n - 1.0 - sequence->points;

	if (n < 8 || df < 1.0)
		return;
	double *work = xcalloc(2 * n, sizeof *work);
	double rho = gsl_stats_spearman(sequence->order, 1, sequence->residual, 1, n, work);
	free(work);
	if (!isfinite(rho))
		return;
	double t = fabs(rho) * sqrt(df / fmax(1.0 - rho * rho, 1e-300));
	gsl_fit_linear(sequence->order, 1, sequence->residual, 1, n, &constant, &slope, &c00,
		&c01, &c11, &squares);
	double trend = expm1(slope * ((double)n - 1.0));
	if (2.0 * gsl_cdf_tdist_Q(t, df) < SIGNIFICANT && fabs(trend) > WORTH_SAYING)
		strvec_pushf(warnings,
			"The runs became %.0f %% %s from the first to the last (rank "
			"correlation %.2f): the machine changed while it measured.",
			100.0 * fabs(trend), trend > 0.0 ? "slower" : "faster", rho);
}

/* The first run of each point against the others, as medians over the points. */
static void
check_first_runs(
	const struct observations *all, const struct samples *samples, struct strvec *warnings)
{
	double *firsts = xcalloc(samples->count + 1, sizeof *firsts);
	size_t count = 0;
	size_t slow = 0;

	for (size_t s = 0; s < samples->count; s++) {
		const struct sample *sample = &samples->items[s];
		if (sample->row_count < 3 || sample->usable < 3 ||
			!observation_usable(&all->rows[sample->rows[0]]))
			continue;
		double first = log(all->rows[sample->rows[0]].wall_s) - sample->log.mean;
		slow += first > 2.0 * samples->noise;
		firsts[count++] = first;
	}
	double median = count > 0 ? gsl_stats_median(firsts, 1, count) : 0.0;
	/* By chance a first run is 2 scales slow once in 44; half of at least three is no
	 * chance. */
	if (count >= 3 && 2 * slow > count && median > WORTH_SAYING)
		strvec_pushf(warnings,
			"The first run of %zu of %zu counts was slow (by %.0f %% in the "
			"middle): caches were cold, so give more --warmup rounds.",
			slow, count, 100.0 * expm1(median));
	free(firsts);
}

struct rounds {
	double *sums;
	double *counts;
	size_t count;
};

static void
say_round(const struct rounds *rounds, struct strvec *warnings)
{
	size_t worst = 0;
	double largest = 0.0;

	for (size_t r = 1; r < rounds->count; r++) {
		double mean =
			rounds->counts[r] > 0.0 ? rounds->sums[r] / rounds->counts[r] : 0.0;
		if (fabs(mean) > fabs(largest)) {
			largest = mean;
			worst = r;
		}
	}
	if (fabs(largest) > WORTH_SAYING)
		strvec_pushf(warnings,
			"Round %zu was %.0f %% %s than the others: something else happened on "
			"the machine in that time.",
			worst, 100.0 * fabs(expm1(largest)),
			largest > 0.0 ? "slower" : "faster");
}

/* One-way analysis of variance of the residuals over the rounds. */
static void
check_rounds(const struct sequence *sequence, struct strvec *warnings)
{
	struct rounds rounds = {.count = 1};
	double between = 0.0, within = 0.0, used = 0.0;
	size_t n = sequence->count;

	for (size_t i = 0; i < n; i++)
		if (sequence->round[i] >= (int)rounds.count)
			rounds.count = (size_t)sequence->round[i] + 1;
	if (rounds.count < 3 || rounds.count > MOST_ROUNDS || rounds.count > n)
		return;
	rounds.sums = xcalloc(rounds.count, sizeof *rounds.sums);
	rounds.counts = xcalloc(rounds.count, sizeof *rounds.counts);
	for (size_t i = 0; i < n; i++) {
		size_t r = (size_t)(sequence->round[i] > 0 ? sequence->round[i] : 0);
		rounds.sums[r] += sequence->residual[i];
		rounds.counts[r] += 1.0;
		within += sequence->residual[i] * sequence->residual[i];
	}
	for (size_t r = 0; r < rounds.count; r++) {
		if (!(rounds.counts[r] > 0.0))
			continue;
		used += 1.0;
		between += rounds.sums[r] * rounds.sums[r] / rounds.counts[r];
	}
	double df = (double)n - used - (sequence->points - 1.0);
	within -= between;
	if (used > 1.0 && df > 1.0 && within > 0.0) {
		double f = between / (used - 1.0) / (within / df);
		if (gsl_cdf_fdist_Q(f, used - 1.0, df) < SIGNIFICANT)
			say_round(&rounds, warnings);
	}
	free(rounds.sums);
	free(rounds.counts);
}

void
checks_warnings(
	const struct observations *all, const struct samples *samples, struct strvec *warnings)
{
	struct sequence sequence = {0};
	size_t before = warnings->count;

	if (samples->used == 0)
		return;
	sequence_make(all, samples, &sequence);
	check_drift(&sequence, warnings);
	check_first_runs(all, samples, warnings);
	/* Drift shows in the rounds, too: once is enough. */
	if (warnings->count == before)
		check_rounds(&sequence, warnings);
	sequence_release(&sequence);
}
