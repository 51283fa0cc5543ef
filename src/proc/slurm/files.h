/*
 * files - the folder slurm/ of a measurement: a row and the complaints of every job, and the
 * mark that begins the names of its jobs.
 */
#ifndef PROC_SLURM_FILES_H
#define PROC_SLURM_FILES_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strvec.h"

struct slurm_files {
	char *directory;
	char *logs; /* for the commands' output, "" for none */
	char *mark; /* "ptbench-1a2b3c4d", the same again after --resume */
	bool temporary; /* removed in the end */
};

/* Makes what is not there; without `results` a folder that lives as long as the measurer. */
int slurm_files_open(const char *results, struct slurm_files *files, struct error *error);
void slurm_files_close(struct slurm_files *files);

/* The mark of an earlier session in RESULTS, NULL for none; the caller frees it. */
char *slurm_files_mark(const char *results);

/* Pushes the names of the row files in RESULTS/slurm, in the order of their trials. */
void slurm_files_rows(const char *results, struct strvec *paths);

#endif
