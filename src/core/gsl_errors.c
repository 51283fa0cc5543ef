#include "config.h"

#include "core/gsl_errors.h"

#include <gsl/gsl_errno.h>
#include <stddef.h>

#include "base/memory.h"

static void
note(const char *reason, const char *file, int line, int code)
{
	(void)reason;
	(void)file;
	(void)line;
	if (code == GSL_ENOMEM)
		xneeded(NULL);
}

void
gsl_errors_handle(void)
{
	gsl_set_error_handler(note);
}
