/*
 * compare - stages of a suite side by side: what each change gained.
 *
 * Works on results as report.json tells them, so only on estimates and their 95 % intervals.
 * Intervals of ratios and differences come from those of their parts by MOVER, the method of
 * variance estimates recovery (Zou and Donner, Statistics in Medicine 27 (2008) 1693): no
 * symmetry is assumed, so that ends at a bound stay right. Ratios are formed on the log scale.
 *
 * The caller owns the structs; comparison_release() frees what compare_fill() made.
 */
#ifndef CORE_COMPARE_H
#define CORE_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "core/result.h"

/* x/y and x-y of two independent estimates; unknown where one of them is. */
struct interval interval_ratio(struct interval x, struct interval y);
struct interval interval_difference(struct interval x, struct interval y);

/* One result among those that are compared; the first is BASE. */
struct stage {
	char *name;
	char *path;
	const struct result *result; /* borrowed */
	struct interval sequential_s;
	struct interval best_s;
	enum mode best_mode;
	int best_workers; /* 1 with MODE_SEQ is sequential; 0 where nothing was measured */
	struct interval gain; /* BASE's sequential time over this stage's best */
};

struct compared_point {
	size_t stage;
	enum mode mode;
	int workers;
	struct interval ratio; /* time of the stage over BASE's */
};

struct change {
	size_t stage;
	struct interval serial; /* difference of the serial fractions */
	struct interval memory; /* ratio of the peaks at BASE's `local` count */
	int advice[2];          /* BASE's `local`, this stage's; 0 for none */
};

enum gate_kind {
	GATE_TIME,
	GATE_SERIAL,
	GATE_MEMORY,
	GATE_ADVICE,
};

/* A parsed --fail-if expression. */
struct gate {
	char *expression;
	enum gate_kind kind;
	double threshold; /* a fraction: 5 % and 5 pp are .05 */
	bool named_form;  /* time@N or time@seq: `mode` and `workers` say which */
	enum mode mode;
	int workers;
};

/* A gate at one stage; `value` is the change as a fraction: .08 is 8 % or 8 pp more. */
struct gate_outcome {
	size_t stage;
	const struct gate *gate; /* borrowed */
	struct interval value;
	bool tripped;
};

struct comparison {
	struct stage *stages;
	size_t stage_count;
	struct compared_point *points;
	size_t point_count;
	size_t point_capacity;
	struct change *changes; /* one for every stage but BASE */
	size_t change_count;
	struct gate_outcome *gates; /* by core/gate.h, none without --fail-if */
	size_t gate_count;
	struct strvec warnings;
};

struct compare_arg {
	struct stage *stages; /* name, path and result filled in; taken over */
	size_t stage_count;   /* at least 2 */
	bool any_command;
};

/* Fills a comparison but for its gates (core/gate.h); -1 with STATUS_USAGE: other commands. */
int compare_fill(const struct compare_arg *arg, struct comparison *comparison,
	struct error *error);
void comparison_release(struct comparison *comparison);

#endif
