/*
 * headline - what the report says about the fit: terms, fractions, ceiling, optimum.
 */
#ifndef CORE_HEADLINE_H
#define CORE_HEADLINE_H

#include "core/fits.h"
#include "core/result.h"

/* Fills `fit` from the fits; `law` is the one that was asked for, or NULL; `noise` is the share by
 * which single runs scatter, NAN when unknown. */
void headline_make(struct fits *fits, const struct law *law, enum loss loss, double noise,
	struct fit *fit);

#endif
