#include "config.h"

#include "core/memory_model.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"
#include "core/nnls.h"

static bool
knows_memory(const struct point *point)
{
	return isfinite(point->peak_bytes) && point->peak_bytes > 0.0;
}

/* TERM_SERIAL is the base, TERM_PARALLEL a worker: the solver does not mind. */
static size_t
fill_rows(const struct point *points, size_t count, bool with_sequential, double *matrix,
	double *targets, enum peak_method *method)
{
	size_t rows = 0;

	for (size_t i = 0; i < count; i++) {
		const struct point *point = &points[i];
		if (!knows_memory(point) || (point->mode == MODE_SEQ && !with_sequential))
			continue;
		matrix[rows * TERM_COUNT + TERM_SERIAL] = 1.0 / point->peak_bytes;
		matrix[rows * TERM_COUNT + TERM_PARALLEL] = point->workers / point->peak_bytes;
		targets[rows++] = 1.0;
		if (point->peak_method > *method)
			*method = point->peak_method;
	}
	return rows;
}

void
memory_model_make(const struct point *points, size_t count, struct memory_model *memory)
{
	double *matrix = xcalloc((count + 1) * TERM_COUNT, sizeof *matrix);
	double *targets = xcalloc(count + 1, sizeof *targets);
	double *scratch = xcalloc((count + 1) * (2 * TERM_COUNT + 2), sizeof *scratch);
	double terms[TERM_COUNT];
	size_t parallel = 0;

	*memory = (struct memory_model){
		.base_bytes = UNKNOWN, .per_worker_bytes = UNKNOWN, .limit_bytes = UNKNOWN};
	for (size_t i = 0; i < count; i++)
		parallel += points[i].mode == MODE_PAR && knows_memory(&points[i]) ? 1 : 0;
	struct nnls problem = {.terms = 1u << TERM_SERIAL | 1u << TERM_PARALLEL,
		.matrix = matrix,
		.targets = targets,
		.scratch = scratch};
	problem.rows = fill_rows(points, count, parallel < 2, matrix, targets, &memory->method);
	if (problem.rows >= 2 && isfinite(nnls_solve(&problem, terms))) {
		memory->known = true;
		memory->base_bytes = terms[TERM_SERIAL];
		memory->per_worker_bytes = terms[TERM_PARALLEL];
	}
	free(matrix);
	free(targets);
	free(scratch);
}

double
memory_model_most(const struct memory_model *memory, double bytes)
{
	if (!memory->known || isnan(bytes) || !(memory->per_worker_bytes > 0.0))
		return UNKNOWN;
	return fmax(floor((bytes - memory->base_bytes) / memory->per_worker_bytes), 0.0);
}
