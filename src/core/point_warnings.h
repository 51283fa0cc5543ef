/*
 * point_warnings - what the points tell before any law: whether there is a baseline and any
 * noise to judge by, which runs were left out, which counts no law explains.
 */
#ifndef CORE_POINT_WARNINGS_H
#define CORE_POINT_WARNINGS_H

#include "core/result.h"

/* Pushes to the warnings of `analysis`, whose points are made. */
void point_warnings(struct analysis *analysis);

#endif
