/*
 * memory_model - peak memory of the tree as base + per worker.
 *
 * Least squares on relative errors over the counts, neither part negative. The
 * sequential form, a process without its parallel machinery, is used (as one worker)
 * only where fewer than two parallel counts know their memory.
 */
#ifndef CORE_MEMORY_MODEL_H
#define CORE_MEMORY_MODEL_H

#include "core/result.h"

void memory_model_make(const struct point *points, size_t count, struct memory_model *memory);

/* The most workers whose memory fits into so many bytes; NAN where that is not known. */
double memory_model_most(const struct memory_model *memory, double bytes);

#endif
