/*
 * runs - observations for tests, a line each.
 */
#ifndef TESTS_RUNS_H
#define TESTS_RUNS_H

#include "core/analysis.h"
#include "core/observation.h"

/* A run that passed. */
void runs_add(struct observations *all, enum mode mode, int workers, double wall_s);

/* The same with its CPU seconds. */
void runs_add_cpu(
	struct observations *all, enum mode mode, int workers, double wall_s, double cpu_s);

/* A run that failed with exit code 1. */
void runs_add_failed(struct observations *all, enum mode mode, int workers);

/* An argument for analysis_run() as ptbench itself would give it: all laws, relative loss. */
struct analysis_arg runs_arg(const struct observations *all);

#endif
