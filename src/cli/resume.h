/*
 * resume - go on with a measurement that was cut short (--resume DIR).
 *
 * What DIR says counts: its command, its options, its seed and the folder it was started in. A
 * command or an option that changes what is measured must agree with it when given again; how
 * the result is shown may differ. The caller owns the struct; resume_release() frees it, and
 * the invocation in it lives as long.
 */
#ifndef CLI_RESUME_H
#define CLI_RESUME_H

#include "base/error.h"
#include "base/strvec.h"
#include "cli/commands.h"
#include "core/host.h"
#include "io/session_json.h"

struct resume {
	struct session_record record;
	char *directory; /* DIR, absolute */
	int lock; /* of it */
	struct strvec words; /* the recorded command line, with the program's name */
	struct options options;
	struct invocation invocation; /* as if it had been typed again */
};

/* -1 with STATUS_USAGE: nothing to resume in DIR, or something does not agree. */
int resume_open(const struct invocation *given, struct resume *resume, struct error *error);
void resume_release(struct resume *resume);

/* Writes DIR/session.json for a measurement that begins. */
int resume_record(const char *directory, const struct invocation *invocation,
	const struct session_record *record, struct error *error);

#endif
