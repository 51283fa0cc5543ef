/*
 * runs_map - `--map workers=threads,wall_s=mean`: what a foreign table calls our columns.
 */
#ifndef IO_RUNS_MAP_H
#define IO_RUNS_MAP_H

#include "base/error.h"
#include "base/strvec.h"

/* Splits what was given (NULL: nothing) into "NAME=COLUMN" each and checks the names; -1 with
 * STATUS_USAGE. The caller releases `map` in any case. */
int runs_map_read(const struct strvec *given, struct strvec *map, struct error *error);

/* What the map calls our column, borrowed; NULL when it is not in it. */
const char *runs_map_name(const struct strvec *map, const char *name);

#endif
