/*
 * truth_csv - the file of `--simulate file=truth.csv`: workers,wall_s[,user_s].
 */
#ifndef IO_TRUTH_CSV_H
#define IO_TRUTH_CSV_H

#include "base/error.h"
#include "core/simulate.h"

/* Reads simulation->file into simulation->truth; -1 with STATUS_USAGE. */
int truth_csv_read(struct simulation *simulation, struct error *error);

#endif
