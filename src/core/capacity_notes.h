/*
 * capacity_notes - whose fault the missing speed is, in words: the code's serial part, or a
 * machine that ran out of CPUs.
 */
#ifndef CORE_CAPACITY_NOTES_H
#define CORE_CAPACITY_NOTES_H

#include "core/fits.h"
#include "core/result.h"

/* Pushes to the notes of the fit, which is made; to the warnings of `analysis` where the runs
 * contradict the number of CPUs. */
void capacity_notes(const struct fits *fits, struct analysis *analysis);

#endif
