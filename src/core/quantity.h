/*
 * quantity - what can be asked of a law: a term, a fraction, a time, and the linear equation
 * among the terms that holds it at a value.
 *
 * A time with capacity is the larger of two (core/model.h): each branch has its own equation,
 * and where both are equal is the kink between them.
 */
#ifndef CORE_QUANTITY_H
#define CORE_QUANTITY_H

#include "core/model.h"

enum quantity_kind {
	QUANTITY_TERM, /* the term itself, seconds */
	QUANTITY_SERIAL, /* a/(a+b) */
	QUANTITY_WORKER, /* c/(a+b) */
	QUANTITY_T1, /* a+b */
	QUANTITY_TIME, /* T at the datum, on `cpus` CPUs */
	QUANTITY_RELATIVE, /* T at the datum over T(1), without capacity */
	QUANTITY_RISE, /* 1/optimum^2 = c/b, or 1/optimum = d/(b ln 2) */
};

struct quantity {
	enum quantity_kind kind;
	enum term term; /* TERM */
	struct datum datum; /* TIME, RELATIVE */
	double cpus; /* TIME: C' of a model with capacity */
};

/* T at a datum on `cpus` CPUs. */
struct quantity quantity_time(struct datum datum, double cpus);

/* The quantity at given terms; NAN where it is not defined. */
double quantity_value(const struct model *model, const struct quantity *quantity,
	const double terms[static TERM_COUNT]);

/* Where T(N) is least with enough CPUs: sqrt(b/c), or b ln 2/d; NAN where it never rises. */
double quantity_optimum(const struct model *model, const double terms[static TERM_COUNT]);

/* What it cannot exceed; none is below 0. */
double quantity_most(const struct quantity *quantity);

/* A size for steps from a value that may be 0. */
double quantity_scale(const struct model *model, const struct quantity *quantity,
	const double terms[static TERM_COUNT]);

enum branch {
	BRANCH_WORKERS,
	BRANCH_CPUS,
	BRANCH_KINK,
};

/* Whether more than BRANCH_WORKERS has to be asked for. */
bool quantity_has_branches(const struct model *model, const struct quantity *quantity);

/* The one that holds at these terms. */
enum branch quantity_branch(const struct model *model, const struct quantity *quantity,
	const double terms[static TERM_COUNT]);

/* The equations that hold the quantity at a value within a branch; how many. That the branch is
 * the one that holds is for the caller to see. */
size_t quantity_hold(const struct model *model, const struct quantity *quantity, double value,
	enum branch branch, struct constraint constraints[static 2]);

#endif
