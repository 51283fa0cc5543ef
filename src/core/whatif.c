#include "config.h"

#include "core/whatif.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/law.h"

static struct whatif_times
times_of(const double terms[static TERM_COUNT], double t1_s, int workers)
{
	double wall_s = law_time(terms, workers == 1 ? MODE_SEQ : MODE_PAR, workers);

	return (struct whatif_times){
		.wall_s = wall_s,
		.speedup = t1_s / wall_s,
		.efficiency = t1_s / wall_s / workers,
		.reduction = 1.0 - wall_s / t1_s,
	};
}

/*
 * T(N) = a + b/N + h + c(N-1) is least at sqrt(b/c); the better of the two counts around it, or
 * one where no number of workers earns its overhead. Without c the time only falls: 0.
 */
static int
best_count(const double terms[static TERM_COUNT])
{
	double parallel = terms[TERM_PARALLEL], worker = terms[TERM_WORKER];

	if (!(worker > 0.0))
		return parallel > terms[TERM_FIXED] ? 0 : 1;

	double exact = fmin(sqrt(parallel / worker), COUNTS_MAX_WORKERS);
	int best = 1;
	double least = law_time(terms, MODE_SEQ, 1);
	for (int n = (int)fmax(2.0, floor(exact)); n <= (int)ceil(exact); n++) {
		double wall_s = law_time(terms, MODE_PAR, n);
		if (wall_s < least) {
			least = wall_s;
			best = n;
		}
	}
	return best;
}

void
whatif_fill(const struct whatif_arg *arg, struct whatif *whatif)
{
	double theory[TERM_COUNT] = {
		[TERM_SERIAL] = arg->serial * arg->t1_s,
		[TERM_PARALLEL] = (1.0 - arg->serial) * arg->t1_s,
	};
	double adjusted[TERM_COUNT] = {
		[TERM_SERIAL] = theory[TERM_SERIAL],
		[TERM_PARALLEL] = theory[TERM_PARALLEL],
		[TERM_FIXED] = arg->fixed_s,
		[TERM_WORKER] = arg->per_worker_s,
	};

	*whatif = (struct whatif){
		.t1_s = arg->t1_s,
		.serial = arg->serial,
		.fixed_s = arg->fixed_s,
		.per_worker_s = arg->per_worker_s,
		.adjusted = arg->fixed_s > 0.0 || arg->per_worker_s > 0.0,
		.ceiling = 1.0 / arg->serial,
		.best_workers = best_count(adjusted),
		.rows = xcalloc(arg->counts->count, sizeof *whatif->rows),
		.count = arg->counts->count,
	};
	for (size_t i = 0; i < whatif->count; i++) {
		int workers = arg->counts->items[i].workers;
		whatif->rows[i] = (struct whatif_row){
			.workers = workers,
			.theory = times_of(theory, arg->t1_s, workers),
			.adjusted = times_of(adjusted, arg->t1_s, workers),
		};
	}
}

void
whatif_release(struct whatif *whatif)
{
	free(whatif->rows);
	*whatif = (struct whatif){0};
}
