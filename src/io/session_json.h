/*
 * session_json - session.json: how a measurement was started, so that --resume can go on with
 * it.
 *
 * Written into the result folder before the first trial. `arguments` is the command line after
 * the program's name, as the user typed it: parsing it again gives every option, the same way.
 * With --resume DIR, the options of the new command line must agree with those (src/cli knows
 * which of them change what is measured), and the host must be the same.
 */
#ifndef IO_SESSION_JSON_H
#define IO_SESSION_JSON_H

#include <stdint.h>

#include "base/error.h"
#include "base/strbuf.h"
#include "base/strvec.h"
#include "core/host.h"

#define SESSION_SCHEMA_VERSION 1
#define SESSION_FILE	       "session.json"

/* The caller owns the struct, the struct its contents. */
struct session_record {
	char *version; /* of the ptbench that started it */
	char *start_utc;
	char *directory; /* in which it was started: relative paths are meant from there */
	uint64_t seed; /* used, whether given or drawn */
	struct strvec arguments;
	struct host host;
};

#define SESSION_RECORD_INIT                                                                    \
	{                                                                                      \
		0                                                                              \
	}

void session_record_release(struct session_record *record);

void session_json_write(const struct session_record *record, struct strbuf *text);

/* Fills an empty record from the folder's session.json. -1 with STATUS_USAGE: there is none, it
 * cannot be understood, or another version wrote it. */
int session_json_read(const char *folder, struct session_record *record, struct error *error);

/* 0 when the record's host is this one as far as times go: processor, CPUs, quota. -1 with
 * STATUS_USAGE names what differs. */
int session_check_host(
	const struct session_record *record, const struct host *now, struct error *error);

#endif
