/*
 * report_warnings - what is wrong with the test reports of the runs, kept for --resume.
 *
 * The caller owns the struct, which begins as all zeros but for `directory`, the struct its
 * contents.
 */
#ifndef CLI_REPORT_WARNINGS_H
#define CLI_REPORT_WARNINGS_H

#include "base/strvec.h"

struct report_warnings {
	const char *directory; /* of the results, borrowed; NULL: nothing is kept */
	struct strvec sentences;
};

/* Each sentence once, and only the first few: each run may have the same to complain of. */
void report_warn(struct report_warnings *warnings, const char *sentence);

/* Takes up those of the runs that a resumed measurement has already. */
void report_warnings_restore(struct report_warnings *warnings);
void report_warnings_release(struct report_warnings *warnings);

#endif
