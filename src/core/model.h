/*
 * model - a law, a loss and the measured points, ready to be fitted again and again.
 *
 * Capacity: with C CPUs the parallel part takes max(b/N, (U(N) - u_s)/C),
 * U the CPU seconds, u_s = share * a those of the serial part, share = U(1)/T(1). This is
 * the operational bound of queueing theory (Denning and Buzen 1978: the busiest resource's
 * demand). Which branch holds at each point is found by trying; the fit is exact within a
 * choice of branches, and a point may also sit on the kink.
 *
 * The caller owns the struct; model_release() frees what it holds. A dataset must live as
 * long as the models made from it.
 */
#ifndef CORE_MODEL_H
#define CORE_MODEL_H

#include <stdbool.h>
#include <stddef.h>

#include "core/dataset.h"
#include "core/law.h"
#include "core/loss.h"
#include "core/nnls.h"

struct model {
	const struct law *law;
	enum loss loss;
	bool capacity;
	const struct dataset *data;
	unsigned terms;
	double runs; /* that the loss counts */
	int parameters; /* free ones: the terms, less one where T(1) is fixed */
	size_t rows; /* of matrix and targets; 0: to be made */
	double *matrix;
	double *targets;
	double *scratch;
	double *start; /* per datum: That from which an iterated loss sets out */
	double *fitted; /* per datum: That as the iteration goes on */
	bool *saturated; /* per datum: the CPUs are the limit there */
	bool *reduced; /* the branches that matrix and targets were made for */
	unsigned support; /* the terms that were not 0 in the last solution: tried first */
};

/* What a fit gives. */
struct estimate {
	double terms[TERM_COUNT];
	double rss;
};

void model_init(struct model *model, const struct dataset *data, const struct law *law,
	bool capacity, enum loss loss);
void model_release(struct model *model);
bool model_has(const struct model *model, enum term term);

/* The terms of the law that these points cannot tell apart, as bits; 0 when all can be told. */
unsigned model_unidentifiable(struct model *model);

/* The least loss under the constraints (at most 3); false when nothing obeys them. */
bool model_solve(struct model *model, const struct constraint *constraints, size_t count,
	struct estimate *estimate);

/* As model_solve(), trying every order of branches first: for the fit itself. */
bool model_fit(struct model *model, struct estimate *estimate);

/* Sets the branches that hold at these terms; the index of the first datum whose branch
 * changed, or the number of data. A search starts from the branches of the one before. */
size_t model_settle(struct model *model, const double terms[static TERM_COUNT]);

/* The sum of squares of the loss at given terms. */
double model_rss(const struct model *model, const double terms[static TERM_COUNT]);

/* The part of it that no law can explain: the scatter of replicates; and the points that count. */
double model_pure_error(const struct model *model, double *points);

/* The loss of answering 0 throughout: what a sum of squares is large or small against. */
double model_squares(const struct model *model);

/* T at a datum of the dataset, with capacity where the model has it. */
double model_time(const struct model *model, const double terms[static TERM_COUNT],
	const struct datum *datum);

/* T at a datum within a branch is columns * terms + offset; whether the CPUs, not the workers,
 * are the limit at these terms tells which branch holds. */
void model_columns(const struct model *model, const struct datum *datum, bool saturated,
	double columns[static TERM_COUNT]);
double model_offset(const struct model *model, const struct datum *datum, bool saturated);
double model_branch_time(const struct model *model, const double terms[static TERM_COUNT],
	const struct datum *datum, bool saturated);
bool model_is_saturated(const struct model *model, const double terms[static TERM_COUNT],
	const struct datum *datum);

/* A datum for a count that was not measured: CPU seconds from the line through the others. */
struct datum model_datum(const struct dataset *data, enum mode mode, double workers);

#endif
