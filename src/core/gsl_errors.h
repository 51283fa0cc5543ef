/*
 * gsl_errors - what happens when GSL meets an error.
 *
 * Every GSL code is checked where it is returned: a singular matrix is an answer, never a
 * reason to abort. Memory is the exception. Some of GSL's functions go on with what they could
 * not allocate, so that ends the program as everywhere else (base/memory.h).
 */
#ifndef CORE_GSL_ERRORS_H
#define CORE_GSL_ERRORS_H

/* Once, before anything of GSL is used; again does no harm. */
void gsl_errors_handle(void);

#endif
