/*
 * engine - what --engine slurm changes for a measurement: its host, and its measurer.
 */
#ifndef CLI_ENGINE_H
#define CLI_ENGINE_H

#include "cli/measurement.h"

/*
 * Puts a node of the cluster in the place of this machine, so that `auto` and C are those of
 * where the command will run. -1 with STATUS_INTERNAL where there is no Slurm.
 */
int engine_prepare(struct measurement *measurement, struct error *error);

/* Makes the measurer whose trials are jobs. */
int engine_make_measurer(struct measurement *measurement, struct error *error);

/*
 * For --resume: adds what jobs measured while ptbench was away to the rows and to runs.csv,
 * and waits for those that still run.
 */
int engine_collect(struct measurement *measurement, struct error *error);

/* Whether the measurement's trials are jobs of a cluster. */
bool engine_is_slurm(const struct measurement *measurement);

#endif
