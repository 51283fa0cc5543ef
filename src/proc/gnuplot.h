/*
 * gnuplot - makes pictures from scripts, where gnuplot is installed.
 */
#ifndef PROC_GNUPLOT_H
#define PROC_GNUPLOT_H

#include <stdbool.h>

#include "base/error.h"
#include "base/strvec.h"

bool gnuplot_available(void);

/* Runs `gnuplot SCRIPT...` with `directory` as its working directory; -1 names what it said. */
int gnuplot_run(const char *directory, const struct strvec *scripts, struct error *error);

#endif
