/*
 * notes - what the fit found, in words: which law and loss the numbers carry, and what could
 * not be told and why.
 */
#ifndef CORE_NOTES_H
#define CORE_NOTES_H

#include <stdbool.h>

#include "core/fits.h"
#include "core/result.h"

/* Pushes to fit->notes, and to the warnings of `analysis` where the CPUs are contradicted; its
 * fit is made. */
void notes_make(const struct fits *fits, const struct law *law, struct analysis *analysis);

/* Whether the runs agree with any serial fraction, so that nothing that follows from it is
 * known. */
bool notes_serial_is_open(const struct fit *fit);

#endif
